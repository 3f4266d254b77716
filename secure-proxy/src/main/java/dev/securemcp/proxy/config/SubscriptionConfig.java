package dev.securemcp.proxy.config;

import java.time.Instant;
import java.util.Optional;

/**
 * A consumer's access to a product. Keys are here as hashes only, whichever way they were given.
 *
 * @param id its key under {@code subscriptions}
 * @param product the name of an existing product
 * @param primaryKey one of the two keys is always there
 * @param secondaryKey the other, so that keys can be changed without a gap
 * @param notBefore the first instant at which a key works
 * @param expires the first instant at which no key works any more
 * @param allowTracing whether its calls may be traced
 * @param displayName for people; by default the id
 * @param owner whose it is; may be empty
 * @param notes for people; may be empty
 */
public record SubscriptionConfig(
        String id,
        String product,
        Optional<Sha256> primaryKey,
        Optional<Sha256> secondaryKey,
        State state,
        Optional<Instant> notBefore,
        Optional<Instant> expires,
        boolean allowTracing,
        String displayName,
        String owner,
        String notes,
        Position position) {

    /** Whether a text can be a key: 16 to 256 visible ASCII characters. */
    public static boolean isKey(String text) {
        return Format.KEY.matches(text);
    }

    /** The states that API Management knows; only in one of them do keys work. */
    public enum State {
        ACTIVE,
        SUSPENDED,
        SUBMITTED,
        REJECTED,
        CANCELLED,
        EXPIRED
    }
}
