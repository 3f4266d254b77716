package dev.securemcp.weather.access;

import dev.securemcp.weather.Settings;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Stands before everything under {@code /mcp}: 403 for pages of other machines, and, where {@code weather.api-key} is
 * set, 401 for callers that do not show it. Health and metrics stay open.
 */
@Singleton
public class Guard {

    private static final Logger LOG = Logger.getLogger(Guard.class);
    private static final String HEADER = "X-API-Key";

    /** Before the body is read and before every route. */
    private static final int PRIORITY = 200;

    private final Optional<BackendKey> key;

    Guard(Settings settings) {
        this.key = settings.apiKey().map(BackendKey::new);
    }

    void warn(@Observes StartupEvent event) {
        if (key.isEmpty()) {
            LOG.warn(
                    "No backend key: everybody who reaches this port can call /mcp. Set WEATHER_API_KEY to change that.");
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        // The form of the path that the router matches, so that no other spelling goes past.
        String path = context.normalizedPath();
        if (!path.equals("/mcp") && !path.startsWith("/mcp/")) {
            context.next();
        } else if (!Origins.allowed(context.request().getHeader("Origin"))) {
            refuse(context, 403, "pages of this origin may not call; call without a browser, or from this machine");
        } else if (key.isPresent()
                && !key.get().accepts(context.request().headers().getAll(HEADER))) {
            refuse(
                    context,
                    401,
                    "the header " + HEADER + " is missing or wrong; ask the operator of this server for the key");
        } else {
            context.next();
        }
    }

    private static void refuse(RoutingContext context, int status, String message) {
        JsonObject error = new JsonObject()
                .put("jsonrpc", "2.0")
                .putNull("id")
                .put("error", new JsonObject().put("code", status).put("message", message));
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(error.encode());
    }
}
