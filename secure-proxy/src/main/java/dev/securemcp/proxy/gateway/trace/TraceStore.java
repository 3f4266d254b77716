package dev.securemcp.proxy.gateway.trace;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.securemcp.proxy.exchange.TraceLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The traces of the last minutes, for the management port to show. Bounded in number and age. */
public final class TraceStore {

    /**
     * A finished trace.
     *
     * @param id the request's id, which the answer carried as {@code Apim-Trace-Id}
     * @param time when the request arrived
     * @param server what it was for
     * @param subscription whose it was
     * @param tool the tool it called; null for none
     * @param status HTTP status of the answer
     * @param log what happened
     */
    public record Trace(
            String id, Instant time, String server, String subscription, String tool, int status, TraceLog log) {}

    private final Cache<String, Trace> traces;

    /**
     * @param max most traces kept
     * @param age how long each is kept
     */
    public TraceStore(int max, Duration age, Ticker ticker) {
        traces = Caffeine.newBuilder()
                .maximumSize(max)
                .expireAfterWrite(age)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    public void keep(Trace trace) {
        traces.put(trace.id(), trace);
    }

    /** One trace; null where it is unknown or too old. */
    public Trace find(String id) {
        return traces.getIfPresent(id);
    }

    /** All of them, the latest first. */
    public List<Trace> all() {
        return traces.asMap().values().stream()
                .sorted(Comparator.comparing(Trace::time).reversed())
                .toList();
    }
}
