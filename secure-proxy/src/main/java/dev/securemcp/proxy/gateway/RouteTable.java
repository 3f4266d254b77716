package dev.securemcp.proxy.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which server a path belongs to. Paths are matched as they come, percent signs and all: a path that only decodes to a known one
 * is unknown, so that nothing can disagree with it later.
 *
 * @param <S> what a path leads to
 */
final class RouteTable<S> {

    /** What is behind a path of a server. */
    enum Kind {
        /** Streamable HTTP: POST, GET and DELETE at {@code /{base}/mcp} and {@code /{base}}. */
        STREAMABLE,
        /** Legacy HTTP+SSE: the stream at {@code /{base}/sse}. */
        SSE,
        /** Legacy HTTP+SSE: the endpoint of one stream, {@code /{base}/messages/{id}}. */
        MESSAGES
    }

    /**
     * A path that is known.
     *
     * @param server what it leads to
     * @param kind which of its endpoints
     * @param rest for {@link Kind#MESSAGES} the id, else empty
     */
    record Route<S>(S server, Kind kind, String rest) {}

    static final String MESSAGES = "/messages/";

    private final Map<String, Route<S>> exact;
    private final Map<String, S> bases;

    private RouteTable(Map<String, Route<S>> exact, Map<String, S> bases) {
        this.exact = exact;
        this.bases = bases;
    }

    /**
     * Builds the table; the reader of the configuration has made sure that no two servers share a path.
     *
     * @param base gives a server's base path, without slashes at either end
     */
    static <S> RouteTable<S> of(List<S> servers, Function<S, String> base) {
        Map<String, Route<S>> exact = new HashMap<>();
        Map<String, S> bases = new HashMap<>();
        for (S server : servers) {
            String path = "/" + base.apply(server);
            exact.put(path, new Route<>(server, Kind.STREAMABLE, ""));
            exact.put(path + "/mcp", new Route<>(server, Kind.STREAMABLE, ""));
            exact.put(path + "/sse", new Route<>(server, Kind.SSE, ""));
            bases.put(path, server);
        }
        return new RouteTable<>(Map.copyOf(exact), Map.copyOf(bases));
    }

    /** The route of a path without its query; null where there is none. */
    Route<S> find(String path) {
        Route<S> route = exact.get(path);
        if (route != null) {
            return route;
        }
        int messages = path.lastIndexOf(MESSAGES);
        if (messages <= 0) {
            return null;
        }
        S server = bases.get(path.substring(0, messages));
        return server == null ? null : new Route<>(server, Kind.MESSAGES, path.substring(messages + MESSAGES.length()));
    }
}
