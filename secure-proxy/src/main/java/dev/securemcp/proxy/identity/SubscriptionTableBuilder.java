package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import dev.securemcp.proxy.config.ProductConfig;
import dev.securemcp.proxy.config.StoredKey;
import dev.securemcp.proxy.config.SubscriptionConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private long[] lines;
    private int size;
    private SubscriptionTable copied;
    private int[] copiedAccesses;

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
        int entries = (int) Math.min(KeyIndex.MAX_ENTRIES, size * times);
        ids.expect(entries);
        keys.expect(entries, (int) Math.min(KeyIndex.MAX_ENTRIES, keys.count() * times));
    }

    /** Adds one, whose product exists; where its id or a key of it is there already, it is left out with a fault. */
    void add(SubscriptionConfig subscription) {
        if (ids.find(subscription.id(), this::id) >= 0) {
            sameId(subscription.position());
            return;
        }
        int text = pool.add(
                subscription.id(),
                subscription.displayName().equals(subscription.id()) ? null : subscription.displayName(),
                subscription.owner(),
                subscription.notes());
        int state = subscription.state().ordinal() | (subscription.allowTracing() ? SubscriptionTable.TRACE_BIT : 0);
        row(text, number(access(subscription)), state);
        // To the millisecond, and never longer than what was written.
        subscription.notBefore().ifPresent(time -> from(time.plusNanos(999_999).toEpochMilli()));
        subscription.expires().ifPresent(time -> until(time.toEpochMilli()));
        ids.add(subscription.id());
        int entry = size++;
        key(subscription, subscription.primaryKey(), entry, 0);
        key(subscription, subscription.secondaryKey(), entry, 1);
    }

    /**
     * Adds one as another table has it, which is cheaper than reading it.
     *
     * @param position where it stands now
     */
    void add(SubscriptionTable table, int entry, Position position) {
        if (copied != table) {
            copied = table;
            copiedAccesses = new int[table.accessCount()];
        }
        if (ids.find(table.ids(), entry, number -> table.text(number, SubscriptionTable.ID), this::id) >= 0) {
            sameId(position);
            return;
        }
        SubscriptionTable.Rows rows = table.rows();
        int access = rows.access(entry);
        if (copiedAccesses[access] == 0) {
            copiedAccesses[access] = number(table.access(entry)) + 1;
        }
        row(
                pool.add(table.pool(), rows.text(entry), SubscriptionTable.TEXTS),
                copiedAccesses[access] - 1,
                rows.state(entry));
        rows.time(entry, rows.from()).ifPresent(time -> from(time.toEpochMilli()));
        rows.time(entry, rows.until()).ifPresent(time -> until(time.toEpochMilli()));
        ids.add(table.ids(), entry);
        int copy = size++;
        KeyIndex others = table.keys();
        for (int slot = 0; slot < KeyIndex.SLOTS; slot++) {
            int key = KeyIndex.SLOTS * entry + slot;
            if (others.has(key)) {
                sameKey(position, slot, keys.add(others, key, copy, heads[copy]), copy);
            }
        }
    }

    /** The line that the subscription added last was read from: two words that tell it from any other. */
    void line(long first, long second) {
        int needed = 2 * size;
        if (lines == null || needed > lines.length) {
            lines = lines == null
                    ? new long[2 * heads.length]
                    : Arrays.copyOf(lines, Math.max(needed, 2 * heads.length));
        }
        lines[needed - 2] = first;
        lines[needed - 1] = second;
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
                new SubscriptionTable.Rows(numbers, width, fromColumn, untilColumn),
                lines == null ? null : Arrays.copyOf(lines, 2 * size));
    }

    private String id(int entry) {
        return pool.get((int) (heads[entry] >>> 32), SubscriptionTable.ID);
    }

    private void key(SubscriptionConfig subscription, Optional<StoredKey> key, int entry, int slot) {
        if (key.isPresent()) {
            sameKey(subscription.position(), slot, keys.add(key.get(), entry, slot, heads[entry]), entry);
        }
    }

    private void row(int text, int access, int state) {
        if (size == heads.length) {
            grow();
        }
        heads[size] = (long) text << 32 | (long) access << SubscriptionTable.STATE_BITS | state;
    }

    private Access access(SubscriptionConfig subscription) {
        return new Access(subscription.product(), subscription.servers().or(() -> subscription
                .product()
                .map(products::get)
                .map(ProductConfig::servers)));
    }

    private int number(Access access) {
        return numbers.computeIfAbsent(access, fresh -> {
            accesses.add(fresh);
            return accesses.size() - 1;
        });
    }

    private void from(long millis) {
        if (from == null) {
            from = filled(heads.length);
        }
        from[size] = millis;
    }

    private void until(long millis) {
        if (until == null) {
            until = filled(heads.length);
        }
        until[size] = millis;
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

    private void sameId(Position position) {
        faults.error(position, "id", "another subscription has this id", "every id names one");
    }

    /**
     * A fault, where a key could not be added.
     *
     * @param other the entry that has it already; -1 for none
     */
    private void sameKey(Position position, int slot, int other, int entry) {
        if (other >= 0) {
            faults.error(
                    position,
                    slot == 0 ? "primary-key" : "secondary-key",
                    "the same key as " + (other == entry ? "its other one" : "`" + id(other) + "`"),
                    "every key is one consumer's: make another with `secure-proxy key new`");
        }
    }
}
