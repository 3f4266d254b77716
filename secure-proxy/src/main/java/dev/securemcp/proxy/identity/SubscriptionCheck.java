package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.config.SubscriptionConfig.State;
import dev.securemcp.proxy.identity.SubscriptionDecision.Allowed;
import dev.securemcp.proxy.identity.SubscriptionDecision.Cause;
import dev.securemcp.proxy.identity.SubscriptionDecision.Denied;
import java.time.Instant;
import java.util.Optional;

/** Decides whether a presented key opens a server: a pure function of the table, the key and the time. */
public final class SubscriptionCheck {

    private SubscriptionCheck() {}

    /**
     * Decides about one call.
     *
     * @param presentedKey as it came; null or empty where none came
     * @param server the server's name
     * @param required whether the server wants a key. One that is presented is checked either way, so that a caller learns
     *     of a wrong key before the day on which it is needed
     */
    public static SubscriptionDecision decide(
            SubscriptionTable table, String presentedKey, String server, boolean required, Instant now) {
        if (presentedKey == null || presentedKey.isEmpty()) {
            return required ? new Denied(Cause.MISSING, Optional.empty()) : new Allowed(Optional.empty());
        }
        Optional<Subscription> found = table.find(presentedKey);
        if (found.isEmpty()) {
            return new Denied(Cause.UNKNOWN, found);
        }
        return decide(table, found.get(), server, now);
    }

    /** Whether a subscription whose key was once good for a server still is: for what stays open. */
    public static boolean stillOpens(SubscriptionTable table, Subscription subscription, String server, Instant now) {
        return decide(table, subscription, server, now) instanceof Allowed;
    }

    private static SubscriptionDecision decide(
            SubscriptionTable table, Subscription subscription, String server, Instant now) {
        Optional<Subscription> known = Optional.of(subscription);
        if (subscription.isExpired(now)) {
            return new Denied(Cause.EXPIRED, known);
        }
        if (subscription.state() != State.ACTIVE) {
            return new Denied(Cause.NOT_ACTIVE, known);
        }
        if (subscription.isTooEarly(now)) {
            return new Denied(Cause.TOO_EARLY, known);
        }
        return table.opens(subscription, server) ? new Allowed(known) : new Denied(Cause.OTHER_SERVER, known);
    }
}
