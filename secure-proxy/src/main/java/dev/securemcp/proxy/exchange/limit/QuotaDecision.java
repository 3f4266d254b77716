package dev.securemcp.proxy.exchange.limit;

/**
 * What became of a call's demands.
 *
 * @param outcome whether all of them were met, or what is used up
 * @param binding the demand that decided: of those refused the one whose window ends last
 */
public record QuotaDecision(Outcome outcome, QuotaDemand binding) {

    /** What is used up, if anything. */
    public enum Outcome {
        ALLOWED,
        OUT_OF_CALLS,
        OUT_OF_BANDWIDTH,
        /** It cannot be told: the shared counters cannot be reached. */
        UNAVAILABLE
    }

    public boolean allowed() {
        return outcome == Outcome.ALLOWED;
    }
}
