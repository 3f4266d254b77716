package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import dev.securemcp.proxy.gateway.trace.SecretMask;
import dev.securemcp.proxy.identity.SubscriptionsFile;
import dev.securemcp.proxy.mcp.EnvelopeScanner;
import java.util.Map;
import java.util.Optional;

/**
 * A running configuration: everything that a request needs, in one immutable object. A change builds a new one and swaps one
 * reference; calls under way finish with the one they began with.
 *
 * @param routes which server a path belongs to
 * @param backends every backend by name
 * @param keys who holds which subscription key
 * @param subscriptions the file that some of these keys are in, where there is one
 * @param bridges the OAuth bridges of servers that have one
 * @param addresses who the caller is behind trusted proxies
 * @param origin how clients see the gateway
 * @param scanner reads bodies
 * @param secrets what must not be seen in traces
 * @param limits the limits in force
 * @param toolSchemas whether any policy wants to know what tools take
 */
record Gateway(
        RouteTable<ServerRuntime> routes,
        Map<String, Upstream> backends,
        KeyGuard keys,
        Optional<SubscriptionsFile> subscriptions,
        Bridges bridges,
        ClientAddress addresses,
        PublicOrigin origin,
        EnvelopeScanner scanner,
        SecretMask secrets,
        Limits limits,
        boolean toolSchemas) {

    /** The server behind a path; null where there is none. */
    Route<ServerRuntime> find(String path) {
        return routes.find(path);
    }
}
