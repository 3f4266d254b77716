package dev.securemcp.e2e;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A gateway that stands in for the authorization server of an issuer in the shape of Entra ID; behind it is weather-mcp. */
final class Bridged implements AutoCloseable {
    static final String PATH = "/weather/mcp";

    /** The title of the gateway's own page. */
    static final String CONSENT = "Allow access?";

    /** The title of the issuer's page. */
    static final String SIGN_IN = "Sign in to your account";

    private final Deque<AutoCloseable> programs = new ArrayDeque<>();
    private final EntraIssuer entra = started(EntraIssuer.start("bridge", 0));
    private Gateway gateway;

    private Bridged() {}

    static Bridged start(Pair pair) {
        Bridged bridged = new Bridged();
        try {
            bridged.startGateway(pair);
            return bridged;
        } catch (RuntimeException | Error e) {
            bridged.close();
            throw e;
        }
    }

    private void startGateway(Pair pair) {
        gateway = started(Gateway.startReady(
                "bridge",
                Map.of(
                        "gateway.yaml",
                        configuration(pair),
                        "client-secret",
                        EntraIssuer.WEB_SECRET,
                        "weather-api-key",
                        pair.weatherKey)));
        entra.register(
                EntraIssuer.WEB_APP,
                EntraIssuer.WEB_SECRET,
                List.of(gateway.url("/oauth/callback").toString()));
    }

    URI url(String path) {
        return gateway.url(path);
    }

    /** The gateway's address without a path. */
    URI gateway() {
        return gateway.address();
    }

    private String configuration(Pair pair) {
        return """
                public-url: "http://localhost:${PROXY_PORT}"
                servers:
                  weather:
                    backend: weather
                    subscription-required: false
                    list-step-up: true
                    authorization:
                      servers: ["%1$s"]
                      audiences: ["%2$s"]
                      scopes: [weather.read]
                      bridge:
                        client-id: %3$s
                        client-secret: "{{client-secret}}"
                        scopes:
                          weather.read: %4$s/weather.read
                          weather.alerts: %4$s/weather.alerts
                    tools: { get_alerts: { scopes: [weather.alerts] } }
                backends:
                  weather:
                    instances: [{ url: "%5$s" }]
                    credential: { header: X-API-Key, value: "{{weather-api-key}}" }
                named-values:
                  client-secret: { secret: true, file: client-secret }
                  weather-api-key: { secret: true, file: weather-api-key }
                """
                .formatted(entra.issuer(), entra.apiId(), EntraIssuer.WEB_APP, entra.api(), pair.weather());
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
