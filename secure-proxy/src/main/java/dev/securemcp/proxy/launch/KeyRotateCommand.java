package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.config.StoredKey;
import dev.securemcp.proxy.config.SubscriptionConfig;
import dev.securemcp.proxy.identity.Keys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code key rotate}: a new key in the place of one of a subscription's two, while the other goes on. */
@Command(
        name = "rotate",
        description = {
            "Make a new key for a subscription in the place of one of its two; the other goes on working.",
            "The hash in gateway.yaml, or in the file of subscriptions that it names, is replaced; nothing else there changes. "
                    + "The new key is printed once.",
            "",
            "  secure-proxy key rotate laptop --key secondary"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Exit codes: 0 replaced, 1 nothing was changed, 2 wrong usage."})
final class KeyRotateCommand implements Callable<Integer> {

    private static final List<String> SLOTS = List.of("primary", "secondary");

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The subscription.")
    private String id;

    @Option(
            names = "--key",
            paramLabel = "SLOT",
            required = true,
            description = "Which key is replaced: primary or secondary.")
    private String slot;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration (default: ./gateway.yaml).")
    private Path config = Path.of("gateway.yaml");

    KeyRotateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (!SLOTS.contains(slot)) {
            throw new ParameterException(spec.commandLine(), "--key is `primary` or `secondary`");
        }
        Faults faults = new Faults();
        Optional<Configuration> read = surroundings.reader().read(config, faults);
        if (read.isEmpty()) {
            faults.all().stream().map(Fault::toString).forEach(surroundings.err()::println);
            return ExitCodes.FAILED;
        }
        Configuration configuration = read.get();
        SubscriptionConfig own = configuration.subscriptions().get(id);
        if (own == null && configuration.subscriptionsFile().isEmpty()) {
            return refuse("there is no subscription `" + id + "` in " + config);
        }
        String key = Keys.generate(new SecureRandom());
        return own != null ? inYaml(configuration, own, key) : inLines(configuration, key);
    }

    private int inYaml(Configuration configuration, SubscriptionConfig own, String key) throws IOException {
        if (own.secondaryKey().isEmpty() && own.primaryKey().isPresent() && slot.equals("primary")) {
            return refuse("`" + id
                    + "` has this key alone, and replacing it would cut its consumer off; give it a secondary key first, or, "
                    + "under `keys`, a second name; `secure-proxy key new` prints a key with the line for it");
        }
        Optional<StoredKey> old = slot.equals("primary") ? own.primaryKey() : own.secondaryKey();
        if (old.isEmpty()) {
            return refuse(
                    "`" + id + "` has no " + slot + " key yet; `secure-proxy key new` prints one with the line for it");
        }
        StoredKey fresh = stored(configuration, key, old.get().peppered());
        if (!KeyReplacement.inText(config, old.get(), fresh)) {
            return refuse("the hash of this key does not stand in " + config + " itself; where it is a file's, "
                    + "`secure-proxy key new --only-key` makes the new content of that file");
        }
        return done(key, config, "it takes effect when the gateway starts again");
    }

    private int inLines(Configuration configuration, String key) throws IOException {
        Path file = configuration.subscriptionsFile().orElseThrow();
        StoredKey fresh = stored(configuration, key, configuration.keyPepper().isPresent());
        return switch (KeyReplacement.inLines(file, id, slot + "-key", fresh)) {
            case REPLACED -> done(key, file, "it takes effect within two seconds");
            case ABSENT -> refuse("there is no subscription `" + id + "` in " + config + " or " + file);
            case ALONE ->
                refuse("`" + id + "` has this key alone, and replacing it would cut its consumer off; "
                        + "rotate the secondary key first, which makes one");
        };
    }

    private static StoredKey stored(Configuration configuration, String key, boolean peppered) {
        return peppered
                ? new StoredKey(configuration.keyPepper().orElseThrow().digest(key), true)
                : new StoredKey(Sha256.of(key), false);
    }

    private int done(String key, Path file, String when) {
        surroundings.out().println(key);
        surroundings
                .err()
                .println("This is the new " + slot + " key of `" + id + "`; it is kept nowhere. " + file
                        + " is changed: " + when + ". The other key goes on working.");
        return ExitCodes.OK;
    }

    private int refuse(String message) {
        KeyInput.refuse(surroundings, message);
        return ExitCodes.FAILED;
    }
}
