package dev.securemcp.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;

/**
 * A gateway whose servers ask for tokens, with an issuer that knows resource indicators and one in the shape of Entra ID. The servers
 * stand before the backends of a {@link Pair}.
 */
final class Secured implements AutoCloseable {
    /** Asks for tokens of the first issuer; {@code get_alerts} needs a scope more. */
    static final String WEATHER = "/weather/mcp";

    static final String WEATHER_SSE = "/weather/sse";

    /** The same once more, whose lists show what a further scope would open. */
    static final String STEP_UP = "/weather-step-up/mcp";

    /** Asks for a subscription key and a token. */
    static final String BOTH = "/weather-both/mcp";

    /** Asks for a subscription key or a token. */
    static final String EITHER = "/weather-either/mcp";

    static final String EITHER_SSE = "/weather-either/sse";

    /** Takes no token beyond its expiry, not even by a clock's error. */
    static final String STRICT = "/weather-strict/mcp";

    static final String STRICT_SSE = "/weather-strict/sse";

    /** The TypeScript server, which also speaks MCP 2026-07-28. */
    static final String NOTES = "/notes/mcp";

    /** Takes the tokens of the second issuer, of version 1 and 2. */
    static final String ENTRA = "/entra/mcp";

    private final Deque<AutoCloseable> programs = new ArrayDeque<>();

    /** The key of a subscription to the servers that take one. */
    final String key;

    /** A key of the subscription that {@link #subscribe} writes down. */
    final String revocable = UUID.randomUUID().toString();

    final OidcIssuer oidc;
    final EntraIssuer entra;
    private Gateway gateway;

    private Secured(Pair pair) {
        key = pair.key;
        oidc = started(OidcIssuer.start("secured", 0));
        entra = started(EntraIssuer.start("secured", 0));
    }

    static Secured start(Pair pair) {
        Secured secured = new Secured(pair);
        try {
            secured.gateway = secured.started(Gateway.startReady(
                    "secured",
                    Map.of(
                            "gateway.yaml",
                            secured.configuration(pair),
                            "key",
                            pair.key,
                            "subscriptions.jsonl",
                            secured.subscription("active"),
                            "weather-api-key",
                            pair.weatherKey)));
            return secured;
        } catch (RuntimeException | Error e) {
            secured.close();
            throw e;
        }
    }

    URI url(String path) {
        return gateway.url(path);
    }

    URI gateway() {
        return gateway.address();
    }

    /** Where the metadata of a resource is (RFC 9728 §3.1). */
    URI metadata(String path) {
        return url("/.well-known/oauth-protected-resource" + path);
    }

    /** A token of the first issuer for a resource of this gateway. */
    String token(String scope, String path) throws Exception {
        return oidc.token(OidcIssuer.ROBOT, scope, url(path));
    }

    /** Puts another state into the file of subscriptions, in one piece. */
    void subscribe(String state) throws IOException {
        Path fresh = Files.writeString(gateway.file("subscriptions.fresh"), subscription(state));
        Files.move(fresh, gateway.file("subscriptions.jsonl"), StandardCopyOption.ATOMIC_MOVE);
    }

    private String subscription(String state) {
        return Json.write(Map.of(
                        "id",
                        "revocable",
                        "product",
                        "keys",
                        "state",
                        state,
                        "primary-key",
                        Map.of("sha256", Sha256.hex(revocable))))
                + "\n";
    }

    private String configuration(Pair pair) {
        return """
                public-url: "http://localhost:${PROXY_PORT}"
                servers:
                  weather:
                    backend: weather
                    subscription-required: false
                    authorization: { servers: ["%1$s"], scopes: [weather.read] }
                    tools: { get_alerts: { scopes: [weather.alerts] } }
                  weather-step-up:
                    backend: weather
                    subscription-required: false
                    list-step-up: true
                    authorization: { servers: ["%1$s"], scopes: [weather.read] }
                    tools: { get_alerts: { scopes: [weather.alerts] } }
                  weather-both:
                    backend: weather
                    authorization: { servers: ["%1$s"], scopes: [weather.read] }
                  weather-either:
                    backend: weather
                    authorization: { servers: ["%1$s"], scopes: [weather.read], require: either }
                  weather-strict:
                    backend: weather
                    subscription-required: false
                    authorization: { servers: ["%1$s"], scopes: [weather.read], clock-skew: 0s }
                  notes:
                    backend: notes
                    subscription-required: false
                    authorization: { servers: ["%1$s"], scopes: [weather.read] }
                    tools: { pin_note: { scopes: [weather.alerts] } }
                  entra:
                    backend: weather
                    subscription-required: false
                    authorization:
                      servers: [{ issuer: "%2$s", token-issuers: ["%2$s", "%3$s"] }]
                      audiences: ["%4$s", %5$s]
                      scopes: [weather.read]
                    tools: { get_alerts: { scopes: [weather.alerts] } }
                backends:
                  weather:
                    instances: [{ url: "%6$s" }]
                    credential: { header: X-API-Key, value: "{{weather-api-key}}" }
                  notes:
                    instances: [{ url: "%7$s" }]
                products:
                  keys: { servers: [weather-both, weather-either], deny: { tools: ["compare_*"] } }
                subscriptions:
                  e2e: { product: keys, primary-key: { file: key } }
                subscriptions-file: subscriptions.jsonl
                named-values:
                  weather-api-key: { secret: true, file: weather-api-key }
                """
                .formatted(
                        oidc.url(),
                        entra.issuer(),
                        entra.issuerOfVersion1(),
                        entra.api(),
                        entra.apiId(),
                        pair.weather(),
                        pair.notes());
    }

    private <T extends AutoCloseable> T started(T program) {
        programs.push(program);
        return program;
    }

    @Override
    public void close() {
        programs.forEach(Closing::quietly);
    }
}
