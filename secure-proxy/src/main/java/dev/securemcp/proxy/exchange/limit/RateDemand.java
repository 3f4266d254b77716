package dev.securemcp.proxy.exchange.limit;

/**
 * What one call asks of one counter.
 *
 * @param key what is counted; the same key with another period has another counter
 * @param periodMillis the period that slides, 1 ms to half an hour
 * @param calls the most units within any period
 * @param units what this call counts, at least 1
 * @param mode what is done with them
 */
public record RateDemand(String key, int periodMillis, long calls, long units, Mode mode) {

    /** What is done with the units. */
    public enum Mode {
        /** They are counted if there is room for all of them. */
        TAKE,
        /** They are not counted; said is whether there would be room. */
        CHECK,
        /** They were counted for the same call by another demand; said is whether that was within this demand's limit. */
        COUNTED,
        /** They are counted, room or not. */
        ADD
    }
}
