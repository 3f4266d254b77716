package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.config.SubscriptionConfig.State;
import dev.securemcp.proxy.identity.SubscriptionDecision.Allowed;
import dev.securemcp.proxy.identity.SubscriptionDecision.Cause;
import dev.securemcp.proxy.identity.SubscriptionDecision.Denied;
import java.time.Instant;
import java.util.Optional;

/** Decides whether a subscription opens a server: a pure function of the subscription and the time. */
public final class SubscriptionCheck {

    private SubscriptionCheck() {}

    /**
     * Decides about a call without a key.
     *
     * @param required whether the server wants one
     */
    public static SubscriptionDecision withoutKey(boolean required) {
        return required ? new Denied(Cause.MISSING, Optional.empty()) : new Allowed(Optional.empty());
    }

    /**
     * Decides about a call with a key. It is checked also where none is required, so that a caller learns of a wrong key before the day on
     * which it is needed.
     *
     * @param found what the key stands for; empty for an unknown one
     * @param server the server's name
     */
    public static SubscriptionDecision withKey(Optional<Subscription> found, String server, Instant now) {
        if (found.isEmpty()) {
            return new Denied(Cause.UNKNOWN, found);
        }
        Subscription subscription = found.get();
        if (subscription.isExpired(now)) {
            return new Denied(Cause.EXPIRED, found);
        }
        if (subscription.state() != State.ACTIVE) {
            return new Denied(Cause.NOT_ACTIVE, found);
        }
        if (subscription.isTooEarly(now)) {
            return new Denied(Cause.TOO_EARLY, found);
        }
        return subscription.opens(server) ? new Allowed(found) : new Denied(Cause.OTHER_SERVER, found);
    }
}
