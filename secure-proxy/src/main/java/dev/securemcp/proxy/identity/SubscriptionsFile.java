package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import dev.securemcp.proxy.store.WatchedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The file of subscriptions while the gateway runs: its content is a snapshot of its own, which is replaced whole when the file has
 * changed. A faulty version changes nothing.
 */
public final class SubscriptionsFile {

    /** What a look at the file has led to. */
    public sealed interface Outcome {

        /** Nothing new. */
        record Same() implements Outcome {}

        /** A new version is in force. */
        record Replaced(int subscriptions) implements Outcome {}

        /** A new version has faults, and the one before it stays in force. */
        record Refused(List<Fault> faults, int dropped) implements Outcome {}
    }

    private static final Outcome SAME = new Outcome.Same();

    private final Path path;
    private final SubscriptionLines.Surroundings around;
    private final WatchedFile file;
    private volatile String fault;

    private SubscriptionsFile(Path path, SubscriptionLines.Surroundings around, InstantSource clock) {
        this.path = path;
        this.around = around;
        this.file = new WatchedFile(path, clock);
    }

    /**
     * Reads the file that a configuration names.
     *
     * @param own the subscriptions of the configuration itself
     * @param loaded told of what it holds, unless faults were added
     * @return empty where the configuration names none, or faults were added
     */
    public static Optional<SubscriptionsFile> load(
            Configuration configuration, SubscriptionTable own, Faults faults, Consumer<SubscriptionTable> loaded) {
        if (configuration.subscriptionsFile().isEmpty()) {
            return Optional.empty();
        }
        SubscriptionLines.Surroundings around = new SubscriptionLines.Surroundings(
                configuration.products(),
                configuration.servers().keySet(),
                own,
                configuration.keyPepper().isPresent(),
                configuration.limits());
        SubscriptionsFile file =
                new SubscriptionsFile(configuration.subscriptionsFile().get(), around, InstantSource.system());
        Optional<SubscriptionTable> table = file.first(faults);
        table.ifPresent(loaded);
        return table.map(found -> file);
    }

    /** Where the newest version has its first fault, as file and line; null where it is in force. */
    public String fault() {
        return fault;
    }

    /** The file's name, as messages have it. */
    public String name() {
        return path.toString();
    }

    private Optional<SubscriptionTable> first(Faults faults) {
        try {
            file.offer();
            Optional<SubscriptionTable> table = SubscriptionLines.read(path, around, faults);
            file.taken();
            return table;
        } catch (IOException e) {
            faults.error(Position.of(name()), "", "the file cannot be read", "");
            return Optional.empty();
        }
    }

    /** Looks whether the file has changed, and puts a sound new version into the ring. Blocks; for one thread at a time. */
    public Outcome refresh(KeyRing keys) {
        try {
            if (!file.look()) {
                return SAME;
            }
            Faults faults = new Faults();
            Optional<SubscriptionTable> table = SubscriptionLines.read(path, around, keys.file(), faults);
            if (!file.taken()) {
                return SAME;
            }
            if (table.isEmpty()) {
                fault = faults.all().getFirst().position().toString();
                return new Outcome.Refused(faults.all(), faults.dropped());
            }
            fault = null;
            keys.replaceFile(table.get());
            return new Outcome.Replaced(table.get().size());
        } catch (IOException e) {
            // The file system is in trouble: the next look may find it well again.
            return SAME;
        }
    }
}
