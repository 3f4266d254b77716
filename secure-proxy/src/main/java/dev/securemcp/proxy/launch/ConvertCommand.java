package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.policy.document.PolicyConverter;
import dev.securemcp.proxy.policy.document.ReaderLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code convert}: a policy document in the other notation. */
@Command(
        name = "convert",
        description = {
            "Print a policy document in the other notation: XML as YAML, YAML as XML.",
            "",
            "What a file is in is told by its name: .yaml and .yml are YAML, everything else is XML. Comments are lost."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Exit codes: 0 printed, 1 the document has faults or cannot be read, 2 wrong usage."})
final class ConvertCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", description = "A policy document or fragment.")
    private Path file;

    ConvertCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        String name = file.toString();
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(ReaderLimits.DEFAULT.size() + 1);
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        Faults faults = new Faults();
        PolicyConverter converter = new PolicyConverter(ReaderLimits.DEFAULT, faults);
        Optional<String> converted = isYaml(name) ? converter.toXml(name, text) : converter.toYaml(name, text);
        if (converted.isEmpty()) {
            faults.all().forEach(surroundings.err()::println);
            return ExitCodes.FAILED;
        }
        surroundings.out().print(converted.get());
        surroundings.out().flush();
        return ExitCodes.OK;
    }

    private static boolean isYaml(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".yaml") || lower.endsWith(".yml");
    }
}
