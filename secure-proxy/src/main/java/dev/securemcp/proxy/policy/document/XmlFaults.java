package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import java.util.function.Supplier;

/** The faults of one document while it is read: knows the element it is in, and ends the reading when there are too many. */
final class XmlFaults {

    /** After so many faults in one document the rest of it is not read. */
    static final int MAX = 100;

    private final XmlCursor cursor;
    private final Faults faults;
    private Supplier<String> path = () -> "";
    private int count;
    private boolean stopped;

    XmlFaults(XmlCursor cursor, Faults faults) {
        this.cursor = cursor;
        this.faults = faults;
    }

    void pathFrom(Supplier<String> source) {
        path = source;
    }

    void error(Position position, String message, String remedy) {
        if (stopped) {
            return;
        }
        faults.error(position, path.get(), message, remedy);
        if (++count == MAX) {
            faults.error(
                    cursor.position(),
                    path.get(),
                    "more than " + MAX + " faults in this document, reading stopped",
                    "");
            stop();
        }
    }

    /** Says this and reads no further. */
    void fatal(Position position, String message, String remedy) {
        error(position, message, remedy);
        stop();
    }

    private void stop() {
        stopped = true;
        cursor.toEnd();
    }

    /** Whether the reading was ended early, so that what is missing at the end is no news. */
    boolean stopped() {
        return stopped;
    }
}
