package dev.securemcp.proxy.telemetry;

/**
 * Durations counted in buckets that each are a quarter wider than the one before, from 0.25 ms to above 5 min: a percentile is
 * at most a quarter too high, never above the longest duration, and two sets of counts can be added. Not thread-safe.
 */
final class Latencies {

    private static final double FIRST_NANOS = 250_000;
    private static final double GROWTH = 1.25;
    private static final double LOG_GROWTH = Math.log(GROWTH);
    private static final int SIZE = 64;

    private int[] counts;
    private long total;
    private long max;

    void add(long nanos) {
        if (counts == null) {
            counts = new int[SIZE];
        }
        counts[bucket(nanos)]++;
        total++;
        max = Math.max(max, nanos);
    }

    void add(Latencies other) {
        if (other.counts == null) {
            return;
        }
        if (counts == null) {
            counts = new int[SIZE];
        }
        for (int i = 0; i < SIZE; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
        max = Math.max(max, other.max);
    }

    long total() {
        return total;
    }

    /**
     * The duration that this share of all durations does not exceed.
     *
     * @param share in (0, 1]
     * @return nanoseconds, −1 where nothing was counted
     */
    long percentile(double share) {
        if (total == 0) {
            return -1;
        }
        long rank = (long) Math.ceil(share * total);
        long seen = 0;
        for (int i = 0; i < SIZE - 1; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(max, (long) (FIRST_NANOS * Math.pow(GROWTH, i)));
            }
        }
        return max;
    }

    /** Bucket 0 ends at 0.25 ms; the last one has no end. */
    private static int bucket(long nanos) {
        if (nanos <= FIRST_NANOS) {
            return 0;
        }
        int bucket = (int) Math.ceil(Math.log(nanos / FIRST_NANOS) / LOG_GROWTH);
        return Math.min(bucket, SIZE - 1);
    }
}
