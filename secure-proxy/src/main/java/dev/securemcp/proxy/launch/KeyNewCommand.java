package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.identity.Keys;
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
                    + "The second is for gateway.yaml, under `primary-key` or `secondary-key`."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class KeyNewCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(names = "--only-key", description = "Print the key alone, for a file that `gateway.yaml` names.")
    private boolean onlyKey;

    KeyNewCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        String key = Keys.generate(new SecureRandom());
        surroundings.out().println(key);
        if (!onlyKey) {
            surroundings.out().println("sha256: " + Keys.hash(key).hex());
        }
        return ExitCodes.OK;
    }
}
