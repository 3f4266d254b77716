package dev.securemcp.proxy.gateway;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * The orderly stop: no new calls, running ones get time to finish, then streams end as if their backend had ended them, so that
 * clients reconnect elsewhere.
 */
final class Drain {

    private static final Logger LOG = Logger.getLogger("dev.securemcp.proxy");
    private static final long STEP_MILLIS = 20;

    /** Ending a stream is a matter of one turn of its event loop. */
    private static final Duration STREAM_PATIENCE = Duration.ofSeconds(2);

    private final OpenCalls calls;
    private final Duration patience;

    /**
     * @param patience how long calls may go on
     */
    Drain(OpenCalls calls, Duration patience) {
        this.calls = calls;
        this.patience = patience;
    }

    /** Blocks until all is over or time is up: for the thread that stops the program, never for an event loop. */
    void run() {
        calls.drain();
        if (calls.active() > 0) {
            LOG.infof(
                    "stopping: %d calls may finish within %d s, then %d streams end",
                    calls.waiting(), patience.toSeconds(), calls.streams());
        }
        if (!await(() -> calls.waiting() <= 0, patience)) {
            LOG.warnf("stopping: %d calls did not finish in time and are cut off", calls.waiting());
        }
        calls.endStreams();
        await(() -> calls.active() <= 0, STREAM_PATIENCE);
    }

    private static boolean await(BooleanSupplier condition, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= end) {
                return false;
            }
            try {
                Thread.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
