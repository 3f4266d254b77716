package dev.securemcp.proxy.expression.value;

import dev.securemcp.proxy.expression.run.DateFormat;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * {@code DateTime}: a date and time, and whether it is said to be UTC. The gateway's local time is UTC. Compared by its digits, as
 * in .NET.
 *
 * @param local the digits, from the year 1 to 9999
 * @param zone what they mean
 */
public record DateTimeValue(LocalDateTime local, Zone zone) implements Comparable<DateTimeValue> {

    /** {@code DateTimeKind}. */
    public enum Zone {
        UNSPECIFIED,
        UTC,
        LOCAL
    }

    /** 0001-01-01T00:00:00. */
    public static final DateTimeValue MIN = new DateTimeValue(LocalDateTime.of(1, 1, 1, 0, 0), Zone.UNSPECIFIED);

    /** The last tick of the year 9999. */
    public static final DateTimeValue MAX =
            new DateTimeValue(LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_900), Zone.UNSPECIFIED);

    private static final long TICKS_PER_SECOND = 10_000_000L;
    private static final long EPOCH_SECONDS = MIN.local.toEpochSecond(ZoneOffset.UTC);

    public DateTimeValue {
        if (local.getYear() < 1 || local.getYear() > 9999) {
            throw new DateTimeException("a DateTime lies between the years 1 and 9999");
        }
    }

    /** An instant as UTC, to the tick of 100 ns. */
    public static DateTimeValue utc(Instant instant) {
        int nanos = instant.getNano() / 100 * 100;
        return new DateTimeValue(
                LocalDateTime.ofEpochSecond(instant.getEpochSecond(), nanos, ZoneOffset.UTC), Zone.UTC);
    }

    /** From ticks of 100 ns since the year 1. */
    public static DateTimeValue ofTicks(long ticks, Zone zone) {
        long seconds = Math.floorDiv(ticks, TICKS_PER_SECOND);
        int nanos = (int) Math.floorMod(ticks, TICKS_PER_SECOND) * 100;
        return new DateTimeValue(LocalDateTime.ofEpochSecond(EPOCH_SECONDS + seconds, nanos, ZoneOffset.UTC), zone);
    }

    /** Ticks of 100 ns since the year 1. */
    public long ticks() {
        return (local.toEpochSecond(ZoneOffset.UTC) - EPOCH_SECONDS) * TICKS_PER_SECOND + local.getNano() / 100;
    }

    public Instant instant() {
        return local.toInstant(ZoneOffset.UTC);
    }

    public DateTimeValue plus(Duration duration) {
        return new DateTimeValue(local.plus(duration), zone);
    }

    public DateTimeValue as(Zone newZone) {
        return new DateTimeValue(local, newZone);
    }

    @Override
    public int compareTo(DateTimeValue other) {
        return Integer.signum(local.compareTo(other.local));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DateTimeValue that && local.equals(that.local);
    }

    @Override
    public int hashCode() {
        return local.hashCode();
    }

    /** {@code 12/31/2026 23:59:59}: the general format of the invariant culture. */
    @Override
    public String toString() {
        return DateFormat.format(this, "G");
    }
}
