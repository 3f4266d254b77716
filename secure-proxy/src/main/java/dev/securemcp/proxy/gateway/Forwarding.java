package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.BackendException;
import dev.securemcp.proxy.backend.BackendRequest;
import dev.securemcp.proxy.backend.BackendResponse;
import dev.securemcp.proxy.backend.HttpClients.Use;
import dev.securemcp.proxy.backend.Relay;
import dev.securemcp.proxy.backend.UpstreamHeaders;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.Forwarder;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.RequestState;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.gateway.RouteTable.Kind;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;

/**
 * Carries one exchange's request to the backend, and again when a policy retries. Holds the head that came last; an earlier one is
 * given up unread.
 */
final class Forwarding implements Forwarder {

    private final Relay relay;
    private final Exchange exchange;
    private final ServerRuntime server;
    private final Kind kind;
    private final Route<ServerRuntime> route;
    private final Map<String, Upstream> backends;
    private final Destination own;
    private final Use use;
    private final boolean readAlong;
    private final MadeBody madeBody;
    private Destination destination;
    private Relay.Attempt attempt;
    private BackendResponse head;

    /**
     * @param own where this request goes unless policies say otherwise
     * @param use which pool it takes its connection from
     * @param readAlong whether the answer has to be read along, and so to come without content coding
     * @param madeBody looks at bodies that policies made
     */
    Forwarding(
            Relay relay,
            Exchange exchange,
            Route<ServerRuntime> route,
            Map<String, Upstream> backends,
            Destination own,
            Use use,
            boolean readAlong,
            MadeBody madeBody) {
        this.relay = relay;
        this.exchange = exchange;
        this.server = route.server();
        this.kind = route.kind();
        this.route = route;
        this.backends = backends;
        this.own = own;
        this.use = use;
        this.readAlong = readAlong || route.kind() == Kind.SSE;
        this.madeBody = madeBody;
        this.destination = own;
    }

    @Override
    public Future<Failure> forward(long headTimeoutMillis) {
        abandon();
        RequestState request = exchange.request();
        Failure refused = prepare(request);
        if (refused != null) {
            return Future.succeededFuture(refused);
        }
        byte[] body = request.bodyBytes();
        attempt = relay.send(new BackendRequest(
                use,
                HttpMethod.valueOf(request.method()),
                destination.target(),
                query(request),
                headers(request),
                request.identity(),
                body == null ? null : Buffer.buffer(body),
                headTimeoutMillis));
        return attempt.head().transform(answered -> {
            if (answered.failed()) {
                return Future.succeededFuture(failure(answered.cause()));
            }
            head = answered.result();
            HeaderFields fields = UpstreamHeaders.response(head.headers());
            challenges(fields);
            exchange.response(new ResponseState(head.status(), head.reason(), fields, null));
            return Future.succeededFuture(null);
        });
    }

    /** The request as it would go to the backend now, without its body; empty where it would go nowhere. Nothing is sent. */
    Optional<BackendRequest> preview(long headTimeoutMillis) {
        RequestState request = exchange.request();
        Optional<Destination> changed = own.changed(request, kind, backends);
        changed.ifPresent(there -> destination = there);
        return changed.map(there -> new BackendRequest(
                use,
                HttpMethod.valueOf(request.method()),
                there.target(),
                query(request),
                headers(request),
                request.identity(),
                null,
                headTimeoutMillis));
    }

    /**
     * A backend that asks for tokens itself has its clients come to us for its metadata. Where the gateway asks for them, a challenge of
     * the backend is meant for the gateway, and no token that a client could get would answer it.
     */
    private void challenges(HeaderFields response) {
        if (server.passthrough() != null) {
            ResourceUrls urls = ResourceUrls.of(exchange.request().originalUrl(), route);
            server.passthrough().rewrite(response, kind, urls);
        } else if (server.tokens() != null) {
            response.removeAll("WWW-Authenticate");
        }
    }

    /** Everything that can still be wrong after policies have run; null where nothing is. */
    private Failure prepare(RequestState request) {
        if (exchange.ended()) {
            return Failure.of(Reason.BACKEND_CONNECTION_FAILURE).withDetail("the client went away");
        }
        Optional<Destination> changed = own.changed(request, kind, backends);
        if (changed.isEmpty()) {
            return Failure.of(Reason.INTERNAL_ERROR).withDetail("a policy chose a backend that is not configured");
        }
        destination = changed.get();
        return madeBody.check(request);
    }

    /** Where the request went last, or will go. */
    Destination destination() {
        return destination;
    }

    /** The response whose body is still to be relayed; null where nothing was forwarded. */
    BackendResponse head() {
        return head;
    }

    /** Nobody wants the answer any more, whether its head is there or not. */
    void abandon() {
        if (head != null) {
            head.abort();
            head = null;
        } else if (attempt != null) {
            attempt.cancel();
        }
        attempt = null;
    }

    private MultiMap headers(RequestState request) {
        MultiMap headers = UpstreamHeaders.request(
                request.headers(), server.config().keyNames().header());
        if (readAlong) {
            // The endpoint event, too, must come without content coding.
            headers.set("Accept-Encoding", "identity");
        }
        passToken(request, headers);
        destination.credential().ifPresent(credential -> {
            // A policy that sets the same header wins.
            if (!request.headers().setByPolicy(credential.header())) {
                headers.set(credential.header(), credential.value().reveal());
            }
        });
        ForwardedHeaders.apply(request, headers);
        return headers;
    }

    /** The client's token is for the server's own backend; a policy that sets or removes the field wins. */
    private void passToken(RequestState request, MultiMap headers) {
        boolean own = server.passthrough() != null && server.config().backend().equals(destination.backend());
        if (own && !request.headers().setByPolicy("Authorization")) {
            headers.set("Authorization", request.headers().values("Authorization"));
        }
    }

    private String query(RequestState request) {
        return QueryString.forBackend(request, server.config().keyNames().query());
    }

    private Failure failure(Throwable cause) {
        if (!(cause instanceof BackendException backend)) {
            return Failure.of(Reason.INTERNAL_ERROR).withDetail(cause.toString());
        }
        Reason reason =
                switch (backend.kind()) {
                    case CONNECTION, CANCELLED -> Reason.BACKEND_CONNECTION_FAILURE;
                    case TIMEOUT -> Reason.BACKEND_TIMEOUT;
                    case BUSY -> Reason.BACKEND_UNAVAILABLE;
                };
        return Failure.of(ErrorAnswer.of(reason)).withDetail(backend.getMessage());
    }
}
