package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.config.SubscriptionConfig;
import dev.securemcp.proxy.identity.Keys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code key hash}: from standard input, because arguments show in the list of processes and in the shell's history. */
@Command(
        name = "hash",
        description = {
            "Read a key from standard input and print the line of gateway.yaml that stands for it.",
            "",
            "  secure-proxy key hash < key.txt"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class KeyHashCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    KeyHashCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        byte[] input = surroundings.in().readNBytes(Keys.MAX_LENGTH + 3);
        String key = new String(input, StandardCharsets.UTF_8).strip();
        if (!SubscriptionConfig.isKey(key)) {
            return refuse("a key is one line of 16 to 256 visible ASCII characters; `secure-proxy key new` makes one");
        }
        if (key.startsWith(Keys.PREFIX) && !Keys.looksLikeKey(key)) {
            return refuse(
                    "this begins like a key of secure-proxy, but its checksum is wrong: is it cut off or mistyped?");
        }
        surroundings.out().println("sha256: " + Keys.hash(key).hex());
        return ExitCodes.OK;
    }

    private int refuse(String message) {
        surroundings.err().println("secure-proxy: " + message);
        return ExitCodes.FAILED;
    }
}
