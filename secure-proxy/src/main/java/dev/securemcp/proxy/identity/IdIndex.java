package dev.securemcp.proxy.identity;

/** Which number an id has: open addressing over the ids in a {@link TextPool}, at most half full. Filled by one thread, then read by any. */
final class IdIndex {

    private static final int FIRST_CAPACITY = 16;
    private static final int SPREAD = 0x9e3779b9;

    private int[] places = new int[FIRST_CAPACITY];

    /** The number of an id; -1 where it is unknown. */
    int find(String id, TextPool pool, int[] texts) {
        int mask = places.length - 1;
        for (int place = place(id, mask); places[place] != 0; place = place + 1 & mask) {
            int number = places[place] - 1;
            if (pool.get(texts[number], SubscriptionTable.ID).equals(id)) {
                return number;
            }
        }
        return -1;
    }

    /** Adds an id that is not there yet. */
    void add(String id, int number, TextPool pool, int[] texts) {
        if ((number + 1) * 2L > places.length) {
            places = new int[places.length * 2];
            for (int earlier = 0; earlier < number; earlier++) {
                put(pool.get(texts[earlier], SubscriptionTable.ID), earlier);
            }
        }
        put(id, number);
    }

    /** Bytes that the array holds. */
    long footprint() {
        return 4L * places.length;
    }

    private void put(String id, int number) {
        int mask = places.length - 1;
        int place = place(id, mask);
        while (places[place] != 0) {
            place = place + 1 & mask;
        }
        places[place] = number + 1;
    }

    private static int place(String id, int mask) {
        int hash = id.hashCode() * SPREAD;
        return (hash ^ hash >>> 16) & mask;
    }
}
