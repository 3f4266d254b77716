package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.MessageEndpoints.Endpoint;
import dev.securemcp.proxy.backend.SessionTable.Session;
import dev.securemcp.proxy.backend.SharedPlaces;
import dev.securemcp.proxy.backend.SharedPlaces.Place;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.gateway.RouteTable.Kind;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import dev.securemcp.proxy.mcp.Message;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Sessions and legacy streams belong to the principal that opened them.
 *
 * @param sessionId the session that the request names; null for none
 */
record SessionGate(Engine engine, Gateway gateway, Route<ServerRuntime> route, Exchange exchange, String sessionId) {

    private static final long SECOND_LOOK_MILLIS = 50;

    /** Where the request goes unless policies say otherwise; empty where it names a session or stream that is not this caller's. */
    Future<Optional<Destination>> destination() {
        Upstream upstream = route.server().upstream();
        return switch (route.kind()) {
            case SSE -> Future.succeededFuture(Optional.of(Destination.of(upstream, Kind.SSE)));
            case MESSAGES -> stream();
            case STREAMABLE ->
                sessionId == null
                        ? Future.succeededFuture(Optional.of(Destination.of(upstream, Kind.STREAMABLE)))
                        : session();
        };
    }

    private Future<Optional<Destination>> session() {
        String server = route.server().config().name();
        SharedPlaces places = engine.services().places();
        Session known =
                engine.sessions().find(server, sessionId, exchange.caller().principal());
        if (known != null) {
            places.used(SharedPlaces.Kind.SESSION, server, sessionId);
            return Future.succeededFuture(
                    Optional.of(Destination.remembered(known.backend(), known.instance(), gateway.backends())));
        }
        return places.find(SharedPlaces.Kind.SESSION, server, sessionId).map(place -> {
            Optional<Place> own = own(place);
            own.ifPresent(found -> engine.sessions().opened(sessionId, here(server, found)));
            return own.map(this::at);
        });
    }

    /** Here it counts for whoever goes on with it: where its opener called from is not told to other gateways. */
    private Session here(String server, Place place) {
        return new Session(server, place.principal(), exchange.caller().countedAs(), place.backend(), place.target());
    }

    /**
     * The stream may be another gateway's, and its client may know of the endpoint a moment before this gateway can: so what is not
     * known is looked for twice.
     */
    private Future<Optional<Destination>> stream() {
        String server = route.server().config().name();
        SharedPlaces places = engine.services().places();
        Endpoint known =
                engine.endpoints().find(server, route.rest(), exchange.caller().principal());
        if (known != null) {
            places.used(SharedPlaces.Kind.STREAM, server, route.rest());
            return Future.succeededFuture(
                    Optional.of(Destination.remembered(known.backend(), known.target(), gateway.backends())));
        }
        if (places == SharedPlaces.NONE) {
            return Future.succeededFuture(Optional.empty());
        }
        return places.find(SharedPlaces.Kind.STREAM, server, route.rest())
                .compose(place -> place != null
                        ? Future.succeededFuture(place)
                        : exchange.pause(SECOND_LOOK_MILLIS)
                                .compose(waited -> places.find(SharedPlaces.Kind.STREAM, server, route.rest())))
                .map(place -> {
                    Optional<Place> own = own(place);
                    own.ifPresent(found -> places.used(SharedPlaces.Kind.STREAM, server, route.rest()));
                    return own.map(this::at);
                });
    }

    private Optional<Place> own(Place place) {
        return Optional.ofNullable(place)
                .filter(found -> found.principal().equals(exchange.caller().principal()));
    }

    private Destination at(Place place) {
        return Destination.remembered(place.backend(), place.target(), gateway.backends());
    }

    /** Whether the messages would open one session more than the caller may have. */
    boolean opensTooMany(List<Message> messages) {
        return messages.size() == 1
                && "initialize".equals(messages.getFirst().method())
                && engine.sessions().full(exchange.caller().countedAs());
    }
}
