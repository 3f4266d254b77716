package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.config.StoredKey;
import dev.securemcp.proxy.config.SubscriptionConfig.State;
import java.time.Instant;
import java.util.Optional;

/**
 * A consumer's access, as one of its keys opened it.
 *
 * @param id the id in the configuration: what policies, logs and metrics call it
 * @param name for people
 * @param access what it opens
 * @param slot which of the two keys was presented
 * @param key that key, as it is kept
 * @param notBefore the first instant at which a key works
 * @param expires the first instant at which no key works any more
 * @param mayTrace whether its calls may be traced
 */
public record Subscription(
        String id,
        String name,
        Access access,
        KeySlot slot,
        StoredKey key,
        State state,
        Optional<Instant> notBefore,
        Optional<Instant> expires,
        boolean mayTrace) {

    /** The two keys of a subscription: one is changed while the other works. */
    public enum KeySlot {
        PRIMARY,
        SECONDARY
    }

    /** The product that it opens; empty for a subscription to servers. */
    public Optional<String> product() {
        return access.product();
    }

    /** Whether it opens a server, if its keys work at all. */
    public boolean opens(String server) {
        return access.opens(server);
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
