package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.Fault.Severity;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the faults of one load, so that a person sees all of them at once. Not thread-safe: one load, one collector.
 * At most {@value #MAX} are kept; a broken generator must not fill the memory or the screen.
 */
public final class Faults {

    /** How many faults are kept; the rest are only counted. */
    public static final int MAX = 200;

    private final List<Fault> list = new ArrayList<>();
    private int errors;
    private int dropped;

    /** Records something that stops the load. */
    public void error(Position position, String path, String message, String remedy) {
        errors++;
        add(new Fault(Severity.ERROR, position, path, message, remedy));
    }

    /** Records something that a person should know and that does not stop the load. */
    public void warning(Position position, String path, String message, String remedy) {
        add(new Fault(Severity.WARNING, position, path, message, remedy));
    }

    /** Takes over what another collector found. */
    public void addAll(Faults other) {
        errors += other.errors;
        dropped += other.dropped;
        other.list.forEach(this::add);
    }

    private void add(Fault fault) {
        if (list.size() < MAX) {
            list.add(fault);
        } else {
            dropped++;
        }
    }

    /** Whether anything found so far stops the load. */
    public boolean failed() {
        return errors > 0;
    }

    /** What was found, in the order it was found. */
    public List<Fault> all() {
        return List.copyOf(list);
    }

    /** How many faults beyond {@value #MAX} were only counted. */
    public int dropped() {
        return dropped;
    }
}
