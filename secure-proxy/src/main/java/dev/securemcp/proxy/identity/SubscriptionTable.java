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
 * Subscriptions, found by a stored key, in arrays: a million of them with two keys each take some 215 MB. It does not change, but
 * for the times of last use, and any thread may read it.
 */
public final class SubscriptionTable {

    static final int ID = 0;
    static final int NAME = 1;
    static final int OWNER = 2;
    static final int NOTES = 3;
    static final int TEXTS = 4;
    static final int TRACE_BIT = 0x40;
    static final int STATE_BITS = 8;

    private static final State[] STATES = State.values();
    private static final KeySlot[] SLOTS = KeySlot.values();

    /** A table without subscriptions. */
    public static final SubscriptionTable EMPTY =
            new SubscriptionTableBuilder(java.util.Map.of(), new Faults()).build();

    /**
     * A row of numbers for each subscription.
     *
     * @param numbers row after row: the head, which is the place of id, name, owner and notes in the pool (upper half) with the
     *     number of what it opens and the ordinal of its state with {@link #TRACE_BIT} (lowest byte); then, where any subscription has
     *     them, beginning and end, in milliseconds since 1970
     * @param width numbers of a row
     * @param from where the beginning is in a row; -1 where no subscription has one
     * @param until where the end is; -1 where no subscription has one
     */
    record Rows(long[] numbers, int width, int from, int until) {

        int size() {
            return numbers.length / width;
        }

        long head(int row) {
            return numbers[row * width];
        }

        static int textOf(long head) {
            return (int) (head >>> 32);
        }

        static int accessOf(long head) {
            return (int) head >>> STATE_BITS;
        }

        static int stateOf(long head) {
            return (int) head & (1 << STATE_BITS) - 1;
        }

        int text(int row) {
            return textOf(head(row));
        }

        int access(int row) {
            return accessOf(head(row));
        }

        int state(int row) {
            return stateOf(head(row));
        }

        Optional<Instant> time(int row, int column) {
            long time = column < 0 ? Long.MIN_VALUE : numbers[row * width + column];
            return time == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(time));
        }
    }

    private final KeyIndex keys;
    private final IdIndex ids;
    private final TextPool pool;
    private final Access[] accesses;
    private final Rows rows;
    private final long[] lines;

    /**
     * @param lines two words for each subscription, which tell its line in a file from any other; null where it is from no file
     */
    SubscriptionTable(KeyIndex keys, IdIndex ids, TextPool pool, Access[] accesses, Rows rows, long[] lines) {
        this.keys = keys;
        this.ids = ids;
        this.pool = pool;
        this.accesses = accesses;
        this.rows = rows;
        this.lines = lines;
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
        int place = keys.place(key);
        return place < 0 ? Optional.empty() : Optional.of(at(place, key));
    }

    private Subscription at(int place, StoredKey key) {
        int number = keys.number(place);
        int entry = KeyIndex.entry(number);
        // Asked for at once, and the head from where it lies with the place: no fetch waits for another.
        Optional<Instant> notBefore = notBefore(entry);
        Optional<Instant> expires = expires(entry);
        long head = keys.head(place);
        String id = pool.get(Rows.textOf(head), ID);
        String name = pool.get(Rows.textOf(head), NAME);
        return new Subscription(
                id,
                name.isEmpty() ? id : name,
                accesses[Rows.accessOf(head)],
                SLOTS[KeyIndex.slot(number)],
                key,
                STATES[Rows.stateOf(head) & ~TRACE_BIT],
                notBefore,
                expires,
                (Rows.stateOf(head) & TRACE_BIT) != 0);
    }

    /** Whether the line that a subscription was read from is the one with these words. */
    boolean isLine(int entry, long first, long second) {
        return lines[2 * entry] == first && lines[2 * entry + 1] == second;
    }

    IdIndex ids() {
        return ids;
    }

    TextPool pool() {
        return pool;
    }

    Rows rows() {
        return rows;
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
        return ids.find(id, number -> pool.get(rows.text(number), ID));
    }

    /** One of the texts of the subscription with that number. */
    String text(int entry, int which) {
        return pool.get(rows.text(entry), which);
    }

    int accessCount() {
        return accesses.length;
    }

    Access access(int entry) {
        return accesses[rows.access(entry)];
    }

    State state(int entry) {
        return STATES[rows.state(entry) & ~TRACE_BIT];
    }

    Optional<Instant> notBefore(int entry) {
        return rows.time(entry, rows.from);
    }

    Optional<Instant> expires(int entry) {
        return rows.time(entry, rows.until);
    }

    /** How many subscriptions there are. */
    public int size() {
        return rows.size();
    }

    /** How many keys they have. */
    public int keyCount() {
        return keys.count();
    }

    /** Bytes that it holds in memory, but for what does not grow with it. */
    public long footprint() {
        return keys.footprint()
                + ids.footprint()
                + pool.footprint()
                + 8L * rows.numbers.length
                + (lines == null ? 0 : 8L * lines.length);
    }
}
