package dev.securemcp.proxy.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.securemcp.proxy.config.StoredKey;
import dev.securemcp.proxy.store.AtomicFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Puts a new key's hash into a file in the place of an old one's. The file is replaced whole, and nothing else in it changes. */
final class KeyReplacement {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What came of it. */
    enum Outcome {
        REPLACED,
        /** There is no such subscription. */
        ABSENT,
        /** The key has no twin that would go on working. */
        ALONE
    }

    private KeyReplacement() {}

    /** Replaces a hash where it stands in a text, whatever the text is; false where it does not stand there exactly once. */
    static boolean inText(Path named, StoredKey old, StoredKey fresh) throws IOException {
        Path file = named.toRealPath();
        String text = Files.readString(file);
        String small = text.toLowerCase(Locale.ROOT);
        String hash = old.digest().hex();
        int at = small.indexOf(hash);
        if (at < 0 || small.indexOf(hash, at + 1) >= 0 || small.length() != text.length()) {
            return false;
        }
        String changed = text.substring(0, at) + fresh.digest().hex() + text.substring(at + hash.length());
        AtomicFile.replaceKeepingPermissions(file, out -> out.write(changed.getBytes(StandardCharsets.UTF_8)));
        return true;
    }

    /**
     * Sets a key of one line of JSON, in one pass over lines that may be millions.
     *
     * @param slot {@code primary-key} or {@code secondary-key}; one that is not there is added
     */
    static Outcome inLines(Path named, String id, String slot, StoredKey fresh) throws IOException {
        Path file = named.toRealPath();
        ObjectNode line = find(file, id);
        if (line == null) {
            return Outcome.ABSENT;
        }
        String twin = slot.equals("primary-key") ? "secondary-key" : "primary-key";
        if (!line.has(twin)) {
            return Outcome.ALONE;
        }
        AtomicFile.replaceKeepingPermissions(file, out -> {
            try (BufferedReader in = Files.newBufferedReader(file)) {
                for (String text = in.readLine(); text != null; text = in.readLine()) {
                    ObjectNode found = parsed(text, id);
                    if (found != null) {
                        found.putObject(slot)
                                .put(
                                        fresh.peppered() ? "hmac-sha256" : "sha256",
                                        fresh.digest().hex());
                    }
                    out.write((found == null ? text : found.toString()).getBytes(StandardCharsets.UTF_8));
                    out.write('\n');
                }
            }
        });
        return Outcome.REPLACED;
    }

    private static ObjectNode find(Path file, String id) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                ObjectNode found = parsed(text, id);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
    }

    /** A line as JSON where it is that of a subscription; else null. */
    private static ObjectNode parsed(String text, String id) throws IOException {
        if (!text.contains('"' + id + '"')) {
            return null;
        }
        JsonNode line = JSON.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
        return line instanceof ObjectNode object && id.equals(object.path("id").textValue()) ? object : null;
    }
}
