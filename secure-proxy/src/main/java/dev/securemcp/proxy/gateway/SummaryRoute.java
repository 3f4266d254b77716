package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.telemetry.Telemetry;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /summary} on the management port: who called what, how it went, and who was blocked, why and how often. */
final class SummaryRoute implements Handler<RoutingContext> {

    private final Telemetry telemetry;

    SummaryRoute(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    @Override
    public void handle(RoutingContext request) {
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(telemetry.summary().toJson()));
    }
}
