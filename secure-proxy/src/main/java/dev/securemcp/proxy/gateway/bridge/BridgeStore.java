package dev.securemcp.proxy.gateway.bridge;

import io.vertx.core.Future;
import java.time.Instant;

/**
 * Where a bridge remembers. An implementation that keeps entries outside this process encrypts them, since they hold the issuer's
 * tokens. Bounded for each kind; nothing in it blocks.
 */
public interface BridgeStore {

    /** What is kept, each with a bound of its own. */
    enum Kind {
        CONSENT,
        SIGN_IN,
        CODE,
        SPENT_CODE,
        GRANT
    }

    /** Keeps an entry until then, in place of one that is there. */
    Future<Void> put(Kind kind, String key, BridgeEntry entry, Instant expires);

    /** Keeps an entry until then where there is none, and says whether it did, in one step: of two that add, one does. */
    Future<Boolean> add(Kind kind, String key, BridgeEntry entry, Instant expires);

    /**
     * Puts an entry in the place of the one that the caller knows, in one step, and says whether it did: where that is not there any more,
     * nothing happens. While it fails, what is there stays.
     *
     * @param known as it came out of this store
     */
    Future<Boolean> replace(Kind kind, String key, BridgeEntry known, BridgeEntry next, Instant expires);

    /** Hands an entry over and forgets it, in one step: of two that ask, one gets it. Null where there is none. */
    Future<BridgeEntry> take(Kind kind, String key);

    /** An entry; null where there is none. */
    Future<BridgeEntry> get(Kind kind, String key);
}
