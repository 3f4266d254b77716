package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.config.StoredKey;
import dev.securemcp.proxy.identity.Keys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code key new}: shows a key once, with the line of the configuration that stands for it. */
@Command(
        name = "new",
        description = {
            "Make a subscription key of 256 random bits.",
            "The first line is the key, for the consumer: it is kept nowhere and cannot be shown again. "
                    + "The second is for gateway.yaml, under `primary-key`, `secondary-key` or a name under `keys`."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Exit codes: 0 printed, 1 the pepper cannot be read, 2 wrong usage."})
final class KeyNewCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(names = "--only-key", description = "Print the key alone, for a file that `gateway.yaml` names.")
    private boolean onlyKey;

    @Option(names = "--pepper", paramLabel = "FILE", description = "Hash it with the pepper of this file.")
    private Path pepper;

    KeyNewCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        String key = Keys.generate(new SecureRandom());
        // Before the key is shown: a pepper that cannot be read must not leave one that nothing stands for.
        StoredKey stored = KeyInput.stored(key, pepper);
        surroundings.out().println(key);
        if (!onlyKey) {
            surroundings.out().println(stored.text());
        }
        return ExitCodes.OK;
    }
}
