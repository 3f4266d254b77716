package dev.securemcp.proxy.limits;

import dev.securemcp.proxy.exchange.limit.QuotaDecision.Outcome;

/**
 * A count of what happened in a window of the calendar. Pure: it reads and writes a record of longs that its caller holds alone. A
 * later window than the record's makes it empty; an earlier one, as after a clock was set back, counts in the record's.
 */
final class CalendarWindow {

    /** Longs of a record; the first and the last belong to whoever holds it. */
    static final int SIZE = 6;

    static final int START = 1;
    static final int END = 2;
    static final int CALLS = 3;
    static final int BYTES = 4;

    private CalendarWindow() {}

    /** Makes a record empty. */
    static void clear(long[] record, int at, long start, long end) {
        record[at + START] = start;
        record[at + END] = end;
        record[at + CALLS] = 0;
        record[at + BYTES] = 0;
    }

    /** Whether there is room for so many calls more, and any for bytes. */
    static Outcome check(long[] record, int at, long start, long end, long units, long maxCalls, long maxBytes) {
        roll(record, at, start, end);
        if (record[at + CALLS] + units > maxCalls) {
            return Outcome.OUT_OF_CALLS;
        }
        return record[at + BYTES] >= maxBytes ? Outcome.OUT_OF_BANDWIDTH : Outcome.ALLOWED;
    }

    /** Counts, whether there is room or not. */
    static void add(long[] record, int at, long start, long end, long units, long bytes) {
        roll(record, at, start, end);
        record[at + CALLS] = plus(record[at + CALLS], units);
        record[at + BYTES] = plus(record[at + BYTES], bytes);
    }

    /** Undoes what was counted in the same window; false where the record is of another. */
    static boolean giveBack(long[] record, int at, long start, long units, long bytes) {
        if (record[at + START] != start) {
            return false;
        }
        record[at + CALLS] = Math.max(0, record[at + CALLS] - units);
        record[at + BYTES] = Math.max(0, record[at + BYTES] - bytes);
        return true;
    }

    /** Whether a record's window is not over. */
    static boolean live(long[] record, int at, long now) {
        return record[at + END] > now;
    }

    private static void roll(long[] record, int at, long start, long end) {
        if (record[at + START] < start) {
            clear(record, at, start, end);
        }
    }

    /** Half of what a long holds is for ever; so no sum of two runs over. */
    private static long plus(long one, long other) {
        return Math.min(one + other, Long.MAX_VALUE / 2);
    }
}
