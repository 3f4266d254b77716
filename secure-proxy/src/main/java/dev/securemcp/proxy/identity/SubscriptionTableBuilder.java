package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.ProductConfig;
import dev.securemcp.proxy.config.StoredKey;
import dev.securemcp.proxy.config.SubscriptionConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects subscriptions into a {@link SubscriptionTable}. An id or a key that is there already is a fault. */
final class SubscriptionTableBuilder {

    private static final int FIRST_CAPACITY = 16;

    private final Map<String, ProductConfig> products;
    private final Faults faults;
    private final KeyIndex keys = new KeyIndex();
    private final IdIndex ids = new IdIndex();
    private final TextPool pool = new TextPool();
    private final Map<Access, Integer> numbers = new HashMap<>();
    private final List<Access> accesses = new ArrayList<>();
    private int[] texts = new int[FIRST_CAPACITY];
    private int[] opens = new int[FIRST_CAPACITY];
    private byte[] states = new byte[FIRST_CAPACITY];
    private long[] from;
    private long[] until;
    private int size;

    /**
     * @param products those of the configuration
     */
    SubscriptionTableBuilder(Map<String, ProductConfig> products, Faults faults) {
        this.products = products;
        this.faults = faults;
    }

    /** How many there are so far. */
    int size() {
        return size;
    }

    /** Adds one, whose product exists; where its id or a key of it is there already, it is left out with a fault. */
    void add(SubscriptionConfig subscription) {
        if (ids.find(subscription.id(), pool, texts) >= 0) {
            fault(subscription, "id", "another subscription has this id", "every id names one");
            return;
        }
        if (size == texts.length) {
            grow();
        }
        texts[size] = pool.add(
                subscription.id(),
                subscription.displayName().equals(subscription.id()) ? null : subscription.displayName(),
                subscription.owner(),
                subscription.notes());
        opens[size] = number(subscription);
        states[size] = (byte)
                (subscription.state().ordinal() | (subscription.allowTracing() ? SubscriptionTable.TRACE_BIT : 0));
        dates(subscription);
        ids.add(subscription.id(), size, pool, texts);
        int entry = size++;
        key(subscription, "primary-key", subscription.primaryKey(), entry, 0);
        key(subscription, "secondary-key", subscription.secondaryKey(), entry, 1);
    }

    /** The table; nothing is added after that. */
    SubscriptionTable build() {
        keys.seal();
        return new SubscriptionTable(
                keys,
                ids,
                pool,
                accesses.toArray(Access[]::new),
                new SubscriptionTable.Columns(
                        Arrays.copyOf(texts, size),
                        Arrays.copyOf(opens, size),
                        Arrays.copyOf(states, size),
                        from == null ? null : Arrays.copyOf(from, size),
                        until == null ? null : Arrays.copyOf(until, size)));
    }

    private void key(SubscriptionConfig subscription, String name, Optional<StoredKey> key, int entry, int slot) {
        if (key.isPresent()) {
            int other = keys.add(key.get(), entry, slot);
            if (other >= 0) {
                fault(
                        subscription,
                        name,
                        "the same key as " + (other == entry ? "its other one" : "`" + pool.get(texts[other], 0) + "`"),
                        "every key is one consumer's: make another with `secure-proxy key new`");
            }
        }
    }

    private int number(SubscriptionConfig subscription) {
        Optional<Set<String>> servers = subscription
                .servers()
                .or(() -> subscription.product().map(products::get).map(ProductConfig::servers));
        return numbers.computeIfAbsent(new Access(subscription.product(), servers), access -> {
            accesses.add(access);
            return accesses.size() - 1;
        });
    }

    /** To the millisecond, and never longer than what was written. */
    private void dates(SubscriptionConfig subscription) {
        if (subscription.notBefore().isPresent()) {
            if (from == null) {
                from = filled(texts.length, Long.MIN_VALUE);
            }
            from[size] = subscription.notBefore().get().plusNanos(999_999).toEpochMilli();
        }
        if (subscription.expires().isPresent()) {
            if (until == null) {
                until = filled(texts.length, Long.MAX_VALUE);
            }
            until[size] = subscription.expires().get().toEpochMilli();
        }
    }

    private void grow() {
        int capacity = size + (size >> 1);
        texts = Arrays.copyOf(texts, capacity);
        opens = Arrays.copyOf(opens, capacity);
        states = Arrays.copyOf(states, capacity);
        from = from == null ? null : grown(from, capacity, Long.MIN_VALUE);
        until = until == null ? null : grown(until, capacity, Long.MAX_VALUE);
    }

    private static long[] grown(long[] dates, int capacity, long nothing) {
        long[] grown = Arrays.copyOf(dates, capacity);
        Arrays.fill(grown, dates.length, capacity, nothing);
        return grown;
    }

    private static long[] filled(int length, long value) {
        long[] array = new long[length];
        Arrays.fill(array, value);
        return array;
    }

    private void fault(SubscriptionConfig subscription, String place, String message, String remedy) {
        faults.error(subscription.position(), place, message, remedy);
    }
}
