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
    private long[] heads = new long[FIRST_CAPACITY];
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

    /**
     * Makes room for what is to come, as far as what came so far tells.
     *
     * @param times how many times as much it will be in the end
     */
    void expect(double times) {
        ids.expect((int) Math.min(KeyIndex.MAX_ENTRIES, size * times));
        keys.expect((int) Math.min(KeyIndex.MAX_ENTRIES, keys.size() * times));
    }

    /** Adds one, whose product exists; where its id or a key of it is there already, it is left out with a fault. */
    void add(SubscriptionConfig subscription) {
        if (ids.find(subscription.id(), this::id) >= 0) {
            fault(subscription, "id", "another subscription has this id", "every id names one");
            return;
        }
        if (size == heads.length) {
            grow();
        }
        int text = pool.add(
                subscription.id(),
                subscription.displayName().equals(subscription.id()) ? null : subscription.displayName(),
                subscription.owner(),
                subscription.notes());
        int state = subscription.state().ordinal() | (subscription.allowTracing() ? SubscriptionTable.TRACE_BIT : 0);
        heads[size] = (long) text << 32 | (long) number(subscription) << SubscriptionTable.STATE_BITS | state;
        dates(subscription);
        ids.add(subscription.id());
        int entry = size++;
        key(subscription, "primary-key", subscription.primaryKey(), entry, 0);
        key(subscription, "secondary-key", subscription.secondaryKey(), entry, 1);
    }

    /** The table; nothing is added after that. */
    SubscriptionTable build() {
        keys.seal();
        ids.seal();
        int fromColumn = from == null ? -1 : 1;
        int untilColumn = until == null ? -1 : from == null ? 1 : 2;
        int width = 1 + (from == null ? 0 : 1) + (until == null ? 0 : 1);
        long[] numbers = new long[size * width];
        for (int row = 0; row < size; row++) {
            numbers[row * width] = heads[row];
            if (from != null) {
                numbers[row * width + fromColumn] = from[row];
            }
            if (until != null) {
                numbers[row * width + untilColumn] = until[row];
            }
        }
        return new SubscriptionTable(
                keys,
                ids,
                pool,
                accesses.toArray(Access[]::new),
                new SubscriptionTable.Rows(numbers, width, fromColumn, untilColumn));
    }

    private String id(int entry) {
        return pool.get((int) (heads[entry] >>> 32), SubscriptionTable.ID);
    }

    private void key(SubscriptionConfig subscription, String name, Optional<StoredKey> key, int entry, int slot) {
        if (key.isPresent()) {
            int other = keys.add(key.get(), entry, slot);
            if (other >= 0) {
                fault(
                        subscription,
                        name,
                        "the same key as " + (other == entry ? "its other one" : "`" + id(other) + "`"),
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
                from = filled(heads.length);
            }
            from[size] = subscription.notBefore().get().plusNanos(999_999).toEpochMilli();
        }
        if (subscription.expires().isPresent()) {
            if (until == null) {
                until = filled(heads.length);
            }
            until[size] = subscription.expires().get().toEpochMilli();
        }
    }

    private void grow() {
        int capacity = size + (size >> 1);
        heads = Arrays.copyOf(heads, capacity);
        from = from == null ? null : grown(from, capacity);
        until = until == null ? null : grown(until, capacity);
    }

    private static long[] grown(long[] dates, int capacity) {
        long[] grown = Arrays.copyOf(dates, capacity);
        Arrays.fill(grown, dates.length, capacity, Long.MIN_VALUE);
        return grown;
    }

    private static long[] filled(int length) {
        long[] array = new long[length];
        Arrays.fill(array, Long.MIN_VALUE);
        return array;
    }

    private void fault(SubscriptionConfig subscription, String place, String message, String remedy) {
        faults.error(subscription.position(), place, message, remedy);
    }
}
