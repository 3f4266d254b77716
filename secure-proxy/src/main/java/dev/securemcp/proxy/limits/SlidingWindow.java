package dev.securemcp.proxy.limits;

/**
 * A count of what happened within a period that slides with the clock. Pure: it reads and writes a record of longs that its caller
 * holds alone, and is told the time.
 *
 * <p>The record keeps up to {@value #RING} entries, each a number of units and the time of the latest of them; an entry counts whole
 * until its latest unit is as old as the period. So no period ever holds more than the limit, whatever its beginning. A limit of
 * up to {@value #RING} keeps every call by itself and is exact. A larger one puts the calls of each of {@value #PARTS} parts of the
 * period together: a call counts for up to a part of the period too long, never too short.
 *
 * <p>Times are ticks of any length that never run backwards within a record (a smaller one is taken for the latest known); a period
 * that ends now is what lies after {@code now - period}, up to and with now.
 */
final class SlidingWindow {

    /** Parts of a period. */
    static final int PARTS = 11;

    /** Most entries: whatever is not older than a period lies in this many parts. */
    static final int RING = PARTS + 1;

    /** The longest period, in ticks: half an hour of microseconds. */
    static final int MAX_PERIOD = 1_800_000_000;

    /** Longs of a record; the first belongs to whoever holds it. */
    static final int SIZE = 16;

    /** What {@link #take} says of units that no waiting can make room for. */
    static final long NEVER = Long.MIN_VALUE;

    private static final int BASE = 1;
    private static final int SHAPE = 2;
    private static final int ENTRIES = 3;

    private static final long COUNT = 0xffff_ffffL;

    /** An entry's time is its distance from the record's base; beyond this the base moves. */
    private static final long REBASE = 1L << 30;

    private SlidingWindow() {}

    /** Makes a record empty, for one period. */
    static void clear(long[] record, int at, int period) {
        record[at + BASE] = 0;
        record[at + SHAPE] = shape(period, 0, 0);
    }

    /**
     * Counts units if there is room for all of them.
     *
     * @param now the time
     * @param calls the most units within a period, at least 0
     * @param units how many, at least 1
     * @return where they were counted, how many more there is room for, at least 0; else the ticks until there is room, negated,
     *     or {@link #NEVER}
     */
    static long take(long[] record, int at, long now, long calls, long units) {
        long time = time(record, at, now);
        long left = left(record, at, time, calls, units);
        if (left >= 0) {
            append(record, at, time, calls, units);
        }
        return left;
    }

    /** What {@link #take} would say, without counting. */
    static long check(long[] record, int at, long now, long calls, long units) {
        return left(record, at, time(record, at, now), calls, units);
    }

    /**
     * What a limit says of units that were counted before: how many more there is room for, else the time until as many could be
     * counted again, negated.
     */
    static long counted(long[] record, int at, long now, long calls, long units) {
        long time = time(record, at, now);
        long left = calls - expire(record, at, time);
        if (left >= 0) {
            return left;
        }
        return units > calls ? NEVER : -wait(record, at, time, units - left);
    }

    /** Counts units whether there is room or not. */
    static void add(long[] record, int at, long now, long calls, long units) {
        long time = time(record, at, now);
        expire(record, at, time);
        append(record, at, time, calls, units);
    }

    /** Whether a record counts anything at a time. */
    static boolean live(long[] record, int at, long now) {
        long shape = record[at + SHAPE];
        return size(shape) > 0 && now - last(record, at, shape) < period(shape);
    }

    private static long time(long[] record, int at, long now) {
        long shape = record[at + SHAPE];
        return size(shape) == 0 ? now : Math.max(now, last(record, at, shape));
    }

    private static long left(long[] record, int at, long now, long calls, long units) {
        long sum = expire(record, at, now);
        long left = calls - sum - units;
        if (left >= 0) {
            return left;
        }
        return units > calls ? NEVER : -wait(record, at, now, -left);
    }

    /** Forgets the entries that are over. Returns what remains. */
    private static long expire(long[] record, int at, long now) {
        long shape = record[at + SHAPE];
        long base = record[at + BASE];
        int period = period(shape);
        int head = head(shape);
        int size = size(shape);
        while (size > 0 && now - base - offset(record[at + ENTRIES + head]) >= period) {
            head = next(head);
            size--;
        }
        record[at + SHAPE] = shape(period, head, size);
        long sum = 0;
        for (int i = 0, slot = head; i < size; i++, slot = next(slot)) {
            sum += record[at + ENTRIES + slot] & COUNT;
        }
        return sum;
    }

    /** How long until so many units are over. */
    private static long wait(long[] record, int at, long now, long units) {
        long shape = record[at + SHAPE];
        int slot = head(shape);
        long freed = record[at + ENTRIES + slot] & COUNT;
        for (int i = 1; i < size(shape) && freed < units; i++) {
            slot = next(slot);
            freed += record[at + ENTRIES + slot] & COUNT;
        }
        return record[at + BASE] + offset(record[at + ENTRIES + slot]) + period(shape) - now;
    }

    private static void append(long[] record, int at, long now, long calls, long units) {
        long shape = record[at + SHAPE];
        int size = size(shape);
        if (size == 0) {
            record[at + BASE] = now;
            record[at + ENTRIES] = Math.min(units, COUNT);
            record[at + SHAPE] = shape(period(shape), 0, 1);
            return;
        }
        if (now - record[at + BASE] > REBASE) {
            rebase(record, at, shape);
        }
        if (size == RING && calls <= RING) {
            // More than the limit was added, or the same key had a larger one: no longer every call by itself.
            shape = merge(record, at, shape);
            size = size(shape);
        }
        int head = head(shape);
        int newest = slot(head, size - 1);
        long entry = record[at + ENTRIES + newest];
        long base = record[at + BASE];
        boolean together = calls > RING && samePart(base + offset(entry), now, period(shape));
        if (together || size == RING) {
            record[at + ENTRIES + newest] = entry(now - base, Math.min((entry & COUNT) + units, COUNT));
        } else {
            record[at + ENTRIES + next(newest)] = entry(now - base, Math.min(units, COUNT));
            record[at + SHAPE] = shape(period(shape), head, size + 1);
        }
    }

    /** Puts neighbours of the same part together. */
    private static long merge(long[] record, int at, long shape) {
        long base = record[at + BASE];
        int period = period(shape);
        int head = head(shape);
        int kept = head;
        int size = 1;
        int slot = head;
        for (int i = 1; i < size(shape); i++) {
            slot = next(slot);
            long before = record[at + ENTRIES + kept];
            long entry = record[at + ENTRIES + slot];
            if (samePart(base + offset(before), base + offset(entry), period)) {
                record[at + ENTRIES + kept] = entry(offset(entry), Math.min((before & COUNT) + (entry & COUNT), COUNT));
            } else {
                kept = next(kept);
                record[at + ENTRIES + kept] = entry;
                size++;
            }
        }
        long merged = shape(period, head, size);
        record[at + SHAPE] = merged;
        return merged;
    }

    private static void rebase(long[] record, int at, long shape) {
        int slot = head(shape);
        long shift = offset(record[at + ENTRIES + slot]);
        record[at + BASE] += shift;
        for (int i = 0; i < size(shape); i++, slot = next(slot)) {
            record[at + ENTRIES + slot] -= shift << 32;
        }
    }

    private static boolean samePart(long one, long other, int period) {
        int part = (period + PARTS - 1) / PARTS;
        return Math.floorDiv(one, part) == Math.floorDiv(other, part);
    }

    private static long last(long[] record, int at, long shape) {
        return record[at + BASE] + offset(record[at + ENTRIES + slot(head(shape), size(shape) - 1)]);
    }

    private static long entry(long offset, long count) {
        return offset << 32 | count;
    }

    private static long offset(long entry) {
        return entry >>> 32;
    }

    private static int next(int slot) {
        return slot + 1 == RING ? 0 : slot + 1;
    }

    private static int slot(int head, int index) {
        int slot = head + index;
        return slot >= RING ? slot - RING : slot;
    }

    private static long shape(int period, int head, int size) {
        return (long) period << 32 | (long) head << 8 | size;
    }

    private static int period(long shape) {
        return (int) (shape >>> 32);
    }

    private static int head(long shape) {
        return (int) (shape >>> 8 & 0xff);
    }

    private static int size(long shape) {
        return (int) (shape & 0xff);
    }
}
