package dev.securemcp.proxy.gateway.bridge;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Remembers in this process. When a kind is full, the entry that was there or used longest ago makes room. Safe for all threads. */
public final class MemoryBridgeStore implements BridgeStore {

    /** Entries that one call clears away at most: each stays long enough for others to do the rest. */
    private static final int SWEEP = 16;

    private record Held(BridgeEntry entry, Instant expires) {}

    private final InstantSource clock;
    private final Map<Kind, Integer> bounds = new EnumMap<>(Kind.class);
    private final Map<Kind, LinkedHashMap<String, Held>> entries = new EnumMap<>(Kind.class);
    private final LongAdder evicted = new LongAdder();

    /**
     * @param pending most sign-ins under way, of codes too
     * @param grants most grants, and most codes that are known to be used
     */
    public MemoryBridgeStore(int pending, int grants, InstantSource clock) {
        this.clock = clock;
        for (Kind kind : Kind.values()) {
            bounds.put(kind, kind == Kind.GRANT || kind == Kind.SPENT_CODE ? grants : pending);
            entries.put(kind, new LinkedHashMap<>(16, 0.75f, true));
        }
    }

    @Override
    public Future<Void> put(Kind kind, String key, BridgeEntry entry, Instant expires) {
        LinkedHashMap<String, Held> held = entries.get(kind);
        synchronized (held) {
            held.remove(key);
            insert(kind, key, new Held(entry, expires));
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<Boolean> add(Kind kind, String key, BridgeEntry entry, Instant expires) {
        LinkedHashMap<String, Held> held = entries.get(kind);
        synchronized (held) {
            if (alive(held.get(key)) != null) {
                return Future.succeededFuture(false);
            }
            held.remove(key);
            insert(kind, key, new Held(entry, expires));
        }
        return Future.succeededFuture(true);
    }

    @Override
    public Future<Boolean> replace(Kind kind, String key, BridgeEntry known, BridgeEntry next, Instant expires) {
        LinkedHashMap<String, Held> held = entries.get(kind);
        synchronized (held) {
            if (!known.equals(alive(held.get(key)))) {
                return Future.succeededFuture(false);
            }
            held.put(key, new Held(next, expires));
        }
        return Future.succeededFuture(true);
    }

    /** Puts in what is not there, and makes room for it. The caller holds the lock. */
    private void insert(Kind kind, String key, Held entry) {
        LinkedHashMap<String, Held> held = entries.get(kind);
        sweep(held);
        if (held.size() >= bounds.get(kind)) {
            Iterator<String> eldest = held.keySet().iterator();
            eldest.next();
            eldest.remove();
            evicted.increment();
        }
        held.put(key, entry);
    }

    private void sweep(LinkedHashMap<String, Held> held) {
        Instant now = clock.instant();
        Iterator<Held> eldest = held.values().iterator();
        for (int i = 0; i < SWEEP && eldest.hasNext(); i++) {
            if (eldest.next().expires().isAfter(now)) {
                return;
            }
            eldest.remove();
        }
    }

    @Override
    public Future<BridgeEntry> take(Kind kind, String key) {
        LinkedHashMap<String, Held> held = entries.get(kind);
        synchronized (held) {
            return Future.succeededFuture(alive(held.remove(key)));
        }
    }

    @Override
    public Future<BridgeEntry> get(Kind kind, String key) {
        LinkedHashMap<String, Held> held = entries.get(kind);
        synchronized (held) {
            return Future.succeededFuture(alive(held.get(key)));
        }
    }

    private BridgeEntry alive(Held found) {
        return found != null && found.expires().isAfter(clock.instant()) ? found.entry() : null;
    }

    /** How many entries of a kind are kept, also such as are over and not cleared away yet. */
    public int size(Kind kind) {
        LinkedHashMap<String, Held> held = entries.get(kind);
        synchronized (held) {
            return held.size();
        }
    }

    /** How many entries had to make room since the start. */
    public long evicted() {
        return evicted.sum();
    }
}
