package dev.securemcp.proxy.limits;

import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import java.util.concurrent.atomic.LongAdder;

/**
 * Rates of any number of keys in bounded memory. A key is known by its keyed hash alone. A counter that counts nothing any more
 * makes room for another; while all count, new keys share one counter for each kind, limit and period, and those that are known keep
 * theirs. So a flood of keys can take away room, but never anybody's count. Safe for all threads; nothing is allocated to decide.
 */
public final class RateTable {

    /** Limits that can have a shared counter; more than a configuration has. */
    private static final int MAX_SHARED = 1024;

    private final SipHash hash;
    private final Part[] stripes;
    private final Part shared = new Part(MAX_SHARED);
    private final LongAdder overflowed = new LongAdder();

    /** @param counters most keys with a counter of their own, at least 1 */
    public RateTable(int counters) {
        this(counters, SipHash.random());
    }

    RateTable(int counters, SipHash hash) {
        this.hash = hash;
        this.stripes = new Part[Stripe.count(counters)];
        int each = Math.max(1, counters / stripes.length);
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new Part(each);
        }
    }

    /**
     * Decides about units of a key.
     *
     * @param key the same key with another period has another counter. What stands before its first line feed is its kind: keys of
     *     one kind use up nothing of another's, not even where they have to share
     * @param period in ticks, 1–{@value SlidingWindow#MAX_PERIOD}
     * @param calls the most units within any period
     * @param units how many, at least 1
     * @param now the time, in ticks that never run backwards
     * @return where there is room, how many more there is room for, at least 0; else the ticks until there is room, negated, or
     *     {@link SlidingWindow#NEVER}. Without meaning for {@link Mode#ADD}
     */
    public long decide(String key, int period, long calls, long units, Mode mode, long now) {
        long hashed = hash.of(period, key);
        Part stripe = stripes[Stripe.of(hashed, stripes.length)];
        long said = stripe.decide(hashed, period, calls, units, mode, now);
        if (said != Part.FULL) {
            return said;
        }
        overflowed.increment();
        said = shared.decide(sharedBy(key, period, calls), period, calls, units, mode, now);
        // More limits than anybody configures: nothing is known of them, so nothing passes.
        return said == Part.FULL ? -(long) period : said;
    }

    /** The hash of a counter that many keys share. */
    private long sharedBy(String key, int period, long calls) {
        int kind = Math.max(0, key.indexOf('\n'));
        return hash.of(hash.of(period, key, kind) + calls, "");
    }

    /** Counters that are kept, those that are over and not yet reused among them. */
    public int size() {
        int size = 0;
        for (Part stripe : stripes) {
            size += stripe.size();
        }
        return size;
    }

    /** How often a key found no counter of its own. */
    public long overflowed() {
        return overflowed.sum();
    }

    /** Bytes of all counters, their index included. */
    long bytes() {
        long longs = shared.longs();
        for (Part stripe : stripes) {
            longs += stripe.longs();
        }
        return longs * Long.BYTES;
    }

    private static final class Part extends Stripe {

        /** No counter could be had. */
        static final long FULL = Long.MIN_VALUE + 1;

        Part(int max) {
            super(SlidingWindow.SIZE, max);
        }

        @Override
        boolean live(long[] record, int at, long now) {
            return SlidingWindow.live(record, at, now);
        }

        synchronized long decide(long hashed, int period, long calls, long units, Mode mode, long now) {
            int record = slab.find(hashed);
            if (record == Slab.NONE) {
                if (mode == Mode.CHECK || mode == Mode.COUNTED) {
                    if (slab.size() < slab.max()) {
                        return units > calls ? SlidingWindow.NEVER : calls - units;
                    }
                }
                record = insert(hashed, now);
                if (record == Slab.NONE) {
                    return FULL;
                }
                SlidingWindow.clear(slab.chunk(record), slab.at(record), period);
            }
            long[] in = slab.chunk(record);
            int at = slab.at(record);
            return switch (mode) {
                case TAKE -> SlidingWindow.take(in, at, now, calls, units);
                case CHECK -> SlidingWindow.check(in, at, now, calls, units);
                case COUNTED -> SlidingWindow.counted(in, at, now, calls, units);
                case ADD -> {
                    SlidingWindow.add(in, at, now, calls, units);
                    yield 0;
                }
            };
        }

        synchronized int size() {
            return slab.size();
        }

        synchronized long longs() {
            return slab.longs();
        }
    }
}
