package dev.securemcp.proxy.exchange.limit;

/**
 * What became of a call's demands.
 *
 * @param allowed whether there was room for all of them
 * @param binding the demand that decided: of those refused the one with the longest wait, else the one with the least room left
 * @param remaining units that there is still room for, at least 0
 * @param waitMillis how long until there is room, where it was refused; {@link #NEVER} where no waiting helps,
 *     {@link #UNKNOWN} where that cannot be told
 */
public record RateDecision(boolean allowed, RateDemand binding, long remaining, long waitMillis) {

    /** No waiting makes room. */
    public static final long NEVER = Long.MAX_VALUE;

    /** It is not known: the shared counters cannot be reached. */
    public static final long UNKNOWN = -1;

    /** A refusal because it cannot be told. */
    public static RateDecision unavailable(RateDemand demand) {
        return new RateDecision(false, demand, 0, UNKNOWN);
    }

    /** Whether one decision outweighs another of the same call. */
    public static boolean binds(RateDecision one, RateDecision other) {
        if (one.allowed() != other.allowed()) {
            return other.allowed();
        }
        return one.allowed() ? one.remaining() < other.remaining() : one.waitMillis() > other.waitMillis();
    }

    /** The wait in whole seconds: who waits for so long, by any clock that does not run fast, is not told to wait again. */
    public long waitSeconds() {
        return waitMillis / 1_000 + (waitMillis % 1_000 == 0 ? 0 : 1);
    }
}
