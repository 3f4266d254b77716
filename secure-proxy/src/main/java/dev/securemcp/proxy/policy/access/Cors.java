package dev.securemcp.proxy.policy.access;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.mcp.McpHeaders;
import dev.securemcp.proxy.policy.Condition;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.WholeNumber;
import dev.securemcp.proxy.policy.access.CorsOrigins.Match;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.Scope;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code cors} (APIM: "CORS"): lets web pages of other origins call (WHATWG Fetch §3.2). What it says is asked before the caller is
 * known, since a preflight carries no key and no token, and holds for every answer of the server, errors too. So it does nothing
 * where it stands; the gateway asks it first of all.
 *
 * @param origins whose pages
 * @param methods what they may do
 * @param headers what they may send
 * @param exposed what they may read
 * @param credentials whether browsers may add cookies and the like
 * @param terminates whether a request that does not match ends here
 * @param maxAge how long a browser may remember the answer of a preflight, in seconds
 */
public record Cors(
        CorsOrigins origins,
        CorsNames methods,
        CorsNames headers,
        CorsNames exposed,
        Condition credentials,
        Condition terminates,
        WholeNumber maxAge)
        implements Policy {

    private static final List<String> METHODS = List.of("GET", "POST", "DELETE");

    private static final List<String> EXPOSED = List.of(
            McpHeaders.SESSION_ID.toString(),
            McpHeaders.PROTOCOL_VERSION.toString(),
            "WWW-Authenticate",
            "Retry-After",
            "RateLimit",
            "RateLimit-Policy",
            "Apim-Trace-Id");

    private static final List<String> NEEDED_HEADERS = List.of(
            "content-type", "mcp-protocol-version", "mcp-session-id", "mcp-method", "mcp-name", "last-event-id");

    private static final String PARAMS = McpHeaders.PARAM_PREFIX.toLowerCase(Locale.ROOT);

    /** Names in {@code Access-Control-Request-Headers} that are looked at. */
    private static final int MOST_REQUESTED = 64;

    /** A day; browsers cut it to two hours or a day. */
    private static final int MOST_SECONDS = 86_400;

    /** Compiles the element. */
    public static Cors compile(AttributeReader reader, PolicyBuild build) {
        List<String> ownHeaders = new ArrayList<>(NEEDED_HEADERS);
        ownHeaders.addAll(
                List.of("accept", "authorization", build.settings().keyHeader().toLowerCase(Locale.ROOT)));
        Condition credentials = Condition.optional(reader, build, "allow-credentials", false);
        Condition terminates = Condition.optional(reader, build, "terminate-unmatched-request", true);
        CorsOrigins origins = CorsOrigins.compile(reader, build);
        Optional<AttributeReader> methods = reader.child("allowed-methods");
        WholeNumber maxAge = methods.flatMap(
                        list -> WholeNumber.optional(list, build, "preflight-result-max-age", 0, MOST_SECONDS))
                .orElse(new WholeNumber("preflight-result-max-age", new Value.Literal("0"), 0, MOST_SECONDS));
        Cors cors = new Cors(
                origins,
                CorsNames.compile(methods, "method", build, METHODS, METHODS),
                CorsNames.compile(reader.child("allowed-headers"), "header", build, ownHeaders, NEEDED_HEADERS),
                CorsNames.compile(
                        reader.child("expose-headers"),
                        "header",
                        build,
                        EXPOSED,
                        List.of("Mcp-Session-Id", "WWW-Authenticate")),
                credentials,
                terminates,
                maxAge);
        cors.warn(reader, build);
        return cors;
    }

    private void warn(AttributeReader reader, PolicyBuild build) {
        boolean always = credentials instanceof Condition.Fixed(boolean value) && value;
        if (origins.any() && always) {
            reader.warning(
                    reader.element().position(),
                    "browsers refuse credentials where the origin is `*` (Fetch §3.2.5), so they are allowed to none that `*`"
                            + " alone stands for",
                    "name the origins");
        }
        if (build.path().indexOf('/') >= 0) {
            reader.warning(
                    reader.element().position(),
                    "`cors` has no effect inside another element: it is asked before conditions are",
                    "put it directly into inbound");
        } else if (build.scope() == Scope.OPERATION) {
            reader.warning(
                    reader.element().position(),
                    "`cors` has no effect in the policy of a tool: a preflight does not say which tool will be called",
                    "put it into the policy of the server");
        }
    }

    /** Nothing: the gateway has asked already. */
    @Override
    public Future<Verdict> apply(Exchange exchange) {
        return Verdict.NEXT;
    }

    /** Whether this policy is for pages of that origin that use that method. */
    public boolean matches(Exchange exchange, String origin, String method) {
        return origins.match(exchange, origin) != Match.NONE && methods.allows(exchange, method);
    }

    /** Whether a request that does not match ends here, so that no other policy is asked. */
    public boolean terminates(Exchange exchange) {
        return terminates.test(exchange);
    }

    /**
     * The fields of a preflight's answer.
     *
     * @param requested the value of {@code Access-Control-Request-Headers}; null for none
     * @param toPrivateNetwork whether the browser asks for a page of a public network (Private Network Access); granted only where
     *     the origin is named
     */
    public HeaderFields preflight(
            Exchange exchange, String origin, String method, String requested, boolean toPrivateNetwork) {
        HeaderFields fields = origin(exchange, origin);
        fields.add(
                "Access-Control-Allow-Methods",
                methods.allowsAny(exchange) ? method : String.join(", ", methods.all(exchange)));
        List<String> allowed = allowedHeaders(exchange, requested);
        if (!allowed.isEmpty()) {
            fields.add("Access-Control-Allow-Headers", String.join(", ", allowed));
        }
        fields.add("Access-Control-Max-Age", Integer.toString(maxAge.of(exchange)));
        if (toPrivateNetwork && origins.match(exchange, origin) == Match.NAMED) {
            fields.add("Access-Control-Allow-Private-Network", "true");
        }
        return fields;
    }

    /** What {@code *} allows is repeated in words: the star itself does not stand for {@code Authorization} (Fetch §3.2.5). */
    private List<String> allowedHeaders(Exchange exchange, String field) {
        List<String> requested = field == null ? List.of() : CorsNames.requested(field, MOST_REQUESTED);
        if (headers.allowsAny(exchange)) {
            return requested;
        }
        if (!headers.byDefault()) {
            return headers.all(exchange);
        }
        List<String> allowed = new ArrayList<>(headers.all(exchange));
        requested.stream().filter(name -> name.startsWith(PARAMS)).forEach(allowed::add);
        return allowed;
    }

    /** The fields of every other answer. */
    public HeaderFields answer(Exchange exchange, String origin) {
        HeaderFields fields = origin(exchange, origin);
        fields.add("Access-Control-Expose-Headers", String.join(", ", exposed.all(exchange)));
        return fields;
    }

    private HeaderFields origin(Exchange exchange, String origin) {
        HeaderFields fields = HeaderFields.empty();
        boolean named = origins.match(exchange, origin) == Match.NAMED;
        fields.add("Access-Control-Allow-Origin", named ? origin : "*");
        if (named && credentials.test(exchange)) {
            fields.add("Access-Control-Allow-Credentials", "true");
        }
        return fields;
    }
}
