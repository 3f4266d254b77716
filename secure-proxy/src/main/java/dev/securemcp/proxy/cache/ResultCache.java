package dev.securemcp.proxy.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.securemcp.proxy.mcp.result.Answer;
import dev.securemcp.proxy.mcp.result.Cacheable;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Complete results of MCP requests in this process's memory, for as long as they are good: at most so many bytes, what is used least makes
 * room. Safe for all threads.
 */
public final class ResultCache {

    /** What an entry costs beside its bytes. */
    private static final int ENTRY = 300;

    /** Long enough for everybody. */
    private static final Duration LONGEST = Duration.ofDays(365);

    /**
     * What is asked for.
     *
     * @param server the name of the server
     * @param kind which method
     * @param whose whose result it is; empty for everybody's
     * @param request tells requests apart whose results may differ
     */
    public record Key(String server, Cacheable kind, String whose, String request) {}

    /**
     * A result that is still good.
     *
     * @param ageMillis how long ago it came from the backend
     */
    public record Hit(Answer answer, long ageMillis) {}

    /** What comes of calls whose result may be given again. */
    public enum Outcome {
        /** One was kept. */
        HIT,
        /** Another caller's answer was waited for. */
        SHARED,
        /** The backend was asked. */
        MISS,
        /** A result is kept from now on. */
        STORED
    }

    private record Entry(Answer answer, long generation, long storedNanos, long lifeNanos) {}

    /** What outdates results: a change of one server's lists or resources. */
    private record Subject(String server, Cacheable kind) {}

    private final Cache<Key, Entry> entries;
    private final Flights flights = new Flights();
    private final Map<Subject, Long> generations = new ConcurrentHashMap<>();
    private final Ticker ticker;
    private final long maxBytes;
    private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);

    /**
     * @param maxBytes all entries together, estimated; 0 keeps nothing
     * @param ticker what time is measured by
     */
    public ResultCache(long maxBytes, Ticker ticker) {
        this.maxBytes = maxBytes;
        this.ticker = ticker;
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new LongAdder());
        }
        this.entries = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key key, Entry entry) -> ENTRY
                        + 2 * (key.whose().length() + key.request().length())
                        + entry.answer().length())
                .expireAfter(Expiry.writing((Key key, Entry entry) -> Duration.ofNanos(entry.lifeNanos())))
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Whether anything is kept at all. */
    public boolean on() {
        return maxBytes > 0;
    }

    /** A result that is still good; null where there is none. */
    public Hit find(Key key) {
        Entry entry = entries.getIfPresent(key);
        if (entry == null || entry.generation() != generation(key.server(), key.kind())) {
            return null;
        }
        return new Hit(entry.answer(), (ticker.read() - entry.storedNanos()) / 1_000_000);
    }

    /**
     * The state of a server's results: what was asked for before a change must not be kept after it.
     *
     * @return to be handed to {@link #store} with what comes of a request that begins now
     */
    public long generation(String server, Cacheable kind) {
        return generations.getOrDefault(new Subject(server, kind), 0L);
    }

    /**
     * Keeps a result.
     *
     * @param generation what {@link #generation} said before it was asked for
     * @param life how long it is good; nothing is kept where it is not positive
     * @return whether it is kept
     */
    public boolean store(Key key, Answer answer, long generation, Duration life) {
        if (!life.isPositive() || generation != generation(key.server(), key.kind())) {
            return false;
        }
        Duration kept = life.compareTo(LONGEST) > 0 ? LONGEST : life;
        entries.put(key, new Entry(answer, generation, ticker.read(), kept.toNanos()));
        count(Outcome.STORED);
        return true;
    }

    /** A server's results of that kind are no longer good. */
    public void outdate(String server, Cacheable kind) {
        generations.merge(new Subject(server, kind), 1L, Long::sum);
    }

    /** Callers that ask for the same at the same time. */
    public Flights flights() {
        return flights;
    }

    /** How many results are kept, roughly. */
    public long size() {
        return entries.estimatedSize();
    }

    /** Something came of a look-up. */
    public void count(Outcome outcome) {
        counts.get(outcome).increment();
    }

    /** How often that came of one. */
    public long counted(Outcome outcome) {
        return counts.get(outcome).sum();
    }

    /** Bytes of all of them, estimated. */
    public long bytes() {
        return entries.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }
}
