package dev.securemcp.proxy.identity;

import java.util.Arrays;
import java.util.function.Supplier;

/** Which number an id has: open addressing, at most half full. The ids themselves lie elsewhere. Filled by one thread, then read by any. */
final class IdIndex {

    private static final int FIRST_CAPACITY = 16;
    private static final int SPREAD = 0x9e3779b9;

    /** Tells the id of a number. */
    @FunctionalInterface
    interface Ids {
        String id(int number);
    }

    private int[] places = new int[FIRST_CAPACITY];
    private int[] hashes = new int[FIRST_CAPACITY];
    private int size;

    /** The number of an id; -1 where it is unknown. */
    int find(String id, Ids ids) {
        return find(hash(id), () -> id, ids);
    }

    /** The number of an id that another index has; -1 where it is unknown. */
    int find(IdIndex other, int otherNumber, Ids otherIds, Ids ids) {
        return find(other.hashes[otherNumber], () -> otherIds.id(otherNumber), ids);
    }

    private int find(int hash, Supplier<String> id, Ids ids) {
        int mask = places.length - 1;
        for (int place = hash & mask; places[place] != 0; place = place + 1 & mask) {
            int number = places[place] - 1;
            if (hashes[number] == hash && ids.id(number).equals(id.get())) {
                return number;
            }
        }
        return -1;
    }

    /** Adds an id that is not there yet; its number is how many there were before. */
    void add(String id) {
        add(hash(id));
    }

    /** The same of an id that another index has. */
    void add(IdIndex other, int otherNumber) {
        add(other.hashes[otherNumber]);
    }

    private void add(int hash) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size + (size >> 1));
        }
        hashes[size] = hash;
        if ((size + 1) * 2L > places.length) {
            places = new int[places.length * 2];
            for (int earlier = 0; earlier < size; earlier++) {
                put(earlier);
            }
        }
        put(size++);
    }

    /** Makes room for so many ids at once. */
    void expect(int ids) {
        if (ids > hashes.length) {
            hashes = Arrays.copyOf(hashes, ids);
        }
        if (ids * 2L > places.length) {
            places = new int[Math.toIntExact(Long.highestOneBit(ids * 2L - 1) << 1)];
            for (int number = 0; number < size; number++) {
                put(number);
            }
        }
    }

    /** Gives back the memory that was taken in advance; nothing is added after that. */
    void seal() {
        hashes = Arrays.copyOf(hashes, size);
    }

    /** Bytes that the arrays hold. */
    long footprint() {
        return 4L * (places.length + hashes.length);
    }

    private void put(int number) {
        int mask = places.length - 1;
        int place = hashes[number] & mask;
        while (places[place] != 0) {
            place = place + 1 & mask;
        }
        places[place] = number + 1;
    }

    private static int hash(String id) {
        int hash = id.hashCode() * SPREAD;
        return hash ^ hash >>> 16;
    }
}
