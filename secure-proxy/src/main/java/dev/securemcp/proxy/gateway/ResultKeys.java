package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.UpstreamHeaders;
import dev.securemcp.proxy.cache.ResultCache.Key;
import dev.securemcp.proxy.config.AuthorizationConfig.Passthrough;
import dev.securemcp.proxy.config.AuthorizationConfig.ResourceServer;
import dev.securemcp.proxy.config.ServerConfig;
import dev.securemcp.proxy.exchange.CacheWish;
import dev.securemcp.proxy.exchange.Caller;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.RequestState;
import dev.securemcp.proxy.expression.value.Jwt;
import dev.securemcp.proxy.mcp.result.Cacheable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Under which keys a call's result is looked for and kept: everything by which the backend's answer may differ, as it would go to the
 * backend now, and everything by which callers can be told apart.
 *
 * @param own the caller's own; null for one whom nothing tells from others
 * @param shared everybody's; null where the result is nobody else's
 */
record ResultKeys(Key own, Key shared) {

    private static final String PARAMETER = "mcp-param-";

    /** Fields of the client's by which backends choose among their answers. */
    private static final Set<String> CHOOSING = Set.of("mcp-protocol-version", "accept-language");

    /** Fields that differ from call to call and change no result: they only trace it. */
    private static final Set<String> TRACING = Set.of(
            "traceparent",
            "tracestate",
            "baggage",
            "request-id",
            "x-request-id",
            "correlation-context",
            "x-correlation-id");

    /** @param name in lower case */
    private record Field(String name, String value) {}

    /**
     * The keys of one call.
     *
     * @param message the digest of its message
     * @param authorization the client's own {@code Authorization}, which policies may have replaced since; null for none
     * @param everybodys whether the result may be given to all callers
     */
    static ResultKeys of(
            Exchange exchange,
            ServerConfig server,
            Cacheable kind,
            byte[] message,
            String authorization,
            boolean everybodys) {
        HeaderFields headers = exchange.request().headers();
        Pieces request = request(exchange, server, message);
        Pieces caller = caller(exchange, server, authorization);
        for (Field field : fields(exchange, server)) {
            String name = field.name();
            if (CHOOSING.contains(name) || name.startsWith(PARAMETER)) {
                if (!anyLanguage(name, field.value())) {
                    request.add(name).add(field.value());
                }
            } else if (caller != null
                    && headers.setByPolicy(name)
                    && !TRACING.contains(name)
                    && !exchange.requestId().toString().equals(field.value())) {
                // What a policy tells the backend is often who calls.
                caller.add(name).add(field.value());
            }
        }
        String digest = request.hex();
        // Where only the backend can tell whether a token is good, a result is given to none that it has not seen.
        boolean mayShare = everybodys && !(server.authorization().orElse(null) instanceof Passthrough);
        return new ResultKeys(
                caller == null ? null : new Key(server.name(), kind, caller.hex(), digest),
                mayShare ? new Key(server.name(), kind, "", digest) : null);
    }

    /** What the backend gets, by name: the order of fields with different names means nothing (RFC 9110 §5.3). */
    private static List<Field> fields(Exchange exchange, ServerConfig server) {
        List<Field> fields = new ArrayList<>();
        UpstreamHeaders.forEach(
                exchange.request().headers(),
                server.keyNames().header(),
                (name, value) -> fields.add(new Field(name.toLowerCase(Locale.ROOT), value)));
        // Stable: the order of one field's values is kept.
        fields.sort(Comparator.comparing(Field::name));
        return fields;
    }

    /** What Node's fetch sends where its caller names no language: the same as none (RFC 9110 §12.5.4). */
    private static boolean anyLanguage(String name, String value) {
        return name.equals("accept-language") && value.equals("*");
    }

    /** Where the request goes, its query, the certificate that the backend is shown, and what {@code cache-lookup} names. */
    private static Pieces request(Exchange exchange, ServerConfig server, byte[] message) {
        RequestState request = exchange.request();
        Pieces pieces = new Pieces()
                .add(message)
                .add(String.valueOf(request.backend()))
                .add(request.rewrittenPath())
                .add(QueryString.forBackend(request, server.keyNames().query()))
                .add(request.identity() == null ? null : request.identity().fingerprint());
        CacheWish wish = exchange.cacheWish();
        if (wish != null) {
            pieces.add(Integer.toString(wish.vary().size()));
            wish.vary().forEach(pieces::add);
            // Policies behind the element may have made another value of it.
            wish.headers().forEach(name -> pieces.add(request.headers().joined(name)));
        }
        return pieces;
    }

    /** Who calls, as far as the gateway or a policy knows; null for one whom nothing tells from others. */
    private static Pieces caller(Exchange exchange, ServerConfig server, String authorization) {
        Caller caller = exchange.caller();
        List<Jwt> verified = exchange.verified();
        boolean passed = server.authorization().orElse(null) instanceof Passthrough && authorization != null;
        boolean known = caller.subscription() != null || caller.token() != null || !verified.isEmpty() || passed;
        if (!known || caller.nameless()) {
            return null;
        }
        Pieces pieces = new Pieces().add(caller.principal()).add(Integer.toString(verified.size()));
        for (Jwt token : verified) {
            Caller shown = caller.with(token);
            if (shown.nameless()) {
                return null;
            }
            pieces.add(shown.identity());
        }
        // The server's own check has said whose token it is, whichever of that person's it is.
        boolean checked = server.authorization().orElse(null) instanceof ResourceServer && caller.token() != null;
        return pieces.add(checked ? null : authorization);
    }
}
