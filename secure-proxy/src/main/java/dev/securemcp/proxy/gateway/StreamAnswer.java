package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.gateway.RouteTable.Kind;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import dev.securemcp.proxy.mcp.Envelope;
import dev.securemcp.proxy.mcp.Sse;
import io.vertx.core.buffer.Buffer;

/**
 * An answer that the gateway itself gives to a message of the older transport. Clients look for answers on their stream and for nothing but
 * the status in what the message is answered with: a success there is taken for "the answer will come".
 *
 * @param envelope the message; null where it was not read
 * @param taken whether the backend has answered, so that what it says comes on the stream
 */
record StreamAnswer(Engine engine, Route<ServerRuntime> route, Exchange exchange, Envelope envelope, boolean taken) {

    /**
     * Moves a successful answer to the stream and leaves a 202. One that finds no stream of the caller is no success, so that its client
     * does not wait: the stream may be another gateway's, or belong to a token that no policy had looked at when the answer was made.
     */
    void move(ResponseState response) {
        boolean waitedFor = route.kind() == Kind.MESSAGES && envelope != null && envelope.hasRequest();
        byte[] body = response.ownBody();
        if (!waitedFor || response.statusCode() != 200 || body == null || body.length == 0) {
            return;
        }
        boolean told = engine.endpoints()
                .tell(
                        route.server().config().name(),
                        route.rest(),
                        exchange.caller().principal(),
                        Sse.message(Buffer.buffer(body)));
        if (told) {
            response.status(202, null);
            response.headers().removeAll("Content-Type");
            response.ownBody(new byte[0]);
        } else if (!taken || exchange.failure() != null) {
            response.status(DefaultAnswer.UNPROCESSABLE, null);
        }
    }
}
