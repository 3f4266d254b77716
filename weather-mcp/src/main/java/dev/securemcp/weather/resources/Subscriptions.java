package dev.securemcp.weather.resources;

import dev.securemcp.weather.forecast.UsState;
import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which states somebody has subscribed to. The library keeps its subscribers to itself, so the requests are looked at on
 * their way in; it alone decides who is notified. This list only saves asking for states that nobody waits for.
 */
@Singleton
public class Subscriptions {

    /** A state has its first subscriber. */
    public record Begun(UsState state) {}

    /** Far more than any request to this server needs. */
    private static final long LARGEST_BODY = 1024 * 1024;

    /** Behind the guard (filters have the order of their negated priority), before the library (from 0 up). */
    private static final int READ = -20;

    private static final int LOOK = -10;

    private static final String SESSION = "Mcp-Session-Id";
    private static final String MESSAGES = "/mcp/messages/";

    private final ConnectionManager connections;
    private final Event<Begun> begun;
    private final Map<UsState, Set<String>> subscribers = new ConcurrentHashMap<>();

    Subscriptions(ConnectionManager connections, Event<Begun> begun) {
        this.connections = connections;
        this.begun = begun;
    }

    /** Before the library's own routes, which find the body read already. */
    void routes(@Observes Router router) {
        BodyHandler body = BodyHandler.create(false).setBodyLimit(LARGEST_BODY);
        for (String path : new String[] {"/mcp", MESSAGES + ":session"}) {
            router.post(path).order(READ).handler(context -> {
                context.request().resume();
                body.handle(context);
            });
            router.post(path).order(LOOK).handler(this::look);
        }
    }

    private void look(RoutingContext context) {
        Buffer body = context.body().buffer();
        if (body != null && new String(body.getBytes(), StandardCharsets.ISO_8859_1).contains("resources")) {
            String session = session(context);
            if (session != null && connections.has(session)) {
                try {
                    note(session, Json.decodeValue(body));
                } catch (DecodeException _) {
                    // The library answers what cannot be read.
                }
            }
        }
        context.next();
    }

    private static @Nullable String session(RoutingContext context) {
        String path = context.normalizedPath();
        return path.startsWith(MESSAGES)
                ? path.substring(MESSAGES.length())
                : context.request().getHeader(SESSION);
    }

    private void note(String session, Object message) {
        switch (message) {
            case JsonArray batch -> batch.stream().limit(100).forEach(each -> note(session, each));
            case JsonObject request
            when request.getValue("method") instanceof String method
                    && request.getValue("params") instanceof JsonObject params
                    && params.getValue("uri") instanceof String uri -> {
                switch (method) {
                    case "resources/subscribe" -> state(uri).ifPresent(state -> add(state, session));
                    case "resources/unsubscribe" -> state(uri).ifPresent(state -> remove(state, session));
                    default -> {}
                }
            }
            case null, default -> {}
        }
    }

    private static Optional<UsState> state(String uri) {
        return uri.startsWith(WeatherResources.ALERTS)
                ? UsState.find(uri.substring(WeatherResources.ALERTS.length()))
                : Optional.empty();
    }

    private void add(UsState state, String session) {
        boolean[] first = new boolean[1];
        subscribers.compute(state, (s, sessions) -> {
            Set<String> all = sessions == null ? ConcurrentHashMap.newKeySet() : sessions;
            first[0] = all.isEmpty();
            all.add(session);
            return all;
        });
        if (first[0]) {
            begun.fireAsync(new Begun(state));
        }
    }

    private void remove(UsState state, String session) {
        subscribers.computeIfPresent(state, (s, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
    }

    /** The states that a session which still exists waits for. */
    public Set<UsState> states() {
        Set<UsState> wanted = EnumSet.noneOf(UsState.class);
        for (UsState state : Set.copyOf(subscribers.keySet())) {
            Set<String> left = subscribers.computeIfPresent(state, (s, sessions) -> {
                sessions.removeIf(session -> !connections.has(session));
                return sessions.isEmpty() ? null : sessions;
            });
            if (left != null) {
                wanted.add(state);
            }
        }
        return wanted;
    }
}
