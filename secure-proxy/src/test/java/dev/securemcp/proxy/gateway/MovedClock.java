package dev.securemcp.proxy.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that goes only where a test moves it. */
final class MovedClock implements InstantSource {

    private final AtomicReference<Instant> now;

    MovedClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    void pass(Duration time) {
        now.updateAndGet(then -> then.plus(time));
    }

    void pass(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    @Override
    public Instant instant() {
        return now.get();
    }
}
