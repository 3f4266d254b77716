package dev.securemcp.proxy.policy.flow;

/**
 * How long {@code retry} waits (APIM: "Retry", wait times), without the random part of the reference's formula. All in seconds.
 *
 * <ul>
 *   <li>{@code interval} alone: always that.
 *   <li>with {@code delta}: {@code interval + (n − 1) · delta} before the n-th retry.
 *   <li>with {@code delta} and {@code max-interval}: {@code interval + 2^(n − 1) · delta}, at most {@code max-interval}.
 * </ul>
 *
 * @param interval 0 or more
 * @param delta 0 for none
 * @param maxInterval no wait is longer; 0 for none
 * @param firstFast whether the first retry comes at once
 */
record RetrySchedule(int interval, int delta, int maxInterval, boolean firstFast) {

    /** Beyond this many doublings every wait is at its greatest. */
    private static final int MAX_DOUBLINGS = 30;

    /**
     * How long to wait.
     *
     * @param retry which retry comes next, from 1
     * @return milliseconds
     */
    long waitMillis(int retry) {
        if (firstFast && retry == 1) {
            return 0;
        }
        long seconds = interval;
        if (maxInterval > 0) {
            seconds += (long) delta << Math.min(retry - 1, MAX_DOUBLINGS);
            seconds = Math.min(seconds, maxInterval);
        } else {
            seconds += (retry - 1L) * delta;
        }
        return seconds * 1_000;
    }
}
