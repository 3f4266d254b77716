package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.config.Limit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The issuers of bridges, each with what is known of it. One whose bridge was configured anew begins anew. */
final class Issuers {

    private record Held(BridgeSite site, Issuer issuer) {}

    private final BridgeEnvironment environment;
    private final ConcurrentMap<String, Held> issuers = new ConcurrentHashMap<>();

    Issuers(BridgeEnvironment environment) {
        this.environment = environment;
    }

    Issuer of(BridgeSite site) {
        return issuers.compute(
                        site.server(),
                        (server, held) -> held != null && held.site() == site
                                ? held
                                : new Held(
                                        site,
                                        new Issuer(
                                                environment.vertx(),
                                                environment.http(),
                                                environment.clock(),
                                                environment.random(),
                                                site,
                                                environment.limits().time(Limit.BRIDGE_CALL_TIME))))
                .issuer();
    }
}
