package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.config.SubscriptionConfig.State;
import java.time.Instant;
import java.util.Optional;

/**
 * A consumer's access to a product, as one of its two keys opened it.
 *
 * @param id the id in the configuration: what policies, logs and metrics call it
 * @param name for people
 * @param product the product it opens
 * @param key which of the two keys was presented
 * @param notBefore the first instant at which a key works
 * @param expires the first instant at which no key works any more
 * @param mayTrace whether its calls may be traced
 */
public record Subscription(
        String id,
        String name,
        String product,
        KeySlot key,
        State state,
        Optional<Instant> notBefore,
        Optional<Instant> expires,
        boolean mayTrace) {

    /** The two keys of a subscription: one is changed while the other works. */
    public enum KeySlot {
        PRIMARY,
        SECONDARY
    }

    /** Whether keys work at a moment: the state and both dates say so. */
    public boolean worksAt(Instant now) {
        return state == State.ACTIVE && !isTooEarly(now) && !isExpired(now);
    }

    boolean isTooEarly(Instant now) {
        return notBefore.isPresent() && now.isBefore(notBefore.get());
    }

    boolean isExpired(Instant now) {
        return state == State.EXPIRED || (expires.isPresent() && !now.isBefore(expires.get()));
    }
}
