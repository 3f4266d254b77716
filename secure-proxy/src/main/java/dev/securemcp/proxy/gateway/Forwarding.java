package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.BackendException;
import dev.securemcp.proxy.backend.BackendRequest;
import dev.securemcp.proxy.backend.BackendResponse;
import dev.securemcp.proxy.backend.HttpClients.Use;
import dev.securemcp.proxy.backend.Relay;
import dev.securemcp.proxy.backend.Target;
import dev.securemcp.proxy.backend.UpstreamHeaders;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.Forwarder;
import dev.securemcp.proxy.exchange.RequestState;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;

/**
 * Carries one exchange's request to the backend, and again when a policy retries. Holds the head that came last; an earlier one is
 * given up unread.
 */
final class Forwarding implements Forwarder {

    private final Relay relay;
    private final Exchange exchange;
    private final ServerRuntime server;
    private final Target target;
    private final Use use;
    private final boolean identity;
    private Relay.Attempt attempt;
    private BackendResponse head;

    /**
     * @param target where this request goes
     * @param use which pool it takes its connection from
     * @param identity whether the response must come without content coding, since something reads along
     */
    Forwarding(Relay relay, Exchange exchange, ServerRuntime server, Target target, Use use, boolean identity) {
        this.relay = relay;
        this.exchange = exchange;
        this.server = server;
        this.target = target;
        this.use = use;
        this.identity = identity;
    }

    @Override
    public Future<Failure> forward(long headTimeoutMillis) {
        abandon();
        RequestState request = exchange.request();
        byte[] body = request.bodyBytes();
        attempt = relay.send(new BackendRequest(
                use,
                HttpMethod.valueOf(request.method()),
                target,
                QueryString.without(query(request), server.config().keyNames().query()),
                headers(request),
                body == null ? null : Buffer.buffer(body),
                headTimeoutMillis));
        return attempt.head().transform(answered -> {
            if (answered.failed()) {
                return Future.succeededFuture(failure(answered.cause()));
            }
            head = answered.result();
            exchange.response(
                    new ResponseState(head.status(), head.reason(), UpstreamHeaders.response(head.headers()), null));
            return Future.succeededFuture(null);
        });
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
        if (identity) {
            headers.set("Accept-Encoding", "identity");
        }
        server.credential().ifPresent(credential -> {
            // A policy that sets the same header wins.
            if (!request.headers().setByPolicy(credential.header())) {
                headers.set(credential.header(), credential.value().reveal());
            }
        });
        ForwardedHeaders.apply(request, headers);
        return headers;
    }

    private static String query(RequestState request) {
        String query = request.url().queryString();
        return query.startsWith("?") ? query.substring(1) : query;
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
