package dev.securemcp.proxy.store;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The thread that writes state at intervals, and once more at the end. What fails is said once and tried again at the next interval: a
 * full disk must not stop calls.
 */
public final class StateWriter implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("dev.securemcp.proxy");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Writes what has changed since it last ran; nothing where nothing has. */
    @FunctionalInterface
    public interface Task {
        void write() throws IOException;
    }

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("state-writer").daemon().factory());
    private final List<Runnable> tasks = new CopyOnWriteArrayList<>();

    /**
     * Runs a task at intervals, until {@link #close()} runs it for the last time.
     *
     * @param what what it writes, for the log
     */
    public void every(Duration interval, String what, Task task) {
        every(interval, interval, what, task);
    }

    /** The same for a task that also has something to read: it runs at once, too. */
    public void atOnceAndEvery(Duration interval, String what, Task task) {
        every(Duration.ZERO, interval, what, task);
    }

    private void every(Duration first, Duration interval, String what, Task task) {
        Runnable guarded = new Guarded(what, task);
        tasks.add(guarded);
        var unused = thread.scheduleWithFixedDelay(guarded, first.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs every task once more and waits for that, at most ten seconds. */
    @Override
    public void close() {
        tasks.forEach(thread::execute);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("state could not be written in time; what changed last is lost");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Guarded implements Runnable {
        private final String what;
        private final Task task;
        private boolean failing;

        Guarded(String what, Task task) {
            this.what = what;
            this.task = task;
        }

        @Override
        public void run() {
            try {
                task.write();
                if (failing) {
                    LOG.infof("%s is written again", what);
                }
                failing = false;
            } catch (IOException | RuntimeException e) {
                if (!failing) {
                    LOG.errorf("%s cannot be written and would not survive a restart: %s", what, e);
                }
                failing = true;
            }
        }
    }
}
