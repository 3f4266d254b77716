package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.config.StoredKey;
import java.util.Arrays;

/**
 * Which subscription a stored key belongs to, in arrays of numbers: 44 bytes a key and 8 to 16 for finding it, where a map of objects
 * would take some 200. Filled by one thread, then read by any. Only {@link #mark} changes it after that: a time that may be a moment old.
 *
 * <p>Open addressing with linear probing, at most half full. The place of a key comes from its hash, which a caller cannot steer towards
 * one that is stored; so the time of a look-up tells nothing about a key.
 */
final class KeyIndex {

    private static final int WORDS = 4;
    private static final int SLOT_BIT = 1;
    private static final int PEPPER_BIT = 2;
    private static final int ENTRY_SHIFT = 2;
    private static final int FIRST_CAPACITY = 8;

    /** More entries than that have no number. */
    static final int MAX_ENTRIES = 1 << 28;

    private long[] words = new long[FIRST_CAPACITY * WORDS];
    private int[] owners = new int[FIRST_CAPACITY];
    private int[] places = new int[FIRST_CAPACITY * 2];
    private int[] used;
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
        if (size == owners.length) {
            grow();
        }
        Sha256 digest = key.digest();
        int at = size * WORDS;
        words[at] = digest.first();
        words[at + 1] = digest.second();
        words[at + 2] = digest.third();
        words[at + 3] = digest.fourth();
        owners[size] = entry << ENTRY_SHIFT | (key.peppered() ? PEPPER_BIT : 0) | slot;
        peppered |= key.peppered();
        place(size++);
        return -1;
    }

    /** Gives back the memory that was taken in advance; nothing is added after that. */
    void seal() {
        words = Arrays.copyOf(words, size * WORDS);
        owners = Arrays.copyOf(owners, size);
        used = new int[size];
    }

    /** The number of a key; -1 where it is unknown. */
    int find(StoredKey key) {
        Sha256 digest = key.digest();
        int mask = places.length - 1;
        for (int place = place(digest.first(), mask); places[place] != 0; place = place + 1 & mask) {
            int number = places[place] - 1;
            int at = number * WORDS;
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
        return owners[number] >>> ENTRY_SHIFT;
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
        return owners[number] & SLOT_BIT;
    }

    /** The first 64 bits of a key's hash: they name a key in the file of last uses. */
    long firstWord(int number) {
        return words[number * WORDS];
    }

    /** The key was used. */
    void mark(int number, long epochSecond) {
        int second = (int) epochSecond;
        // Written once a second at most, so that the cores do not fight over it.
        if (used[number] != second) {
            used[number] = second;
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
        return Integer.toUnsignedLong(used[number]);
    }

    /** Bytes that the arrays hold. */
    long footprint() {
        return 8L * words.length + 4L * (owners.length + places.length + (used == null ? 0 : used.length));
    }

    private boolean peppered(int number) {
        return (owners[number] & PEPPER_BIT) != 0;
    }

    private void grow() {
        int capacity = Math.max(FIRST_CAPACITY, size + (size >> 1));
        words = Arrays.copyOf(words, capacity * WORDS);
        owners = Arrays.copyOf(owners, capacity);
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
