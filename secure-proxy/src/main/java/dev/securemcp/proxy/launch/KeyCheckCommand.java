package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.identity.KeyRing;
import dev.securemcp.proxy.identity.Keys;
import dev.securemcp.proxy.identity.Subscription;
import dev.securemcp.proxy.identity.SubscriptionTable;
import dev.securemcp.proxy.identity.SubscriptionsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code key check}: whether a key is whole, and whose it is. */
@Command(
        name = "check",
        description = {
            "Read a key from standard input and say whether it is whole, and, with --config, whose it is and whether it works.",
            "",
            "  secure-proxy key check --config gateway.yaml < key.txt"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Exit codes: 0 it is whole, and with --config it works, 1 it is not, or does not, 2 wrong usage."
        })
final class KeyCheckCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration whose subscriptions are looked at.")
    private Path config;

    KeyCheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Optional<String> key = KeyInput.read(surroundings);
        if (key.isEmpty()) {
            return ExitCodes.FAILED;
        }
        surroundings
                .out()
                .println(
                        Keys.looksLikeKey(key.get())
                                ? "a whole key of secure-proxy: its checksum is right"
                                : "a key of another making: it has no checksum to check");
        return config == null ? ExitCodes.OK : whose(key.get());
    }

    private int whose(String key) {
        Faults faults = new Faults();
        Optional<Configuration> configuration = surroundings.reader().read(config, faults);
        Optional<KeyRing> keys = configuration.map(read -> ring(read, faults));
        if (faults.failed()) {
            faults.all().stream().map(Fault::toString).forEach(surroundings.err()::println);
            return ExitCodes.FAILED;
        }
        Optional<Subscription> found = keys.orElseThrow().find(key);
        if (found.isEmpty()) {
            surroundings.out().println("no subscription has it");
            return ExitCodes.FAILED;
        }
        Subscription subscription = found.get();
        boolean works = subscription.worksAt(surroundings.clock().instant());
        surroundings
                .out()
                .println("the " + subscription.slot().name().toLowerCase(Locale.ROOT) + " key of `" + subscription.id()
                        + "`"
                        + subscription
                                .product()
                                .map(product -> ", product `" + product + "`")
                                .orElse("")
                        + ", state " + subscription.state().name().toLowerCase(Locale.ROOT)
                        + subscription.notBefore().map(from -> ", from " + from).orElse("")
                        + subscription
                                .expires()
                                .map(until -> ", until " + until)
                                .orElse("")
                        + (works ? ": it works" : ": it does not work now"));
        return works ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private static KeyRing ring(Configuration configuration, Faults faults) {
        SubscriptionTable own = SubscriptionTable.of(configuration);
        KeyRing keys = new KeyRing(configuration.keyPepper(), own);
        SubscriptionsFile.load(configuration, own, faults, keys::replaceFile);
        return keys;
    }
}
