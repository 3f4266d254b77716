package dev.securemcp.proxy.identity.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test moves by hand. */
public final class MovedClock implements InstantSource {

    private volatile Instant now = TestToken.NOW;

    @Override
    public Instant instant() {
        return now;
    }

    /** Lets time pass, or turns it back. */
    public void move(Duration time) {
        now = now.plus(time);
    }
}
