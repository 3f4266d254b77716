package dev.securemcp.proxy.expression;

import java.time.Instant;

/** {@code context.Subscription}. Dates are null where they are not set. */
public interface SubscriptionFacts {

    String id();

    String name();

    /**
     * The key that the caller presented. Keys are kept as hashes, so {@link #primaryKey()} and {@link #secondaryKey()} can only
     * say what the caller itself has shown.
     */
    String key();

    /** The primary key where the caller presented it, else null. */
    String primaryKey();

    /** The secondary key where the caller presented it, else null. */
    String secondaryKey();

    Instant createdDate();

    Instant startDate();

    Instant endDate();
}
