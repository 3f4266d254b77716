package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import dev.securemcp.proxy.identity.access.TokenGuard;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a request may come in, from its head alone: is it addressed to us and well formed, is its key good, is its token. What is found
 * out about the caller goes into the exchange.
 *
 * @param page whether a {@code cors} policy lets the web page call that the request comes from
 */
record Admission(Gateway gateway, Route<ServerRuntime> route, HttpServerRequest http, Exchange exchange, boolean page) {

    /**
     * Judges the head; {@code null} where the request may go on. Never fails, and completes at once unless a token has to be looked at.
     */
    Future<Denial> check() {
        ServerRuntime server = route.server();
        Optional<ErrorAnswer> refused =
                server.guard().check(route.kind(), http.method().name(), page, Requests.host(http), http.headers());
        if (refused.isPresent()) {
            return Future.succeededFuture(Denial.of(refused.get()));
        }
        KeyGuard.Result key = gateway.keys().check(server, http, exchange);
        if (key.refused() != null) {
            // Whoever has shown a token would only fetch another and fail again: the key is what is missing.
            boolean challenged = server.tokens() != null && authorization().isEmpty();
            return Future.succeededFuture(new Denial(key.refused(), key, challenged, null));
        }
        if (server.tokens() == null) {
            return Future.succeededFuture();
        }
        return server.tokens()
                .check(authorization(), exchange.caller(), exchange.services().tokens())
                .map(this::judged);
    }

    private List<String> authorization() {
        return http.headers().getAll(HttpHeaders.AUTHORIZATION);
    }

    private Denial judged(TokenGuard.Result result) {
        return switch (result) {
            case TokenGuard.Passed passed -> {
                exchange.caller(passed.caller());
                Instant until = passed.until();
                if (!until.equals(Instant.MAX)) {
                    exchange.stayWhile(now -> now.isBefore(until));
                }
                yield null;
            }
            case TokenGuard.Refused denied -> {
                exchange.caller(denied.caller());
                yield new Denial(denied.answer(), null, denied.challenged(), denied.error());
            }
        };
    }
}
