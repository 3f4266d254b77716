package dev.securemcp.proxy.telemetry;

import dev.securemcp.proxy.telemetry.SummaryReport.Blocked;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;

/** The counts of one minute or hour. What finds no place counts under {@code _other}, so that nothing goes uncounted. */
final class SummaryBucket {

    /** Rows of each table: 84 buckets of this many rows are some 15 MB, where callers try to fill them. */
    static final int MAX_ROWS = 400;

    record CallKey(String server, String tool, String subscription) {}

    record BlockKey(String server, String caller, String kind, String reason, String source) {}

    /** How often, and the last time. */
    static final class Block {
        private long count;
        private Instant last = Instant.EPOCH;
        private String lastRequest;

        synchronized void add(Instant time, String request) {
            count++;
            if (!time.isBefore(last)) {
                last = time;
                lastRequest = request;
            }
        }

        /** Adds another block; the caller owns this one alone. */
        void addAll(Block other) {
            synchronized (other) {
                count += other.count;
                if (!other.last.isBefore(last)) {
                    last = other.last;
                    lastRequest = other.lastRequest;
                }
            }
        }

        synchronized Blocked row(BlockKey key) {
            return new Blocked(key.server, key.caller, key.kind, key.reason, key.source, count, last, lastRequest);
        }
    }

    /** Number of the minute or hour since 1970. */
    final long number;

    private final ConcurrentMap<CallKey, Tally> calls = new ConcurrentHashMap<>();
    private final ConcurrentMap<BlockKey, Block> blocks = new ConcurrentHashMap<>();

    SummaryBucket(long number) {
        this.number = number;
    }

    void call(CallKey key, Outcome outcome, long nanos) {
        Tally tally = calls.get(key);
        if (tally == null) {
            CallKey place = calls.size() < MAX_ROWS ? key : new CallKey(key.server, NameTable.OTHER, NameTable.OTHER);
            tally = calls.computeIfAbsent(place, unused -> new Tally());
        }
        tally.add(outcome, nanos);
    }

    void block(BlockKey key, Instant time, String request) {
        Block block = blocks.get(key);
        if (block == null) {
            BlockKey place = blocks.size() < MAX_ROWS
                    ? key
                    : new BlockKey(key.server, NameTable.OTHER, NameTable.OTHER, key.reason, key.source);
            block = blocks.computeIfAbsent(place, unused -> new Block());
        }
        block.add(time, request);
    }

    void eachCall(BiConsumer<CallKey, Tally> consumer) {
        calls.forEach(consumer);
    }

    void eachBlock(BiConsumer<BlockKey, Block> consumer) {
        blocks.forEach(consumer);
    }
}
