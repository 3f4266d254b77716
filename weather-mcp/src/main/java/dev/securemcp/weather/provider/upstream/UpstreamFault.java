package dev.securemcp.weather.provider.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A source did not answer as it should. */
public final class UpstreamFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What happened, and whether asking again can help. */
    public enum Kind {
        /** No connection, or cut off in the middle. */
        UNREACHABLE(true, true),
        /** No answer in time. */
        TIMEOUT(true, true),
        /** 429. */
        BUSY(true, false),
        /** 5xx. */
        SERVER_ERROR(true, true),
        /** 404. */
        NOT_FOUND(false, false),
        /** Any other answer that is not 2xx. */
        REFUSED(false, false),
        /** 2xx, and not what was expected. */
        GARBAGE(false, false),
        /** More bytes than allowed. */
        TOO_LARGE(false, true),
        /** We did not ask: the circuit breaker is open, or too many calls run. */
        OPEN(false, false),
        /** The caller went away. */
        CANCELLED(false, false);

        private final boolean retried;
        private final boolean failure;

        Kind(boolean retried, boolean failure) {
            this.retried = retried;
            this.failure = failure;
        }

        /** Whether the circuit breaker counts it. */
        public boolean countsAsFailure() {
            return failure;
        }
    }

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    public UpstreamFault(Kind kind, String message) {
        this(kind, message, null, null);
    }

    public UpstreamFault(Kind kind, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    /** What {@code Retry-After} said. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Whether another attempt is allowed: the fault passes by itself and the source does not ask for a longer pause. */
    public boolean retryable(Duration longestPause) {
        return kind.retried && (retryAfter == null || retryAfter.compareTo(longestPause) <= 0);
    }
}
