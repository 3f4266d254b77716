package dev.securemcp.proxy.limits;

import dev.securemcp.proxy.exchange.limit.QuotaDecision.Outcome;
import dev.securemcp.proxy.exchange.limit.QuotaDemand;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * Quotas of any number of keys in bounded memory, like {@link RateTable}; it also knows which counters have changed since they were
 * last written down. Safe for all threads.
 */
final class QuotaTable {

    /** Takes a counter as it is, and may take its time: nobody waits for it. */
    @FunctionalInterface
    interface Sink {
        void counter(long hash, long start, long end, long calls, long bytes);
    }

    private static final int MAX_SHARED = 1024;

    private final SipHash hash;
    private final Part[] stripes;
    private final Part shared = new Part(MAX_SHARED, false);
    private final LongAdder overflowed = new LongAdder();

    /**
     * @param hash as long as it is the same, so are the hashes of keys
     * @param tracked whether changes are written down
     */
    QuotaTable(int counters, SipHash hash, boolean tracked) {
        this.hash = hash;
        this.stripes = new Part[Stripe.count(counters)];
        int each = Math.max(1, counters / stripes.length);
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new Part(each, tracked);
        }
    }

    /** Decides about one demand, by its mode. */
    Outcome decide(QuotaDemand demand, Mode mode, long now) {
        long hashed = hash.of(0, demand.key());
        Outcome said = stripe(hashed).decide(hashed, demand, mode, now);
        if (said != null) {
            return said;
        }
        overflowed.increment();
        String limit = demand.maxCalls() + " " + demand.maxBytes() + " "
                + (demand.window().end() - demand.window().start());
        said = shared.decide(hash.of(1, limit), demand, mode, now);
        // More limits than anybody configures: nothing is known of them, so nothing passes.
        return said == null ? Outcome.OUT_OF_CALLS : said;
    }

    /**
     * Undoes what was just taken. Not where the window is over meanwhile, and not of a counter that many share: these are left with a
     * call too many rather than one too few.
     */
    void giveBack(QuotaDemand demand) {
        long hashed = hash.of(0, demand.key());
        stripe(hashed).giveBack(hashed, demand);
    }

    /** Puts back a counter that was written down; false where there is no room. */
    boolean restore(long hashed, long start, long end, long calls, long bytes) {
        return stripe(hashed).restore(hashed, start, end, calls, bytes);
    }

    /** Hands out every counter that has changed since the last time. */
    void changes(Sink sink) {
        for (Part stripe : stripes) {
            stripe.changes().handTo(sink);
        }
    }

    /** Hands out every counter whose window is not over. */
    void all(long now, Sink sink) {
        for (Part stripe : stripes) {
            stripe.all(now).handTo(sink);
        }
    }

    int size() {
        int size = 0;
        for (Part stripe : stripes) {
            size += stripe.size();
        }
        return size;
    }

    long overflowed() {
        return overflowed.sum();
    }

    private Part stripe(long hashed) {
        return stripes[Stripe.of(hashed, stripes.length)];
    }

    /** Counters as they were. */
    private static final class Copies {
        private static final int FIELDS = 5;

        private final long[] fields;
        private int end;

        /** @param most how many there may be */
        Copies(int most) {
            fields = new long[most * FIELDS];
        }

        void add(long[] in, int at) {
            fields[end++] = in[at];
            fields[end++] = in[at + CalendarWindow.START];
            fields[end++] = in[at + CalendarWindow.END];
            fields[end++] = in[at + CalendarWindow.CALLS];
            fields[end++] = in[at + CalendarWindow.BYTES];
        }

        void handTo(Sink sink) {
            for (int i = 0; i < end; i += FIELDS) {
                sink.counter(fields[i], fields[i + 1], fields[i + 2], fields[i + 3], fields[i + 4]);
            }
        }
    }

    private static final class Part extends Stripe {

        /** Whether a record is among those that have changed. */
        private static final int CHANGED = CalendarWindow.SIZE - 1;

        private final boolean tracked;
        /** Records that have changed; one that was given to another key meanwhile may stand here twice. */
        private int[] changed = new int[16];

        private int changes;

        Part(int max, boolean tracked) {
            super(CalendarWindow.SIZE, max);
            this.tracked = tracked;
        }

        @Override
        boolean live(long[] record, int at, long now) {
            return CalendarWindow.live(record, at, now);
        }

        /** Null where no counter could be had. */
        synchronized Outcome decide(long hashed, QuotaDemand demand, Mode mode, long now) {
            int record = slab.find(hashed);
            long start = demand.window().start();
            long end = demand.window().end();
            if (record == Slab.NONE) {
                record = insert(hashed, now);
                if (record == Slab.NONE) {
                    return null;
                }
                CalendarWindow.clear(slab.chunk(record), slab.at(record), start, end);
                slab.chunk(record)[slab.at(record) + CHANGED] = 0;
            }
            long[] in = slab.chunk(record);
            int at = slab.at(record);
            Outcome said =
                    switch (mode) {
                        case TAKE, CHECK ->
                            CalendarWindow.check(
                                    in, at, start, end, demand.units(), demand.maxCalls(), demand.maxBytes());
                        case COUNTED ->
                            CalendarWindow.check(in, at, start, end, 0, demand.maxCalls(), demand.maxBytes());
                        case ADD -> Outcome.ALLOWED;
                    };
            boolean counts = mode == Mode.ADD || (mode == Mode.TAKE && said == Outcome.ALLOWED);
            if (counts) {
                CalendarWindow.add(in, at, start, end, demand.units(), demand.bytes());
                mark(record, in, at);
            }
            return said;
        }

        synchronized void giveBack(long hashed, QuotaDemand demand) {
            int record = slab.find(hashed);
            if (record == Slab.NONE) {
                return;
            }
            long[] in = slab.chunk(record);
            int at = slab.at(record);
            if (CalendarWindow.giveBack(in, at, demand.window().start(), demand.units(), demand.bytes())) {
                mark(record, in, at);
            }
        }

        private void mark(int record, long[] in, int at) {
            if (tracked && in[at + CHANGED] == 0) {
                in[at + CHANGED] = 1;
                if (changes == changed.length) {
                    changed = Arrays.copyOf(changed, changes * 2);
                }
                changed[changes++] = record;
            }
        }

        synchronized boolean restore(long hashed, long start, long end, long calls, long bytes) {
            int record = slab.find(hashed);
            record = record == Slab.NONE ? slab.insert(hashed) : record;
            if (record == Slab.NONE) {
                return false;
            }
            long[] in = slab.chunk(record);
            int at = slab.at(record);
            CalendarWindow.clear(in, at, start, end);
            CalendarWindow.add(in, at, start, end, calls, bytes);
            in[at + CHANGED] = 0;
            return true;
        }

        /** Those that have changed, copied: whoever writes them down must not keep a decision waiting. */
        synchronized Copies changes() {
            Copies copies = new Copies(changes);
            for (int i = 0; i < changes; i++) {
                int record = changed[i];
                long[] in = slab.chunk(record);
                int at = slab.at(record);
                if (slab.inUse(record) && in[at + CHANGED] != 0) {
                    in[at + CHANGED] = 0;
                    copies.add(in, at);
                }
            }
            changes = 0;
            return copies;
        }

        synchronized Copies all(long now) {
            Copies copies = new Copies(slab.size());
            for (int record = 0; record < slab.made(); record++) {
                long[] in = slab.chunk(record);
                int at = slab.at(record);
                if (slab.inUse(record) && CalendarWindow.live(in, at, now)) {
                    copies.add(in, at);
                }
            }
            return copies;
        }

        synchronized int size() {
            return slab.size();
        }
    }
}
