package dev.securemcp.proxy.limits;

/**
 * A part of a table of counters, under one lock: its records, and the reuse of those that count nothing any more. Whoever calls
 * holds the lock of this object, for some ten nanoseconds.
 */
abstract class Stripe {

    /** Records looked at for each new one: a table in steady use reuses what is over before it grows. */
    private static final int SWEEP = 4;

    /** Records looked at when there is no room: enough to find one that is over unless hardly any are. */
    private static final int SEARCH = 64;

    final Slab slab;
    private int hand;

    Stripe(int width, int max) {
        this.slab = new Slab(width, max);
    }

    /** Whether a record counts anything at a time; one that does not may be given to another key. */
    abstract boolean live(long[] record, int at, long now);

    /** A record is about to be given to another key. */
    void forget(int record) {
        slab.remove(record);
    }

    /** A new record for a hash; {@link Slab#NONE} where all are taken by counters that are live. */
    final int insert(long hash, long now) {
        sweep(SWEEP, now);
        int record = slab.insert(hash);
        if (record == Slab.NONE) {
            sweep(SEARCH, now);
            record = slab.insert(hash);
        }
        return record;
    }

    private void sweep(int steps, long now) {
        int made = slab.made();
        for (int i = Math.min(steps, made); i > 0; i--) {
            hand = hand + 1 < made ? hand + 1 : 0;
            if (slab.inUse(hand) && !live(slab.chunk(hand), slab.at(hand), now)) {
                forget(hand);
            }
        }
    }

    /** How many stripes share a table: as many as give each about a thousand records, so that growing one is quick. */
    static int count(int counters) {
        int wanted = Math.clamp(counters / 1024, 1, 4096);
        return Integer.highestOneBit(wanted);
    }

    /** Which stripe a hash belongs to: by its upper half, the lower one places it in the stripe. */
    static int of(long hash, int stripes) {
        return (int) (hash >>> 40) & stripes - 1;
    }
}
