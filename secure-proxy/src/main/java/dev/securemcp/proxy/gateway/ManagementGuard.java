package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Sha256;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Stands before what shows callers' data on the management port. With a token configured it asks for it; without one it lets
 * through only where the port is on loopback. Health and metrics show no caller and are not asked.
 *
 * @param token the hash of the token
 * @param loopback whether only this machine reaches the management port
 */
record ManagementGuard(Optional<Sha256> token, boolean loopback) implements Handler<RoutingContext> {

    private static final String SCHEME = "Bearer ";

    @Override
    public void handle(RoutingContext request) {
        if (token.isEmpty()) {
            if (loopback) {
                request.next();
            } else {
                refuse(request, 403, "set `management.token` in the configuration to see this from elsewhere");
            }
            return;
        }
        String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        boolean bearer = header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        // Hashes are compared, so the time taken tells nothing about the token.
        if (bearer
                && token.get()
                        .equals(Sha256.of(header.substring(SCHEME.length()).trim()))) {
            request.next();
        } else {
            request.response().putHeader("WWW-Authenticate", "Bearer");
            refuse(request, 401, "send the management token as `Authorization: Bearer`");
        }
    }

    private static void refuse(RoutingContext request, int status, String remedy) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(remedy + "\n");
    }
}
