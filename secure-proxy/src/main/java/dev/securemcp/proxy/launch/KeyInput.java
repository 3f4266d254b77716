package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.config.Pepper;
import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.config.StoredKey;
import dev.securemcp.proxy.config.SubscriptionConfig;
import dev.securemcp.proxy.identity.Keys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** What the commands on keys have in common: a key from standard input, and the form in which it is kept. */
final class KeyInput {

    private KeyInput() {}

    /** A key from standard input, because arguments show in the list of processes and in the shell's history; empty where there is none. */
    static Optional<String> read(Surroundings surroundings) throws IOException {
        byte[] input = surroundings.in().readNBytes(Keys.MAX_LENGTH + 3);
        String key = new String(input, StandardCharsets.UTF_8).strip();
        if (!SubscriptionConfig.isKey(key)) {
            refuse(
                    surroundings,
                    "a key is one line of 16 to 256 visible ASCII characters; `secure-proxy key new` makes one");
            return Optional.empty();
        }
        if (Keys.isMistyped(key)) {
            refuse(
                    surroundings,
                    "this begins like a key of secure-proxy, but its checksum is wrong: is it cut off or mistyped?");
            return Optional.empty();
        }
        return Optional.of(key);
    }

    /**
     * How a key is kept.
     *
     * @param pepper the file of the pepper; null for none
     */
    static StoredKey stored(String key, Path pepper) throws IOException {
        return pepper == null
                ? new StoredKey(Sha256.of(key), false)
                : new StoredKey(Pepper.read(pepper).digest(key), true);
    }

    static void refuse(Surroundings surroundings, String message) {
        surroundings.err().println("secure-proxy: " + message);
    }
}
