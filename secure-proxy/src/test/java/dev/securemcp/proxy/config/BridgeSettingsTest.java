package dev.securemcp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.AuthorizationConfig.ResourceServer;
import dev.securemcp.proxy.config.BridgeConfig.Credential;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bridge} of an {@code authorization}. */
class BridgeSettingsTest {

    private static final String ISSUER = "https://login.example/tenant/v2.0";

    @TempDir
    private Path directory;

    private static String document(String publicUrl, String authorization, String bridge) {
        return """
                %s
                state-dir: state
                servers:
                  s:
                    backend: b
                    subscription-required: false
                    authorization: { %s, bridge: { %s } }
                backends: { b: { instances: [{ url: "http://h/" }] } }
                named-values: { secret: { secret: true, env: SECRET } }
                """
                .formatted(publicUrl, authorization, bridge);
    }

    private static String document(String bridge) {
        return document("public-url: https://mcp.example.com", "servers: [" + ISSUER + "]", bridge);
    }

    private BridgeConfig read(String bridge) {
        Configuration configuration =
                new Reading(directory).variable("SECRET", "abc").sound(document(bridge));
        return ((ResourceServer)
                        configuration.servers().get("s").authorization().orElseThrow())
                .bridge()
                .orElseThrow();
    }

    @Test
    void little_is_enough() {
        BridgeConfig bridge = read("client-id: app, client-secret: \"{{secret}}\", scopes: { a: api://x/a }");

        assertThat(bridge.issuer().issuer()).isEqualTo(URI.create(ISSUER));
        assertThat(bridge.clientId()).isEqualTo("app");
        assertThat(bridge.credential()).isEqualTo(new Credential.ClientSecret(Secret.of("abc")));
        assertThat(bridge.scopes()).isEqualTo(Map.of("a", "api://x/a"));
        assertThat(bridge.upstreamScopes()).containsExactly("openid", "offline_access");
        assertThat(bridge.redirects()).isEmpty();
        assertThat(bridge.registration()).isTrue();
        assertThat(bridge.documents()).isTrue();
        assertThat(bridge.rememberConsent()).isZero();
        assertThat(bridge.authorize()).isEmpty();
    }

    @Test
    void more_can_be_said() {
        BridgeConfig bridge = read("issuer: " + ISSUER
                + ", client-id: app, client-secret: \"{{secret}}\", scopes: { a: b }, authorize: https://i/a, token: https://i/t,"
                + " upstream-scopes: [], redirects: [\"cursor://x/*\", https://a/cb], registration: false,"
                + " client-id-metadata-documents: false, remember-consent: 30d");

        assertThat(bridge.authorize()).contains(URI.create("https://i/a"));
        assertThat(bridge.token()).contains(URI.create("https://i/t"));
        assertThat(bridge.upstreamScopes()).isEmpty();
        assertThat(bridge.redirects()).isEqualTo(List.of("cursor://x/*", "https://a/cb"));
        assertThat(bridge.registration()).isFalse();
        assertThat(bridge.documents()).isFalse();
        assertThat(bridge.rememberConsent()).isEqualTo(Duration.ofDays(30));
        assertThat(bridge.toString()).doesNotContain("abc");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client-id: app, scopes: { a: b } | `client-secret`",
                "client-id: app, client-secret: x, client-certificate: c, scopes: { a: b } | `client-secret`",
                "client-secret: x, scopes: { a: b } | `client-id`",
                "client-id: app, client-secret: x | `scopes`",
                "client-id: app, client-secret: x, scopes: {} | scopes",
                "client-id: app, client-certificate: c, scopes: { a: b } | `c`",
                "client-id: app, client-secret: x, scopes: { a: b }, issuer: https://other | not one of `servers`",
                "client-id: app, client-secret: x, scopes: { a: b }, redirects: [\"https://a*\"] | not written to its end",
                "client-id: app, client-secret: x, scopes: { a: b }, redirects: [\"*\"] | begins with its scheme",
                "client-id: app, client-secret: \"{{none}}\", scopes: { a: b } | no named value `none`",
            })
    void what_cannot_work_is_said(String bridge, String fault) {
        assertThat(new Reading(directory).variable("SECRET", "abc").faults(document(bridge)))
                .anyMatch(said -> said.contains(fault));
    }

    @Test
    void a_scope_that_a_call_needs_can_be_asked_for() {
        assertThat(new Reading(directory)
                        .variable("SECRET", "abc")
                        .faults(document(
                                "public-url: https://mcp.example.com",
                                "servers: [" + ISSUER + "], scopes: [needed]",
                                "client-id: app, client-secret: \"{{secret}}\", scopes: { a: b }")))
                .singleElement()
                .asString()
                .contains("no token could have the scope `needed`");
    }

    @Test
    void one_of_several_issuers_is_named() {
        assertThat(new Reading(directory)
                        .variable("SECRET", "abc")
                        .faults(document(
                                "public-url: https://mcp.example.com",
                                "servers: [" + ISSUER + ", https://other]",
                                "client-id: app, client-secret: \"{{secret}}\", scopes: { a: b }")))
                .singleElement()
                .asString()
                .contains("name it as `issuer`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "policies: {} | the public URL, which is not told",
                "public-url: http://mcp.example.com | must not travel in the clear",
            })
    void clients_must_be_able_to_trust_its_name(String publicUrl, String fault) {
        assertThat(new Reading(directory)
                        .variable("SECRET", "abc")
                        .faults(document(
                                publicUrl,
                                "servers: [" + ISSUER + "], audiences: [a]",
                                "client-id: app, client-secret: \"{{secret}}\", scopes: { a: b }")))
                .anyMatch(said -> said.contains(fault));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "http://LocalHost:8080"})
    void on_this_machine_plain_http_will_do(String publicUrl) {
        assertThat(new Reading(directory)
                        .variable("SECRET", "abc")
                        .faults(document(
                                "public-url: " + publicUrl,
                                "servers: [" + ISSUER + "]",
                                "client-id: app, client-secret: \"{{secret}}\", scopes: { a: b }")))
                .isEmpty();
    }

    @Test
    void clients_that_will_be_forgotten_are_warned_of() {
        String forgetful = document("client-id: app, client-secret: \"{{secret}}\", scopes: { a: b }")
                .replace("state-dir: state", "");

        assertThat(new Reading(directory).variable("SECRET", "abc").warnings(forgetful))
                .anyMatch(said -> said.contains("after a restart"));
    }
}
