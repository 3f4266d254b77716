package dev.securemcp.proxy.expression;

/**
 * What one evaluation may cost. Beyond any of these it ends with an {@link ExpressionException} that {@code catch} does not catch.
 *
 * @param steps calls, loop turns and elements visited; bulk work counts by size
 * @param depth nesting of calls of local functions and lambdas, weighed by the height of their trees
 * @param stringLength characters of one string, bytes of one array
 * @param totalLength characters and bytes produced by one evaluation, in sum
 * @param collectionSize elements of one list, array, dictionary, object
 * @param regexSteps characters that regular expressions look at during one evaluation
 */
public record ExpressionLimits(
        int steps, int depth, int stringLength, long totalLength, int collectionSize, int regexSteps) {

    /** Far above what policy documents need, and under 100 ms of work on one core. */
    public static final ExpressionLimits DEFAULT =
            new ExpressionLimits(500_000, 1_500, 4 << 20, 32L << 20, 100_000, 2_000_000);
}
