package dev.securemcp.weather.access;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams that clients hold open to listen. They have no end of their own, so they are ended, cleanly, when the
 * program is told to stop; the calls that still run have the time of {@code quarkus.shutdown.timeout}.
 */
@Singleton
public class OpenStreams {

    /** After {@link Guard}: who may not call has no stream. */
    private static final int PRIORITY = 150;

    private final Set<HttpServerResponse> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    void register(@Observes Filters filters) {
        filters.register(this::note, PRIORITY);
    }

    private void note(RoutingContext context) {
        String path = context.normalizedPath();
        if (HttpMethod.GET.equals(context.request().method()) && (path.equals("/mcp") || path.equals("/mcp/sse"))) {
            if (stopping) {
                context.response().setStatusCode(503).end();
                return;
            }
            HttpServerResponse response = context.response();
            open.add(response);
            context.addEndHandler(done -> open.remove(response));
        }
        context.next();
    }

    void end(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        for (HttpServerResponse response : open) {
            if (!response.ended() && !response.closed()) {
                response.end();
            }
        }
    }
}
