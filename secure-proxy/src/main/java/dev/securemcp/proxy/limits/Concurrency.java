package dev.securemcp.proxy.limits;

import dev.securemcp.proxy.exchange.Slots;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts what runs at the same time, by key, in this process. A key that nobody holds is forgotten, so there are never more keys
 * than places held, and no more of these than calls under way times the depth of their policies.
 */
public final class Concurrency implements Slots {

    private final ConcurrentMap<String, Integer> held = new ConcurrentHashMap<>();

    @Override
    public boolean take(String key, int max) {
        boolean[] taken = new boolean[1];
        held.compute(key, (name, count) -> {
            int now = count == null ? 0 : count;
            taken[0] = now < max;
            return taken[0] ? Integer.valueOf(now + 1) : count;
        });
        return taken[0];
    }

    @Override
    public void release(String key) {
        held.computeIfPresent(key, (name, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }

    /** How many keys are held. */
    public int size() {
        return held.size();
    }
}
