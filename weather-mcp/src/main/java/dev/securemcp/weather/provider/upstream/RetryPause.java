package dev.securemcp.weather.provider.upstream;

import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The pause before a retry: what {@code Retry-After} says, else exponential back-off where half of the pause is random,
 * so that many callers do not come back together. One instance per call.
 */
final class RetryPause implements CustomBackoffStrategy {

    private static final int LARGEST_SHIFT = 10;

    private final Duration first;
    private final Duration longest;
    private final DoubleSupplier random;
    private int retries;

    /**
     * @param first the pause before the first retry, before the dice
     * @param longest no pause is longer
     * @param random 0 (inclusive) to 1 (exclusive)
     */
    RetryPause(Duration first, Duration longest, DoubleSupplier random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    @Override
    public long nextDelayInMillis(Throwable fault) {
        long doubled = first.toMillis() << Math.min(retries++, LARGEST_SHIFT);
        long jittered = Math.round(doubled / 2.0 + random.getAsDouble() * doubled / 2.0);
        Duration asked = fault instanceof UpstreamFault upstream ? upstream.retryAfter() : null;
        long pause = asked == null ? jittered : asked.toMillis() + Math.round(random.getAsDouble() * first.toMillis());
        return Math.min(pause, longest.toMillis() + first.toMillis());
    }
}
