package dev.securemcp.proxy.gateway;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks of every open stream, again and again, whether its caller may still listen, and ends those whose key or token is no longer good.
 * Asking runs on a worker thread: there may be a million streams.
 */
final class StreamSweep {

    /** A revoked caller's streams are to end within two seconds. */
    static final long PERIOD_MILLIS = 1000;

    private final Engine engine;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicLong ended = new AtomicLong();

    StreamSweep(Engine engine) {
        this.engine = engine;
    }

    /**
     * Begins; it goes on until Vert.x is closed.
     *
     * @param periodMillis how often it asks
     */
    void start(long periodMillis) {
        engine.vertx().setPeriodic(periodMillis, turn -> {
            if (engine.calls().anyOpen() && asking.compareAndSet(false, true)) {
                engine.vertx().executeBlocking(this::sweep, false).onComplete(done -> asking.set(false));
            }
        });
    }

    /** How many streams were ended so far. */
    long ended() {
        return ended.get();
    }

    private Void sweep() {
        ended.addAndGet(engine.calls().endRevoked(engine.environment().clock().instant()));
        return null;
    }
}
