package dev.securemcp.proxy.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks of every open stream, again and again, whether its caller may still listen, and ends those whose key or token is no longer good.
 * Asking runs on a worker thread: there may be a million streams.
 */
final class StreamSweep {

    /** A revoked caller's streams are to end within two seconds. */
    static final long PERIOD_MILLIS = 1000;

    private final Engine engine;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final Counter ended;

    StreamSweep(Engine engine, MeterRegistry registry) {
        this.engine = engine;
        this.ended = Counter.builder("proxy.streams.revoked")
                .description("Streams that were ended because their caller's key or token was no longer good")
                .register(registry);
    }

    /**
     * Begins; it goes on until Vert.x is closed.
     *
     * @param periodMillis how often it asks
     */
    void start(long periodMillis) {
        engine.vertx().setPeriodic(periodMillis, turn -> {
            if (engine.calls().anyOpen() && asking.compareAndSet(false, true)) {
                engine.vertx()
                        .executeBlocking(
                                () -> {
                                    sweep();
                                    return null;
                                },
                                false)
                        .onComplete(done -> asking.set(false));
            }
        });
    }

    /** Asks once, now. Blocks for as long as that takes. */
    void sweep() {
        ended.increment(engine.calls().endRevoked(engine.environment().clock().instant()));
    }
}
