package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads policy files to documents and fragments. What it returns after faults is only good for finding more of them. */
public final class PolicyReader {

    private PolicyReader() {}

    /**
     * Reads a file; never more of it than the limit allows. Where its name ends with {@code .yaml} or {@code .yml} it is in
     * the YAML notation, a mapping with the one key {@code policies} or {@code fragment}; else it is XML.
     *
     * @param path where it is
     * @param name its name as the person knows it, for positions
     */
    public static Optional<PolicySource> readFile(Path path, String name, ReaderLimits limits, Faults faults) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(limits.size() + 1);
            if (bytes.length > limits.size()) {
                PolicyXmlReader.tooLarge(name, Files.size(path), limits, faults);
                return Optional.empty();
            }
        } catch (IOException e) {
            faults.error(
                    Position.of(name),
                    "",
                    Files.exists(path) ? "the policy file cannot be read" : "the policy file does not exist",
                    "looked for " + path.toAbsolutePath());
            return Optional.empty();
        }
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return XmlBytes.decode(name, bytes, faults)
                    .flatMap(content -> PolicyYamlReader.root(name, content, limits, faults))
                    .flatMap(root -> DocumentShape.of(root, faults));
        }
        return read(name, bytes, limits, faults);
    }

    /** Reads an XML document from its bytes. */
    public static Optional<PolicySource> read(String name, byte[] bytes, ReaderLimits limits, Faults faults) {
        return PolicyXmlReader.read(name, bytes, limits, faults).flatMap(root -> DocumentShape.of(root, faults));
    }

    /** Reads an XML document from its text. */
    public static Optional<PolicySource> read(String name, String content, ReaderLimits limits, Faults faults) {
        return PolicyXmlReader.read(name, content, limits, faults).flatMap(root -> DocumentShape.of(root, faults));
    }
}
