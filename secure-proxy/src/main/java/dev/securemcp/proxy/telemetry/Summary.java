package dev.securemcp.proxy.telemetry;

import dev.securemcp.proxy.telemetry.ExchangeEvent.Caller;
import dev.securemcp.proxy.telemetry.SummaryBucket.Block;
import dev.securemcp.proxy.telemetry.SummaryBucket.BlockKey;
import dev.securemcp.proxy.telemetry.SummaryBucket.CallKey;
import dev.securemcp.proxy.telemetry.SummaryReport.Blocked;
import dev.securemcp.proxy.telemetry.SummaryReport.Row;
import dev.securemcp.proxy.telemetry.SummaryReport.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * The last hour in minutes and the last day in hours, in memory. Old buckets are replaced when their turn comes again, so that
 * nothing has to clean up and an idle gateway does nothing.
 */
final class Summary {

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private static final Comparator<String> NAMES = Comparator.nullsFirst(Comparator.naturalOrder());
    private static final Comparator<Row> BUSIEST = Comparator.comparingLong(Row::requests)
            .reversed()
            .thenComparing(Row::server, NAMES)
            .thenComparing(Row::tool, NAMES)
            .thenComparing(Row::subscription, NAMES);
    private static final Comparator<Blocked> MOST_BLOCKED = Comparator.comparingLong(Blocked::count)
            .reversed()
            .thenComparing(Blocked::server, NAMES)
            .thenComparing(Blocked::caller, NAMES)
            .thenComparing(Blocked::reason, NAMES);

    private final InstantSource clock;
    private final Instant started;
    private final AtomicReferenceArray<SummaryBucket> minutes = new AtomicReferenceArray<>(60);
    private final AtomicReferenceArray<SummaryBucket> hours = new AtomicReferenceArray<>(24);

    Summary(InstantSource clock) {
        this.clock = clock;
        this.started = clock.instant();
    }

    void record(ExchangeEvent event, Outcome outcome, String server, String tool) {
        long now = clock.millis();
        SummaryBucket minute = bucket(minutes, now / MINUTE);
        SummaryBucket hour = bucket(hours, now / HOUR);
        Caller caller = event.caller();
        String subscription = caller.subscription() == null ? "" : caller.subscription();
        CallKey call = new CallKey(server, tool, subscription);
        long nanos = tellsSpeed(event, outcome) ? event.timing().total() : -1;
        minute.call(call, outcome, nanos);
        hour.call(call, outcome, nanos);
        if (outcome == Outcome.DENIED) {
            BlockKey block = new BlockKey(
                    server,
                    caller.label(),
                    caller.kind(),
                    event.verdict().reason(),
                    event.verdict().source());
            Instant time = Instant.ofEpochMilli(now);
            minute.block(block, time, event.requestId());
            hour.block(block, time, event.requestId());
        }
    }

    /** A denial is fast and a subscription is as long as its client likes: neither says how fast calls are. */
    private static boolean tellsSpeed(ExchangeEvent event, Outcome outcome) {
        String method = event.operation().method();
        return method != null && !method.equals("subscriptions/listen") && outcome != Outcome.DENIED;
    }

    private static SummaryBucket bucket(AtomicReferenceArray<SummaryBucket> ring, long number) {
        int index = Math.floorMod(number, ring.length());
        while (true) {
            SummaryBucket bucket = ring.get(index);
            // A clock that was set back counts into the newer bucket rather than throwing it away.
            if (bucket != null && bucket.number >= number) {
                return bucket;
            }
            SummaryBucket fresh = new SummaryBucket(number);
            if (ring.compareAndSet(index, bucket, fresh)) {
                return fresh;
            }
        }
    }

    SummaryReport report() {
        Instant now = clock.instant();
        return new SummaryReport(
                now, started, window(minutes, now.toEpochMilli(), MINUTE), window(hours, now.toEpochMilli(), HOUR));
    }

    private static Window window(AtomicReferenceArray<SummaryBucket> ring, long now, long unit) {
        long first = now / unit - ring.length() + 1;
        Map<CallKey, Tally> calls = new HashMap<>();
        Map<BlockKey, Block> blocks = new HashMap<>();
        for (int i = 0; i < ring.length(); i++) {
            SummaryBucket bucket = ring.get(i);
            if (bucket != null && bucket.number >= first) {
                bucket.eachCall((key, tally) ->
                        calls.computeIfAbsent(key, unused -> new Tally()).addAll(tally));
                bucket.eachBlock((key, block) ->
                        blocks.computeIfAbsent(key, unused -> new Block()).addAll(block));
            }
        }
        return new Window(
                Instant.ofEpochMilli(first * unit),
                rows(calls, key -> new CallKey(key.server(), null, null)),
                rows(calls, key -> key.tool().isEmpty() ? null : new CallKey(key.server(), key.tool(), null)),
                rows(calls, key -> new CallKey(null, null, key.subscription())),
                rows(calls, key -> key),
                blocked(blocks));
    }

    /** Adds up the calls that fall on the same key; null leaves one out. */
    private static List<Row> rows(Map<CallKey, Tally> calls, Function<CallKey, CallKey> group) {
        Map<CallKey, Tally> groups = new HashMap<>();
        calls.forEach((key, tally) -> {
            CallKey place = group.apply(key);
            if (place != null) {
                groups.computeIfAbsent(place, unused -> new Tally()).addAll(tally);
            }
        });
        return groups.entrySet().stream()
                .map(entry -> entry.getValue()
                        .row(
                                entry.getKey().server(),
                                entry.getKey().tool(),
                                entry.getKey().subscription()))
                .sorted(BUSIEST)
                .limit(SummaryReport.MAX_ROWS)
                .toList();
    }

    private static List<Blocked> blocked(Map<BlockKey, Block> blocks) {
        return blocks.entrySet().stream()
                .map(entry -> entry.getValue().row(entry.getKey()))
                .sorted(MOST_BLOCKED)
                .limit(SummaryReport.MAX_ROWS)
                .toList();
    }
}
