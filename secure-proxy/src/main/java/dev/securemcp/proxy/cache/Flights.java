package dev.securemcp.proxy.cache;

import dev.securemcp.proxy.cache.ResultCache.Key;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Callers that ask for the same result at the same time: one asks the backend, the others wait for what comes of it. Where nothing does,
 * the one that has waited longest asks next. Whoever waits no more is forgotten at once. Safe for all threads.
 */
public final class Flights {

    /** Somebody who waits; told once at most, on any thread. */
    @FunctionalInterface
    public interface Waiter {

        /**
         * The wait is over.
         *
         * @param leads whether nothing came, so that this one asks now: it must {@link Flights#land} whatever comes of it
         */
        void over(boolean leads);
    }

    /** Who waits for whom; whoever asks is not among them. */
    private final Map<Key, Set<Waiter>> flights = new ConcurrentHashMap<>();

    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * Lets one caller ask the backend while others wait.
     *
     * @return whether this one asks, who must {@link #land} whatever comes of it; the others wait until they are told or {@link #leave}
     */
    public boolean join(Key key, Waiter waiter) {
        Set<Waiter> mine = new LinkedHashSet<>();
        Set<Waiter> flight = flights.compute(key, (same, there) -> {
            if (there == null) {
                return mine;
            }
            if (there.add(waiter)) {
                waiting.incrementAndGet();
            }
            return there;
        });
        return flight == mine;
    }

    /**
     * Waits no more.
     *
     * @return false for one that did not wait, or was just told that the wait is over
     */
    public boolean leave(Key key, Waiter waiter) {
        AtomicBoolean left = new AtomicBoolean();
        flights.computeIfPresent(key, (same, there) -> {
            left.set(there.remove(waiter));
            return there;
        });
        if (left.get()) {
            waiting.decrementAndGet();
        }
        return left.get();
    }

    /**
     * The one that asked the backend asks no more.
     *
     * @param answered whether an answer came, be it kept or not: then nobody waits any more; else one of them asks
     */
    public void land(Key key, boolean answered) {
        List<Waiter> told = new ArrayList<>();
        flights.computeIfPresent(key, (same, there) -> {
            if (answered) {
                told.addAll(there);
                return null;
            }
            Iterator<Waiter> waiters = there.iterator();
            if (!waiters.hasNext()) {
                return null;
            }
            told.add(waiters.next());
            waiters.remove();
            return there;
        });
        waiting.addAndGet(-told.size());
        told.forEach(waiter -> waiter.over(!answered));
    }

    /**
     * Something is there though the one that asks the backend has not landed: those who wait now look again, and it goes on asking for
     * whoever comes.
     */
    public void tell(Key key) {
        List<Waiter> told = new ArrayList<>();
        flights.computeIfPresent(key, (same, there) -> {
            told.addAll(there);
            there.clear();
            return there;
        });
        waiting.addAndGet(-told.size());
        told.forEach(waiter -> waiter.over(false));
    }

    /** How many wait. */
    public int waiting() {
        return waiting.get();
    }
}
