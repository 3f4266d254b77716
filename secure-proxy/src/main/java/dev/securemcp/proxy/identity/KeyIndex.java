package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.config.StoredKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Which subscription a stored key belongs to, in arrays of numbers: 40 bytes a key and 8 to 16 for finding it, where a map of objects
 * would take some 200. What belongs to a key lies together, since in a large table each place that is looked at is one that no cache
 * holds. Filled by one thread, then read by any. Only {@link #mark} changes it after that: a time that may be a moment old.
 *
 * <p>Open addressing with linear probing, at most half full. The place of a key comes from its hash, which a caller cannot steer towards
 * one that is stored; so the time of a look-up tells nothing about a key.
 */
final class KeyIndex {

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    /** Four words of the hash, then whose it is (the upper half) and when it was used (the lower, seconds since 1970, unsigned). */
    private static final int WIDTH = 5;

    private static final int OWNER = 4;
    private static final long SECONDS = 0xffff_ffffL;
    private static final int SLOT_BIT = 1;
    private static final int PEPPER_BIT = 2;
    private static final int ENTRY_SHIFT = 2;
    private static final int FIRST_CAPACITY = 8;

    /** More entries than that have no number. */
    static final int MAX_ENTRIES = 1 << 28;

    private long[] words = new long[FIRST_CAPACITY * WIDTH];
    private int[] places = new int[FIRST_CAPACITY * 2];
    private int size;
    private boolean peppered;

    /**
     * Adds a key.
     *
     * @param entry whose it is
     * @param slot 0 for the primary key, 1 for the secondary
     * @return -1, or the entry that has this key already
     */
    int add(StoredKey key, int entry, int slot) {
        int found = find(key);
        if (found >= 0) {
            return entry(found);
        }
        if (size * WIDTH == words.length) {
            words = Arrays.copyOf(words, (size + (size >> 1)) * WIDTH);
        }
        Sha256 digest = key.digest();
        int at = size * WIDTH;
        words[at] = digest.first();
        words[at + 1] = digest.second();
        words[at + 2] = digest.third();
        words[at + 3] = digest.fourth();
        words[at + OWNER] = (long) (entry << ENTRY_SHIFT | (key.peppered() ? PEPPER_BIT : 0) | slot) << 32;
        peppered |= key.peppered();
        place(size++);
        return -1;
    }

    /** Adds a key of another index; -1, or the entry that has this key already. */
    int add(KeyIndex other, int number, int entry) {
        int at = number * WIDTH;
        StoredKey key = new StoredKey(
                new Sha256(other.words[at], other.words[at + 1], other.words[at + 2], other.words[at + 3]),
                other.peppered(number));
        return add(key, entry, other.slot(number));
    }

    /** Makes room for so many keys at once, which growing step by step would take many moves to make. */
    void expect(int keys) {
        if ((long) keys * WIDTH > words.length) {
            words = Arrays.copyOf(words, keys * WIDTH);
        }
        if (keys * 2L > places.length) {
            places = new int[Math.toIntExact(Long.highestOneBit(keys * 2L - 1) << 1)];
            for (int number = 0; number < size; number++) {
                put(number);
            }
        }
    }

    /** Gives back the memory that was taken in advance; nothing is added after that. */
    void seal() {
        words = Arrays.copyOf(words, size * WIDTH);
    }

    /** The number of a key; -1 where it is unknown. */
    int find(StoredKey key) {
        Sha256 digest = key.digest();
        int mask = places.length - 1;
        for (int place = place(digest.first(), mask); places[place] != 0; place = place + 1 & mask) {
            int number = places[place] - 1;
            int at = number * WIDTH;
            // All four words whatever they hold, as Sha256 compares them.
            long difference = (words[at] ^ digest.first())
                    | (words[at + 1] ^ digest.second())
                    | (words[at + 2] ^ digest.third())
                    | (words[at + 3] ^ digest.fourth());
            if (difference == 0 && peppered(number) == key.peppered()) {
                return number;
            }
        }
        return -1;
    }

    /** Whether any key was hashed with the pepper. */
    boolean peppered() {
        return peppered;
    }

    int size() {
        return size;
    }

    int entry(int number) {
        return owner(number) >>> ENTRY_SHIFT;
    }

    /** The number of an entry's first key: keys lie in the order in which their entries were added. */
    int firstOf(int entry) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (entry(middle) < entry) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** 0 for a primary key, 1 for a secondary. */
    int slot(int number) {
        return owner(number) & SLOT_BIT;
    }

    /** The first 64 bits of a key's hash: they name a key in the file of last uses. */
    long firstWord(int number) {
        return words[number * WIDTH];
    }

    /** The key was used. */
    void mark(int number, long epochSecond) {
        int at = number * WIDTH + OWNER;
        long before = (long) LONGS.getOpaque(words, at);
        long after = before & ~SECONDS | epochSecond & SECONDS;
        // Written once a second at most, so that the cores do not fight over it.
        if (before != after) {
            LONGS.setOpaque(words, at, after);
        }
    }

    /** The key whose hash begins so was used then, unless a later use is known. */
    void markFirstWord(long word, long epochSecond) {
        int mask = places.length - 1;
        for (int place = place(word, mask); places[place] != 0; place = place + 1 & mask) {
            int number = places[place] - 1;
            if (firstWord(number) == word && epochSecond > lastUsed(number)) {
                mark(number, epochSecond);
            }
        }
    }

    /** When the key was used last, in seconds since 1970; 0 where it never was. */
    long lastUsed(int number) {
        return (long) LONGS.getOpaque(words, number * WIDTH + OWNER) & SECONDS;
    }

    /** Bytes that the arrays hold. */
    long footprint() {
        return 8L * words.length + 4L * places.length;
    }

    private boolean peppered(int number) {
        return (owner(number) & PEPPER_BIT) != 0;
    }

    private int owner(int number) {
        return (int) (words[number * WIDTH + OWNER] >>> 32);
    }

    private void place(int number) {
        if ((number + 1) * 2L > places.length) {
            places = new int[places.length * 2];
            for (int earlier = 0; earlier < number; earlier++) {
                put(earlier);
            }
        }
        put(number);
    }

    private void put(int number) {
        int mask = places.length - 1;
        int place = place(firstWord(number), mask);
        while (places[place] != 0) {
            place = place + 1 & mask;
        }
        places[place] = number + 1;
    }

    private static int place(long word, int mask) {
        return (int) (word ^ word >>> 32) & mask;
    }
}
