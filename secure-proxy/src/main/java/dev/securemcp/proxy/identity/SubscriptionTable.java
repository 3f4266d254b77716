package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.StoredKey;
import dev.securemcp.proxy.config.SubscriptionConfig;
import dev.securemcp.proxy.config.SubscriptionConfig.State;
import dev.securemcp.proxy.identity.Subscription.KeySlot;
import java.time.Instant;
import java.util.Optional;

/**
 * Subscriptions, found by a stored key, in arrays: a million of them with two keys each take some 150 MB. It does not change, but
 * for the times of last use, and any thread may read it.
 */
public final class SubscriptionTable {

    static final int ID = 0;
    static final int NAME = 1;
    static final int OWNER = 2;
    static final int NOTES = 3;
    static final int TRACE_BIT = 0x40;

    private static final State[] STATES = State.values();
    private static final KeySlot[] SLOTS = KeySlot.values();

    /** A table without subscriptions. */
    public static final SubscriptionTable EMPTY =
            new SubscriptionTableBuilder(java.util.Map.of(), new Faults()).build();

    /**
     * The columns, one place in each for each subscription.
     *
     * @param texts places of id, name, owner and notes in the pool
     * @param accesses numbers of what they open
     * @param states ordinals, with {@link #TRACE_BIT}
     * @param from milliseconds since 1970; null where no subscription has a beginning
     * @param until milliseconds since 1970; null where no subscription has an end
     */
    record Columns(int[] texts, int[] accesses, byte[] states, long[] from, long[] until) {}

    private final KeyIndex keys;
    private final IdIndex ids;
    private final TextPool pool;
    private final Access[] accesses;
    private final Columns columns;

    SubscriptionTable(KeyIndex keys, IdIndex ids, TextPool pool, Access[] accesses, Columns columns) {
        this.keys = keys;
        this.ids = ids;
        this.pool = pool;
        this.accesses = accesses;
        this.columns = columns;
    }

    /** The table of what a configuration that was read without faults holds itself. */
    public static SubscriptionTable of(Configuration configuration) {
        Faults faults = new Faults();
        SubscriptionTableBuilder builder = new SubscriptionTableBuilder(configuration.products(), faults);
        for (SubscriptionConfig subscription : configuration.subscriptions().values()) {
            builder.add(subscription);
        }
        if (faults.failed()) {
            throw new IllegalArgumentException("a configuration with faults: " + faults.all());
        }
        return builder.build();
    }

    /** The subscription that a key belongs to, whatever its state; empty for an unknown key. */
    public Optional<Subscription> find(StoredKey key) {
        int number = keys.find(key);
        return number < 0 ? Optional.empty() : Optional.of(at(number, key));
    }

    private Subscription at(int number, StoredKey key) {
        int entry = keys.entry(number);
        String id = pool.get(columns.texts[entry], ID);
        String name = pool.get(columns.texts[entry], NAME);
        return new Subscription(
                id,
                name.isEmpty() ? id : name,
                accesses[columns.accesses[entry]],
                SLOTS[keys.slot(number)],
                key,
                state(entry),
                notBefore(entry),
                expires(entry),
                (columns.states[entry] & TRACE_BIT) != 0);
    }

    /** Its keys, with the times of last use. */
    KeyIndex keys() {
        return keys;
    }

    /** Whether a subscription has this id. */
    boolean has(String id) {
        return entry(id) >= 0;
    }

    /** The number of the subscription of that id; -1 where there is none. */
    int entry(String id) {
        return ids.find(id, pool, columns.texts);
    }

    /** One of the texts of the subscription with that number. */
    String text(int entry, int which) {
        return pool.get(columns.texts[entry], which);
    }

    Access access(int entry) {
        return accesses[columns.accesses[entry]];
    }

    State state(int entry) {
        return STATES[columns.states[entry] & ~TRACE_BIT];
    }

    Optional<Instant> notBefore(int entry) {
        return columns.from == null || columns.from[entry] == Long.MIN_VALUE
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(columns.from[entry]));
    }

    Optional<Instant> expires(int entry) {
        return columns.until == null || columns.until[entry] == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(columns.until[entry]));
    }

    /** How many subscriptions there are. */
    public int size() {
        return columns.texts.length;
    }

    /** How many keys they have. */
    public int keyCount() {
        return keys.size();
    }

    /** Bytes that it holds in memory, but for what does not grow with it. */
    public long footprint() {
        long dates = (columns.from == null ? 0 : 8L * columns.from.length)
                + (columns.until == null ? 0 : 8L * columns.until.length);
        return keys.footprint() + ids.footprint() + pool.footprint() + 9L * size() + dates;
    }
}
