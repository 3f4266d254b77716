package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.gateway.RouteTable.Kind;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import dev.securemcp.proxy.mcp.Message;
import java.util.List;
import java.util.Optional;

/**
 * Sessions and legacy streams belong to the principal that opened them.
 *
 * @param sessionId the session that the request names; null for none
 */
record SessionGate(Engine engine, Gateway gateway, Route<ServerRuntime> route, Exchange exchange, String sessionId) {

    /** Where the request goes unless policies say otherwise; empty where it names a session or stream that is not this caller's. */
    Optional<Destination> destination() {
        ServerRuntime server = route.server();
        String principal = exchange.caller().principal();
        String name = server.config().name();
        return switch (route.kind()) {
            case SSE -> Optional.of(Destination.of(server.upstream(), Kind.SSE));
            case MESSAGES ->
                Optional.ofNullable(engine.endpoints().find(name, route.rest(), principal))
                        .map(known -> Destination.remembered(known.backend(), known.target(), gateway.backends()));
            case STREAMABLE -> {
                if (sessionId == null) {
                    yield Optional.of(Destination.of(server.upstream(), Kind.STREAMABLE));
                }
                yield Optional.ofNullable(engine.sessions().find(name, sessionId, principal))
                        .map(known -> Destination.remembered(known.backend(), known.instance(), gateway.backends()));
            }
        };
    }

    /** Whether the messages would open one session more than the caller may have. */
    boolean opensTooMany(List<Message> messages) {
        return messages.size() == 1
                && "initialize".equals(messages.getFirst().method())
                && engine.sessions().full(exchange.caller().principal());
    }
}
