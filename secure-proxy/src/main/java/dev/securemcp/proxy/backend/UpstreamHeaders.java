package dev.securemcp.proxy.backend;

import dev.securemcp.proxy.exchange.HeaderFields;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Which header fields cross the gateway. Fields that belong to one connection (RFC 9110 §7.6.1) never do; what the client
 * proved itself with goes to the gateway and no further; a backend's own CORS answers would contradict the gateway's.
 */
public final class UpstreamHeaders {

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    /** Set by the relay itself, or not for the backend: it would answer 100-continue to a body that it already has. */
    private static final Set<String> FRAMING = Set.of("host", "content-length", "expect");

    /**
     * The client's own credentials, the gateway's debugging, and {@code Origin}, which was judged here: a backend's guard against DNS rebinding would
     * refuse the client's.
     */
    private static final Set<String> CLIENTS_OWN =
            Set.of("authorization", "cookie", "origin", "apim-debug-authorization", "ocp-apim-trace");

    private static final Set<String> FORWARDING = Set.of(
            "forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "x-real-ip");

    private UpstreamHeaders() {}

    /**
     * What the backend gets of a request's fields. A field that a policy has set stays, also where the client's own would not.
     *
     * @param request the fields as policies have left them
     * @param keyHeader the name of the subscription key's header
     */
    public static MultiMap request(HeaderFields request, String keyHeader) {
        MultiMap out = HttpHeaders.headers();
        forEach(request, keyHeader, out::add);
        return out;
    }

    /** Calls back with each field that {@link #request} gives the backend, in order. */
    public static void forEach(HeaderFields request, String keyHeader, BiConsumer<String, String> field) {
        Set<String> named = namedByConnection(request.values("Connection"));
        request.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean wire = HOP_BY_HOP.contains(lower) || FRAMING.contains(lower);
            boolean clients = CLIENTS_OWN.contains(lower)
                    || FORWARDING.contains(lower)
                    || named.contains(lower)
                    || lower.equalsIgnoreCase(keyHeader);
            if (!wire && (!clients || request.setByPolicy(name))) {
                field.accept(name, value);
            }
        });
    }

    /** What the client gets of a response's fields. */
    public static HeaderFields response(MultiMap backend) {
        Set<String> named = namedByConnection(backend.getAll("Connection"));
        HeaderFields out = HeaderFields.empty();
        backend.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(lower) && !named.contains(lower) && !lower.startsWith("access-control-")) {
                out.add(name, value);
            }
        });
        return out;
    }

    /** Whether a policy may not set this field: it frames the message or belongs to the connection. */
    public static boolean reserved(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return HOP_BY_HOP.contains(lower) || FRAMING.contains(lower);
    }

    /** Fields that {@code Connection} names are for this hop alone. */
    private static Set<String> namedByConnection(List<String> values) {
        if (values.isEmpty()) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : values) {
            for (String token : value.split(",", -1)) {
                names.add(token.trim().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
