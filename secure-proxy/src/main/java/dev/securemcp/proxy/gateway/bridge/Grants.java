package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Ended;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Grant;
import dev.securemcp.proxy.gateway.bridge.BridgeEvents.Event;
import dev.securemcp.proxy.gateway.bridge.BridgeStore.Kind;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;

/**
 * The grants that clients refresh. Only who knows how a grant stands changes it, in one step: of two gateways that renew it one does, one
 * that ends meanwhile stays ended, and where the store fails it is as it was.
 */
final class Grants {

    /** How long it is known of a grant that it has ended: longer than anything with it can be under way. */
    private static final Duration ENDED = Duration.ofHours(1);

    private final BridgeEnvironment environment;
    private final Duration idle;

    Grants(BridgeEnvironment environment) {
        this.environment = environment;
        this.idle = environment.limits().time(Limit.BRIDGE_GRANT_IDLE);
    }

    /** A grant; null where there is none, or none any more. */
    Future<Grant> find(String id) {
        return environment.store().get(Kind.GRANT, id).map(entry -> entry instanceof Grant grant ? grant : null);
    }

    /** Begins one. False where it has ended already, since its code was used twice. */
    Future<Boolean> begin(String id, Grant grant) {
        return environment.store().add(Kind.GRANT, id, grant, in(idle));
    }

    /**
     * Puts a grant in the place of how it stood. False where it does not stand so any more: but what the issuer has granted counts for
     * more than that it has refused the same token to another gateway, which was a moment later there.
     */
    Future<Boolean> renew(String id, Grant stood, Grant next) {
        BridgeStore store = environment.store();
        return store.replace(Kind.GRANT, id, stood, next, in(idle))
                .compose(done -> done
                        ? Future.succeededFuture(true)
                        : store.replace(Kind.GRANT, id, new Ended(stood.current()), next, in(idle)));
    }

    /** Ends a grant that the issuer has refused as it stood. False where it does not stand so any more. */
    Future<Boolean> lose(String id, Grant stood) {
        return environment.store().replace(Kind.GRANT, id, stood, new Ended(stood.current()), in(ENDED));
    }

    /** Ends one, whether it has begun or is about to. */
    Future<Void> revoke(BridgeSite site, String id) {
        BridgeStore store = environment.store();
        return store.take(Kind.GRANT, id).compose(gone -> {
            if (gone instanceof Grant) {
                environment.events().happened(site.server(), Event.REVOKED);
            }
            return store.put(Kind.GRANT, id, new Ended(null), in(ENDED));
        });
    }

    private Instant in(Duration time) {
        return environment.clock().instant().plus(time);
    }
}
