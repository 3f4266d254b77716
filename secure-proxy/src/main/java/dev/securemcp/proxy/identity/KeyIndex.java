package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.config.StoredKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Which subscription a stored key belongs to, in arrays of numbers: 80 bytes a subscription, whether it has two keys or one, and 32 to
 * 64 a key for finding it, where a map of objects would take some 200. Filled by one thread, then read by any. Only {@link #mark}
 * changes it after that: a time that may be a moment old.
 *
 * <p>In a large table each place that is looked at is one that no cache holds, and what counts is how many are waited for one after the
 * other. So the place that a hash leads to holds enough of it to leave out other keys, a number that tells whose it is, and the head
 * of the subscription's row: a known key's hash, row and texts are then fetched at once, and for an unknown one nothing more is.
 *
 * <p>Open addressing with linear probing, at most half full. The place of a key comes from its hash, which a caller cannot steer towards
 * one that is stored; so the time of a look-up tells nothing about a key.
 */
final class KeyIndex {

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    /** Keys of an entry, each with a number of its own whether it is there or not: twice the entry's, and one more for the secondary. */
    static final int SLOTS = 2;

    /** Four words of the hash, then three bits (the upper half) and when it was used (the lower, seconds since 1970, unsigned). */
    private static final int WIDTH = 5;

    private static final int USE = 4;
    private static final long SECONDS = 0xffff_ffffL;
    private static final long PRESENT_BIT = 1L << 32;
    private static final long PEPPER_BIT = 1L << 33;

    /** Other gateways do not know that time yet. */
    private static final long UNTOLD_BIT = 1L << 34;

    private static final int FIRST_CAPACITY = 8;

    /** Two words of a place: the first half of the hash's first word with the key's number and one, or 0; then the head of the row. */
    private static final int PLACE = 2;

    private static final int HEAD = 1;

    /** The words of more entries than that do not fit into an array. */
    static final int MAX_ENTRIES = Integer.MAX_VALUE / (SLOTS * WIDTH * 2);

    private long[] words = new long[FIRST_CAPACITY * WIDTH];
    private long[] places = new long[FIRST_CAPACITY * 2 * PLACE];
    private int size;
    private int count;
    private boolean peppered;

    /**
     * Adds a key.
     *
     * @param entry whose it is
     * @param slot 0 for the primary key, 1 for the secondary
     * @param head the first number of that entry's row
     * @return -1, or the entry that has this key already
     */
    int add(StoredKey key, int entry, int slot, long head) {
        int found = find(key);
        if (found >= 0) {
            return entry(found);
        }
        int number = SLOTS * entry + slot;
        if ((entry + 1L) * SLOTS * WIDTH > words.length) {
            words = Arrays.copyOf(words, Math.toIntExact((entry + 1L + (entry >> 1)) * SLOTS * WIDTH));
        }
        Sha256 digest = key.digest();
        int at = number * WIDTH;
        words[at] = digest.first();
        words[at + 1] = digest.second();
        words[at + 2] = digest.third();
        words[at + 3] = digest.fourth();
        words[at + USE] = PRESENT_BIT | (key.peppered() ? PEPPER_BIT : 0);
        peppered |= key.peppered();
        size = SLOTS * (entry + 1);
        count++;
        if (count * 2L * PLACE > places.length) {
            move(places.length * 2);
        }
        put((digest.first() & ~SECONDS) | (number + 1), head);
        return -1;
    }

    /** Adds a key of another index; -1, or the entry that has this key already. */
    int add(KeyIndex other, int number, int entry, long head) {
        int at = number * WIDTH;
        StoredKey key = new StoredKey(
                new Sha256(other.words[at], other.words[at + 1], other.words[at + 2], other.words[at + 3]),
                other.peppered(number));
        return add(key, entry, slot(number), head);
    }

    /** Makes room for so many entries and keys at once, which growing step by step would take many moves to make. */
    void expect(int entries, int keys) {
        if ((long) entries * SLOTS * WIDTH > words.length) {
            words = Arrays.copyOf(words, entries * SLOTS * WIDTH);
        }
        if (keys * 2L * PLACE > places.length) {
            move(Math.toIntExact(Long.highestOneBit(keys * 2L * PLACE - 1) << 1));
        }
    }

    /** Gives back the memory that was taken in advance; nothing is added after that. */
    void seal() {
        words = Arrays.copyOf(words, size * WIDTH);
    }

    /** The number of a key; -1 where it is unknown. */
    int find(StoredKey key) {
        int place = place(key);
        return place < 0 ? -1 : number(place);
    }

    /** Where a key lies, for {@link #number} and {@link #head}; -1 where it is unknown. */
    int place(StoredKey key) {
        Sha256 digest = key.digest();
        int mask = places.length - 1;
        for (int place = home(digest.first()); places[place] != 0; place = place + PLACE & mask) {
            if (begins(places[place], digest.first())) {
                int number = number(place);
                int at = number * WIDTH;
                // All four words whatever they hold, as Sha256 compares them.
                long difference = (words[at] ^ digest.first())
                        | (words[at + 1] ^ digest.second())
                        | (words[at + 2] ^ digest.third())
                        | (words[at + 3] ^ digest.fourth());
                if (difference == 0 && peppered(number) == key.peppered()) {
                    return place;
                }
            }
        }
        return -1;
    }

    /** The number of the key at a place. */
    int number(int place) {
        return (int) places[place] - 1;
    }

    /** The first number of the row of the subscription whose key lies at a place. */
    long head(int place) {
        return places[place + HEAD];
    }

    /** Whether any key was hashed with the pepper. */
    boolean peppered() {
        return peppered;
    }

    /** One more than the largest number of a key. */
    int size() {
        return size;
    }

    /** How many keys there are. */
    int count() {
        return count;
    }

    /** Whether there is a key with that number. */
    boolean has(int number) {
        return number < size && (words[number * WIDTH + USE] & PRESENT_BIT) != 0;
    }

    static int entry(int number) {
        return number / SLOTS;
    }

    /** 0 for a primary key, 1 for a secondary. */
    static int slot(int number) {
        return number % SLOTS;
    }

    /** The first 64 bits of a key's hash: they name a key in the file of last uses. */
    long firstWord(int number) {
        return words[number * WIDTH];
    }

    /** The key was used. */
    void mark(int number, long epochSecond) {
        int at = number * WIDTH + USE;
        long before = (long) LONGS.getOpaque(words, at);
        // Written once a second at most, so that the cores do not fight over it.
        if ((before & SECONDS) != (epochSecond & SECONDS)) {
            LONGS.setOpaque(words, at, before & ~SECONDS | epochSecond & SECONDS | UNTOLD_BIT);
        }
    }

    /**
     * The key whose hash begins so was used then, unless a later use is known.
     *
     * @param told whether other gateways know that time
     */
    void markFirstWord(long word, long epochSecond, boolean told) {
        int mask = places.length - 1;
        for (int place = home(word); places[place] != 0; place = place + PLACE & mask) {
            int number = number(place);
            if (begins(places[place], word) && firstWord(number) == word) {
                learn(number * WIDTH + USE, epochSecond, told);
            }
        }
    }

    /** Unlike {@link #mark} it must not undo what happens meanwhile: this one knows of an older use. */
    private void learn(int at, long epochSecond, boolean told) {
        long before;
        long after;
        do {
            before = (long) LONGS.getOpaque(words, at);
            long known = before & SECONDS;
            if (epochSecond < known || epochSecond == known && !told) {
                return;
            }
            after = before & ~(SECONDS | UNTOLD_BIT) | epochSecond & SECONDS | (told ? 0 : UNTOLD_BIT);
        } while (!LONGS.compareAndSet(words, at, before, after));
    }

    /** Whether the key was used at a time that other gateways do not know yet. */
    boolean untold(int number) {
        return ((long) LONGS.getOpaque(words, number * WIDTH + USE) & UNTOLD_BIT) != 0;
    }

    /** Other gateways know nothing of the key any more. */
    void untell(int number) {
        if (lastUsed(number) != 0) {
            long unused = (long) LONGS.getAndBitwiseOr(words, number * WIDTH + USE, UNTOLD_BIT);
        }
    }

    /** When the key was used last, in seconds since 1970; 0 where it never was. */
    long lastUsed(int number) {
        return (long) LONGS.getOpaque(words, number * WIDTH + USE) & SECONDS;
    }

    /** Bytes that the arrays hold. */
    long footprint() {
        return 8L * (words.length + places.length);
    }

    private boolean peppered(int number) {
        return (words[number * WIDTH + USE] & PEPPER_BIT) != 0;
    }

    /** Moves the places into an array of that length, a power of two. */
    private void move(int length) {
        long[] before = places;
        places = new long[length];
        for (int place = 0; place < before.length; place += PLACE) {
            if (before[place] != 0) {
                put(before[place], before[place + HEAD]);
            }
        }
    }

    private void put(long first, long head) {
        int mask = places.length - 1;
        int place = home(first);
        while (places[place] != 0) {
            place = place + PLACE & mask;
        }
        places[place] = first;
        places[place + HEAD] = head;
    }

    /** Whether a place is of a hash with that first word, as far as the place tells. */
    private static boolean begins(long first, long word) {
        return (first ^ word) >>> 32 == 0;
    }

    /** Where the search for a hash begins, from the half of its first word that a place keeps. */
    private int home(long word) {
        return (int) (word >>> 32) * PLACE & places.length - 1;
    }
}
