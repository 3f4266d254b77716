package dev.securemcp.proxy.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.securemcp.proxy.exchange.ValueStore;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.Future;
import java.time.Duration;

/** Values in this process's memory, at most so many bytes of them; what is used least makes room. Safe for all threads. */
// Caffeine loads the class for a cache's features by its name, and the extension of Quarkus lists only the commonest.
@RegisterForReflection(
        classNames = {
            "com.github.benmanes.caffeine.cache.SSMWA",
            "com.github.benmanes.caffeine.cache.PSWMW",
        })
public final class MemoryValues implements ValueStore {

    /** What an entry costs beside key and value. */
    private static final long ENTRY = 160;

    /** Long enough for everybody, and it does not overflow. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    /**
     * A value with its time.
     *
     * @param nanos how long it is kept
     * @param bytes what it costs, estimated when it came
     */
    private record Entry(Object value, long nanos, long bytes) {}

    private final Cache<String, Entry> entries;
    private final long maxBytes;

    /**
     * @param maxBytes all keys and values together, estimated; 0 keeps nothing
     * @param ticker what time is measured by
     */
    public MemoryValues(long maxBytes, Ticker ticker) {
        this.maxBytes = maxBytes;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String key, Entry entry) -> (int) Math.min(Integer.MAX_VALUE, entry.bytes()))
                .expireAfter(Expiry.writing((String key, Entry entry) -> Duration.ofNanos(entry.nanos())))
                .ticker(ticker)
                // On the caller's thread: the upkeep takes microseconds, and a hand-over would let the size overshoot.
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Future<Object> get(String key) {
        Entry entry = entries.getIfPresent(key);
        return Future.succeededFuture(entry == null ? null : Snapshot.of(entry.value()));
    }

    @Override
    public Future<Void> put(String key, Object value, Duration time) {
        if (value == null || !time.isPositive()) {
            return remove(key);
        }
        Object snapshot = Snapshot.of(value);
        Duration kept = time.compareTo(LONGEST) > 0 ? LONGEST : time;
        long bytes = ENTRY + 2L * key.length() + Snapshot.size(snapshot);
        if (bytes > maxBytes) {
            return remove(key);
        }
        entries.put(key, new Entry(snapshot, kept.toNanos(), bytes));
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> remove(String key) {
        entries.invalidate(key);
        return Future.succeededFuture();
    }

    /** How many values are kept, roughly: those whose time is over count until they are swept away. */
    public long size() {
        return entries.estimatedSize();
    }

    /** Bytes of all keys and values, estimated. */
    public long bytes() {
        return entries.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }
}
