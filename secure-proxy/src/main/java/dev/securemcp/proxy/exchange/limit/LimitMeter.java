package dev.securemcp.proxy.exchange.limit;

/** Where the decisions of limits are counted. */
@FunctionalInterface
public interface LimitMeter {

    /** Counts nothing. */
    LimitMeter NONE = (policy, server, outcome) -> {};

    /** What became of a call at a limit. */
    enum Outcome {
        /** There was room. */
        ALLOWED,
        /** There was none. */
        REFUSED,
        /** The limit does not apply to such a call, as one without a subscription. */
        SKIPPED
    }

    /**
     * Counts one decision.
     *
     * @param policy the element's name
     * @param server the configured name of the server that was called
     */
    void decided(String policy, String server, Outcome outcome);
}
