package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.ConfigurationReader;
import dev.securemcp.proxy.config.Faults;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bridges as a configuration makes them. */
final class Sites {

    static final String REDIRECT = "https://client.example/cb";
    static final String LOOPBACK = "http://127.0.0.1:3334/oauth/callback";

    /** Appendix B of RFC 7636. */
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private Sites() {}

    /** The bridge of the server {@code weather} at {@code https://mcp.example.com}. */
    static BridgeSite site(String... more) {
        return of(
                """
                public-url: https://mcp.example.com
                servers:
                  weather:
                    backend: b
                    display-name: Weather <Tools>
                    authorization:
                      servers: [https://login.example/tenant/v2.0]
                      audiences: [app]
                      bridge:
                        client-id: gateway
                        client-secret: "{{secret}}"
                        scopes: { weather.read: "api://app/weather.read", weather.alerts: "api://app/weather.alerts" }
                %s
                backends: { b: { instances: [{ url: "http://127.0.0.1:1/mcp" }] } }
                named-values: { secret: { secret: true, env: SECRET } }
                """
                        .formatted(String.join("\n", List.of(more)).indent(8)));
    }

    private static BridgeSite of(String yaml) {
        Faults faults = new Faults();
        Optional<Configuration> configuration = new ConfigurationReader(
                        name -> Optional.of("issuer-knows-me"), Instant.EPOCH)
                .read(yaml, Path.of("gateway.yaml"), faults);
        return BridgeSite.of(
                        configuration.orElseThrow(
                                () -> new AssertionError(faults.all().toString())),
                        configuration.get().servers().get("weather"))
                .orElseThrow();
    }

    static Client client() {
        return new Client("client", "A client", null, List.of(REDIRECT, LOOPBACK), false, true);
    }

    static BridgeEntry.Asked asked() {
        return new BridgeEntry.Asked(
                "weather",
                "client",
                true,
                REDIRECT,
                "s",
                CHALLENGE,
                List.of("weather.read"),
                "https://mcp.example.com/weather/mcp");
    }

    static Parameters parameters(Map<String, String> values) {
        return Parameters.parse(Parameters.form(values));
    }
}
