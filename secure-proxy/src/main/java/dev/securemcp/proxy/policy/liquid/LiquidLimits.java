package dev.securemcp.proxy.policy.liquid;

/**
 * What one rendering may cost.
 *
 * @param steps elements rendered, loop turns, filters; bulk work counts by size
 * @param textLength characters of one text: the output, a captured block, what a filter makes
 * @param totalLength characters made in sum
 */
public record LiquidLimits(int steps, int textLength, long totalLength) {

    /** Blocks in blocks, and brackets in brackets; deeper ones fail the load. */
    static final int MAX_DEPTH = 50;

    /** For bodies of at most that many bytes. A text has no more characters than bytes. */
    public static LiquidLimits forBody(long maxBytes) {
        int length = (int) Math.min(maxBytes, 64 << 20);
        return new LiquidLimits(500_000, length, Math.max(32L << 20, 4L * length));
    }
}
