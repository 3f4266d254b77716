package dev.securemcp.proxy.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/**
 * A consumer's access to a product, to some of its servers, or to servers alone. Keys are here as hashes only, whichever way they were given.
 *
 * @param id its key under {@code subscriptions} or {@code keys}
 * @param product the name of an existing product; empty for a subscription to servers
 * @param servers what it opens: some of the product's; where it is empty, all of the product's, or all that there are
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
        Optional<String> product,
        Optional<Set<String>> servers,
        Optional<StoredKey> primaryKey,
        Optional<StoredKey> secondaryKey,
        State state,
        Optional<Instant> notBefore,
        Optional<Instant> expires,
        boolean allowTracing,
        String displayName,
        String owner,
        String notes,
        Position position) {

    private static final int MAX_ID = 80;

    public SubscriptionConfig {
        servers = servers.map(Copies::of);
    }

    /** Whether a text can be a key: 16 to 256 visible ASCII characters. */
    public static boolean isKey(String text) {
        return Format.KEY.matches(text);
    }

    /** Whether a text can be an id, or the name of a product or server. */
    public static boolean isId(String text) {
        if (text.isEmpty() || text.length() > MAX_ID || !isIdChar(text.charAt(0), true)) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (!isIdChar(text.charAt(i), false)) {
                return false;
            }
        }
        return true;
    }

    /** What {@link Format#NAME} says, without the pattern: files of subscriptions hold millions of ids. */
    private static boolean isIdChar(char c, boolean first) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || (!first && (c == '-' || c == '.'));
    }

    /** A date (its midnight, UTC) or a time with its offset; empty for anything else, also for a day that no calendar has. */
    public static Optional<Instant> instant(String text) {
        if (!Format.INSTANT.matches(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.contains("T")
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
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
