package dev.securemcp.proxy.exchange.limit;

/**
 * What one call asks of one quota.
 *
 * @param key what is counted; a quota of other length, or that began at another time, has another key
 * @param window the window that now is in
 * @param maxCalls most units within it
 * @param maxBytes the bytes after which there is nothing more
 * @param units what is counted of the first
 * @param bytes what is counted of the second
 * @param mode what is done with them
 */
public record QuotaDemand(
        String key, QuotaWindow window, long maxCalls, long maxBytes, long units, long bytes, RateDemand.Mode mode) {

    /** No bound. */
    public static final long UNLIMITED = Long.MAX_VALUE;
}
