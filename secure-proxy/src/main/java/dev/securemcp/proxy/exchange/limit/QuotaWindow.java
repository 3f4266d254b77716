package dev.securemcp.proxy.exchange.limit;

import java.time.Instant;

/**
 * The part of time that a quota counts in: one of the equal parts that follow each other from a first one, or all of it.
 *
 * @param start its first millisecond, since the epoch
 * @param end the first one behind it; {@link Long#MAX_VALUE} where it does not end
 */
public record QuotaWindow(long start, long end) {

    /** One that does not end. */
    public static final QuotaWindow FOREVER = new QuotaWindow(Long.MIN_VALUE, Long.MAX_VALUE);

    /**
     * The window of a time.
     *
     * @param first when the first one began; those before it are counted too
     * @param seconds how long each is; 0 for one that does not end
     */
    public static QuotaWindow at(Instant now, Instant first, long seconds) {
        if (seconds == 0) {
            return FOREVER;
        }
        long length = seconds * 1_000;
        long begin = first.toEpochMilli();
        long start = begin + Math.floorDiv(now.toEpochMilli() - begin, length) * length;
        return new QuotaWindow(start, start + length);
    }

    /** The window of the same row that a time is in. */
    public QuotaWindow of(Instant now) {
        return end == Long.MAX_VALUE ? this : at(now, Instant.ofEpochMilli(start), (end - start) / 1_000);
    }

    /** Whole seconds from a time to its end, rounded up; {@link RateDecision#NEVER} where it does not end. */
    public long secondsLeft(Instant now) {
        return end == Long.MAX_VALUE ? RateDecision.NEVER : Math.ceilDiv(Math.max(0, end - now.toEpochMilli()), 1_000);
    }
}
