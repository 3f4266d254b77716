package dev.securemcp.proxy.config;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Internet addresses, as many ranges of them as one likes: sorted, those that overlap or touch joined, in arrays of numbers. A look-up
 * is a binary search, so a hundred thousand ranges cost some seventeen comparisons. IPv4 and IPv6 are two lists; IPv4 written as
 * IPv6 is IPv4. Immutable.
 */
public final class AddressSet {

    /** No address. */
    public static final AddressSet EMPTY = new Builder().build();

    // The highest bit is turned over, so that Java's signed comparison is that of unsigned numbers.
    private final int[] from4;
    private final int[] to4;
    private final long[] fromHigh;
    private final long[] fromLow;
    private final long[] toHigh;
    private final long[] toLow;

    private AddressSet(long[] ranges4, List<Range6> ranges6) {
        this.from4 = new int[ranges4.length];
        this.to4 = new int[ranges4.length];
        for (int i = 0; i < ranges4.length; i++) {
            from4[i] = (int) (ranges4[i] >> 32);
            to4[i] = (int) ranges4[i];
        }
        this.fromHigh = ranges6.stream().mapToLong(Range6::fromHigh).toArray();
        this.fromLow = ranges6.stream().mapToLong(Range6::fromLow).toArray();
        this.toHigh = ranges6.stream().mapToLong(Range6::toHigh).toArray();
        this.toLow = ranges6.stream().mapToLong(Range6::toLow).toArray();
    }

    /** A range of IPv6 addresses; the highest bits turned over. */
    private record Range6(long fromHigh, long fromLow, long toHigh, long toLow) {

        private static final Comparator<Range6> BY_FROM =
                Comparator.comparingLong(Range6::fromHigh).thenComparingLong(Range6::fromLow);
    }

    /** What a text says about its address. */
    public enum Found {
        IN,
        OUT,
        /** The text is no address. */
        UNREADABLE
    }

    /** Whether an address is in the set. Allocates nothing for IPv4. */
    public Found find(String text) {
        long ipv4 = AddressText.ipv4(text);
        if (ipv4 >= 0) {
            return contains((int) ipv4) ? Found.IN : Found.OUT;
        }
        InetAddress address = AddressText.parse(text);
        if (address == null) {
            return Found.UNREADABLE;
        }
        return contains(address) ? Found.IN : Found.OUT;
    }

    /** Whether an address is in the set. */
    public boolean contains(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.capacity() == 4 ? contains(bytes.getInt()) : contains(bytes.getLong(), bytes.getLong());
    }

    private boolean contains(int bits) {
        int wanted = bits ^ Integer.MIN_VALUE;
        int at = Arrays.binarySearch(from4, wanted);
        if (at >= 0) {
            return true;
        }
        int before = -at - 2;
        return before >= 0 && wanted <= to4[before];
    }

    private boolean contains(long high, long low) {
        long wantedHigh = high ^ Long.MIN_VALUE;
        long wantedLow = low ^ Long.MIN_VALUE;
        int first = 0;
        int last = fromHigh.length - 1;
        while (first <= last) {
            int middle = (first + last) >>> 1;
            if (compare(fromHigh[middle], fromLow[middle], wantedHigh, wantedLow) <= 0) {
                first = middle + 1;
            } else {
                last = middle - 1;
            }
        }
        return last >= 0 && compare(wantedHigh, wantedLow, toHigh[last], toLow[last]) <= 0;
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        return high == otherHigh ? Long.compare(low, otherLow) : Long.compare(high, otherHigh);
    }

    /** How many ranges it consists of, joined ones counted once. */
    public int size() {
        return from4.length + fromHigh.length;
    }

    /** Whether there is no address in it. */
    public boolean isEmpty() {
        return size() == 0;
    }

    /** Collects ranges. Not thread-safe. */
    public static final class Builder {

        private long[] ranges4 = new long[16];
        private int count4;
        private final List<Range6> ranges6 = new ArrayList<>();

        /** Adds the addresses of a range. */
        public Builder add(AddressRange range) {
            return add(range.first(), range.last());
        }

        /** Adds all addresses of a set. */
        public Builder add(AddressSet set) {
            for (int i = 0; i < set.from4.length; i++) {
                add4(set.from4[i], set.to4[i]);
            }
            for (int i = 0; i < set.fromHigh.length; i++) {
                ranges6.add(new Range6(set.fromHigh[i], set.fromLow[i], set.toHigh[i], set.toLow[i]));
            }
            return this;
        }

        /**
         * Adds the addresses from one to another, both included.
         *
         * @throws IllegalArgumentException where they are of two families, or the first is behind the last
         */
        public Builder add(InetAddress first, InetAddress last) {
            byte[] from = first.getAddress();
            byte[] to = last.getAddress();
            if (from.length != to.length) {
                throw new IllegalArgumentException("one address is IPv4 and the other IPv6");
            }
            if (Arrays.compareUnsigned(from, to) > 0) {
                throw new IllegalArgumentException("the first address is behind the last");
            }
            ByteBuffer start = ByteBuffer.wrap(from);
            ByteBuffer end = ByteBuffer.wrap(to);
            if (from.length == 4) {
                add4(start.getInt() ^ Integer.MIN_VALUE, end.getInt() ^ Integer.MIN_VALUE);
            } else {
                ranges6.add(new Range6(
                        start.getLong() ^ Long.MIN_VALUE,
                        start.getLong() ^ Long.MIN_VALUE,
                        end.getLong() ^ Long.MIN_VALUE,
                        end.getLong() ^ Long.MIN_VALUE));
            }
            return this;
        }

        private void add4(int from, int to) {
            if (count4 == ranges4.length) {
                ranges4 = Arrays.copyOf(ranges4, count4 * 2);
            }
            ranges4[count4++] = (long) from << 32 | to & 0xffffffffL;
        }

        /** Sorts and joins what was added. */
        public AddressSet build() {
            return new AddressSet(joined4(), joined6());
        }

        private long[] joined4() {
            long[] sorted = Arrays.copyOf(ranges4, count4);
            Arrays.sort(sorted);
            int count = 0;
            for (long range : sorted) {
                int from = (int) (range >> 32);
                int last = count == 0 ? 0 : (int) sorted[count - 1];
                if (count > 0 && (last == Integer.MAX_VALUE || from <= last + 1)) {
                    sorted[count - 1] =
                            sorted[count - 1] & 0xffffffff00000000L | Math.max(last, (int) range) & 0xffffffffL;
                } else {
                    sorted[count++] = range;
                }
            }
            return Arrays.copyOf(sorted, count);
        }

        private List<Range6> joined6() {
            List<Range6> sorted = new ArrayList<>(ranges6);
            sorted.sort(Range6.BY_FROM);
            List<Range6> joined = new ArrayList<>(sorted.size());
            for (Range6 range : sorted) {
                Range6 last = joined.isEmpty() ? null : joined.getLast();
                if (last == null || !touches(last, range)) {
                    joined.add(range);
                } else if (compare(range.toHigh(), range.toLow(), last.toHigh(), last.toLow()) > 0) {
                    joined.set(
                            joined.size() - 1,
                            new Range6(last.fromHigh(), last.fromLow(), range.toHigh(), range.toLow()));
                }
            }
            return joined;
        }

        /** Whether a range begins inside the one before it or right behind it. */
        private static boolean touches(Range6 before, Range6 range) {
            if (before.toLow() == Long.MAX_VALUE) {
                return before.toHigh() == Long.MAX_VALUE
                        || compare(range.fromHigh(), range.fromLow(), before.toHigh() + 1, Long.MIN_VALUE) <= 0;
            }
            return compare(range.fromHigh(), range.fromLow(), before.toHigh(), before.toLow() + 1) <= 0;
        }
    }
}
