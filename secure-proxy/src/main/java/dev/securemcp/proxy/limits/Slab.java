package dev.securemcp.proxy.limits;

import java.util.Arrays;

/**
 * Records of longs, found by a 64-bit hash that is the first long of each: a hash table with open addressing over records that
 * stay where they are. It grows with what it holds, up to a fixed number of records, and never shrinks. Not thread-safe.
 */
final class Slab {

    /** No record. */
    static final int NONE = -1;

    private static final int CHUNK_BITS = 6;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int FREE = 0;

    private final int width;
    private final int max;
    private long[][] chunks;
    /** Record numbers plus one; 0 is free. At most three quarters are taken. */
    private int[] index;

    private int size;
    /** Records that were ever given out. */
    private int made;
    /** The record that was given back last; each names the one before it in its first long. */
    private int freed = NONE;
    /** One bit for each record that was ever given out: whether it is in use. */
    private long[] used;

    /**
     * @param width longs of a record
     * @param max most records
     */
    Slab(int width, int max) {
        this.width = width;
        this.max = max;
        this.chunks = new long[1][];
        this.index = new int[16];
        this.used = new long[1];
    }

    /** The record of a hash; {@link #NONE} where there is none. */
    int find(long hash) {
        int mask = index.length - 1;
        for (int i = place(hash) & mask; index[i] != FREE; i = i + 1 & mask) {
            int record = index[i] - 1;
            if (chunk(record)[at(record)] == hash) {
                return record;
            }
        }
        return NONE;
    }

    /** A record for a hash that has none, its other longs undefined; {@link #NONE} where the slab is full. */
    int insert(long hash) {
        int record;
        if (freed != NONE) {
            record = freed;
            freed = (int) chunk(record)[at(record)];
        } else if (made < max) {
            record = made++;
            makeRoom(record);
        } else {
            return NONE;
        }
        if ((size + 1) * 4L > index.length * 3L) {
            growIndex();
        }
        chunk(record)[at(record)] = hash;
        used[record >>> 6] |= 1L << record;
        enter(record, hash);
        size++;
        return record;
    }

    /** Gives a record back. */
    void remove(int record) {
        int mask = index.length - 1;
        int gap = place(chunk(record)[at(record)]) & mask;
        while (index[gap] != record + 1) {
            gap = gap + 1 & mask;
        }
        // Whatever follows and may stand in the gap moves there, so that no search ends too early.
        for (int i = gap + 1 & mask; index[i] != FREE; i = i + 1 & mask) {
            int other = index[i] - 1;
            int wanted = place(chunk(other)[at(other)]) & mask;
            if ((i - wanted & mask) >= (i - gap & mask)) {
                index[gap] = index[i];
                gap = i;
            }
        }
        index[gap] = FREE;
        chunk(record)[at(record)] = freed;
        used[record >>> 6] &= ~(1L << record);
        freed = record;
        size--;
    }

    /** The array that holds a record. */
    long[] chunk(int record) {
        return chunks[record >>> CHUNK_BITS];
    }

    /** Where in its array a record begins. */
    int at(int record) {
        return (record & CHUNK - 1) * width;
    }

    /** Whether a record was given out and not given back. */
    boolean inUse(int record) {
        return record < made && (used[record >>> 6] & 1L << record) != 0;
    }

    /** How many records there can be. */
    int max() {
        return max;
    }

    /** How many records are in use. */
    int size() {
        return size;
    }

    /** How many records were ever given out: all that are in use have a smaller number. */
    int made() {
        return made;
    }

    /** Longs that this slab holds, in records and index. */
    long longs() {
        long longs = index.length / 2 + used.length + chunks.length;
        for (long[] chunk : chunks) {
            longs += chunk == null ? 0 : chunk.length;
        }
        return longs;
    }

    private static int place(long hash) {
        return (int) hash;
    }

    private void enter(int record, long hash) {
        int mask = index.length - 1;
        int i = place(hash) & mask;
        while (index[i] != FREE) {
            i = i + 1 & mask;
        }
        index[i] = record + 1;
    }

    private void makeRoom(int record) {
        int chunk = record >>> CHUNK_BITS;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunks.length * 2);
            used = Arrays.copyOf(used, chunks.length);
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new long[Math.min(CHUNK, max - (chunk << CHUNK_BITS)) * width];
        }
    }

    private void growIndex() {
        index = new int[index.length * 2];
        for (int record = 0; record < made; record++) {
            if (inUse(record)) {
                enter(record, chunk(record)[at(record)]);
            }
        }
    }
}
