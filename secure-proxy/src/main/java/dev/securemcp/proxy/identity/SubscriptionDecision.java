package dev.securemcp.proxy.identity;

import java.util.Optional;

/** What {@link SubscriptionCheck} decides about a key. */
public sealed interface SubscriptionDecision {

    /**
     * The call may go on.
     *
     * @param subscription whose key it came with; empty where none was presented and none is required
     */
    record Allowed(Optional<Subscription> subscription) implements SubscriptionDecision {}

    /**
     * The call is answered 401.
     *
     * @param cause why, exactly: for logs and metrics. The caller learns {@link Cause#reason()} and {@link Cause#message()}
     * @param subscription whose key it was, where that is known: for logs
     */
    record Denied(Cause cause, Optional<Subscription> subscription) implements SubscriptionDecision {}

    /** Why a key does not open a server. The reasons are those of API Management (policies, error handling). */
    enum Cause {
        MISSING(
                "SubscriptionKeyNotFound",
                "A subscription key is required. Send it in the header or query parameter that this server names."),
        UNKNOWN("SubscriptionKeyInvalid", Cause.NOT_VALID),
        MISTYPED(
                "SubscriptionKeyInvalid",
                "The subscription key is cut off or mistyped: it begins as this gateway's keys do, but its checksum is wrong."),
        NOT_ACTIVE("SubscriptionKeyInvalid", Cause.NOT_VALID),
        TOO_EARLY("SubscriptionKeyInvalid", Cause.NOT_VALID),
        EXPIRED("SubscriptionKeyInvalid", Cause.NOT_VALID),
        OTHER_SERVER("SubscriptionKeyInvalid", Cause.NOT_VALID);

        // One text for all that the table decides: a caller without a valid key does not learn what it holds.
        private static final String NOT_VALID =
                "The subscription key is not valid here: it is unknown, not active, or for another server.";

        private final String reason;
        private final String message;

        Cause(String reason, String message) {
            this.reason = reason;
            this.message = message;
        }

        /** API Management's word, as {@code data.reason} and {@code context.LastError.Reason} have it. */
        public String reason() {
            return reason;
        }

        /** What the caller is told. */
        public String message() {
            return message;
        }
    }
}
