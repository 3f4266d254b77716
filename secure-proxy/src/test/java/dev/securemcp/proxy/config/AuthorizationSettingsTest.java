package dev.securemcp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.AuthorizationConfig.IssuerConfig;
import dev.securemcp.proxy.config.AuthorizationConfig.Passthrough;
import dev.securemcp.proxy.config.AuthorizationConfig.Require;
import dev.securemcp.proxy.config.AuthorizationConfig.ResourceServer;
import dev.securemcp.proxy.config.NameRules.Patterns;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code authorization}, rights of tools, patterns of products. */
class AuthorizationSettingsTest {

    private static final String ISSUER = "https://login.example.com/realms/mcp";

    @TempDir
    private Path directory;

    @Test
    void an_issuer_alone_gets_every_default() {
        ServerConfig server = server("authorization: { servers: [" + ISSUER + "] }");

        ResourceServer tokens = (ResourceServer) server.authorization().orElseThrow();
        assertThat(tokens.issuers())
                .containsExactly(new IssuerConfig(
                        URI.create(ISSUER),
                        List.of(ISSUER),
                        URI.create(ISSUER + "/.well-known/openid-configuration"),
                        true,
                        java.util.Optional.empty(),
                        Set.of(),
                        tokens.issuers().getFirst().position()));
        assertThat(tokens.audiences()).isEmpty();
        assertThat(tokens.scopes()).isEmpty();
        assertThat(tokens.scopeClaims()).containsExactly("scope", "scp");
        assertThat(tokens.roleClaims()).containsExactly("roles");
        assertThat(tokens.clockSkew()).isEqualTo(Duration.ofSeconds(30));
        assertThat(tokens.bridge()).isEmpty();
        assertThat(server.listStepUp()).isFalse();
    }

    @Test
    void an_issuer_can_say_more() {
        ServerConfig server = server(
                """
                authorization: { servers: [{
                    issuer: "http://keycloak/realms/mcp/", token-issuers: [a, b],
                    metadata: "http://keycloak/m", jwks: "http://keycloak/k", algorithms: [ES256, EdDSA] }],
                  audiences: ["api://weather"], clock-skew: 2m, scope-claims: [permissions], role-claims: [realm_access.roles] }
                """);

        ResourceServer tokens = (ResourceServer) server.authorization().orElseThrow();
        IssuerConfig issuer = tokens.issuers().getFirst();
        assertThat(issuer.issuer()).hasToString("http://keycloak/realms/mcp/");
        assertThat(issuer.tokenIssuers()).containsExactly("a", "b");
        assertThat(issuer.metadata()).hasToString("http://keycloak/m");
        assertThat(issuer.jwks()).contains(URI.create("http://keycloak/k"));
        assertThat(issuer.algorithms()).containsExactly("ES256", "EdDSA");
        assertThat(tokens.audiences()).containsExactly("api://weather");
        assertThat(tokens.clockSkew()).isEqualTo(Duration.ofMinutes(2));
        assertThat(tokens.scopeClaims()).containsExactly("permissions");
        assertThat(tokens.roleClaims()).containsExactly("realm_access.roles");
    }

    @Test
    void the_metadata_of_an_issuer_whose_name_ends_with_a_slash_has_one_slash() {
        ServerConfig server = server("authorization: { servers: [" + ISSUER + "/] }");

        IssuerConfig issuer = ((ResourceServer) server.authorization().orElseThrow())
                .issuers()
                .getFirst();
        assertThat(issuer.metadata()).hasToString(ISSUER + "/.well-known/openid-configuration");
        assertThat(issuer.tokenIssuers()).containsExactly(ISSUER + "/");
    }

    @Test
    void scopes_bring_others_also_through_others_and_in_circles() {
        ServerConfig server = server("authorization: { servers: [" + ISSUER
                + "], implied-scopes: { admin: [write], write: [read, admin], other: [] } }");

        assertThat(((ResourceServer) server.authorization().orElseThrow()).implied())
                .isEqualTo(
                        Map.of("admin", Set.of("write", "read"), "write", Set.of("read", "admin"), "other", Set.of()));
    }

    @Test
    void a_backend_may_be_the_resource_server() {
        assertThat(server("authorization: passthrough").authorization().orElseThrow())
                .isInstanceOf(Passthrough.class);
    }

    @ParameterizedTest(name = "key {0}, require {1}: {2}")
    @CsvSource({
        "unsaid, unsaid, BOTH, true",
        "true, unsaid, BOTH, true",
        "false, unsaid, TOKEN, false",
        "unsaid, both, BOTH, true",
        "unsaid, either, EITHER, false",
        "unsaid, token, TOKEN, false",
        "false, either, EITHER, false"
    })
    void key_and_token_go_together_as_told(String key, String require, Require expected, boolean keyRequired) {
        ServerConfig server = server((key.equals("unsaid") ? "" : "subscription-required: " + key + "\n    ")
                + "authorization: { servers: [" + ISSUER + "]"
                + (require.equals("unsaid") ? "" : ", require: " + require) + " }");

        assertThat(((ResourceServer) server.authorization().orElseThrow()).require())
                .isEqualTo(expected);
        assertThat(server.subscriptionRequired()).isEqualTo(keyRequired);
    }

    @Test
    void tools_have_scopes_and_roles() {
        ServerConfig server =
                server("tools: { t: { scopes: [a, b:c], roles: [Forecaster] } }\n    authorization: { servers: ["
                        + ISSUER + "], scopes: [d] }\n    list-step-up: true");

        assertThat(server.tools().get("t").scopes()).containsExactly("a", "b:c");
        assertThat(server.tools().get("t").roles()).containsExactly("Forecaster");
        assertThat(server.listStepUp()).isTrue();
    }

    @Test
    void products_have_patterns_by_kind() {
        Configuration configuration = new Reading(directory)
                .sound(
                        FaultyDocuments.top(
                                """
                        products:
                          p: { servers: [s], allow: { tools: [get_*], resources: ["weather://*"] }, deny: { tools: [get_all] } }
                          q: { servers: [s] }
                        """));

        assertThat(configuration.products().get("p").rules())
                .isEqualTo(new NameRules(
                        new Patterns(List.of("get_*"), List.of(), List.of("weather://*")),
                        new Patterns(List.of("get_all"), List.of(), List.of())));
        assertThat(configuration.products().get("q").rules()).isEqualTo(NameRules.NONE);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "authorization: {} | the authorization of a server needs `servers`",
                "authorization: off | authorization: \"off\" is not one of passthrough",
                "authorization: { servers: [] } | authorization.servers: the list is empty",
                "authorization: { servers: [login] } | authorization.servers[0]: \"login\" is not an issuer",
                "authorization: { servers: ['http://login.example.com'] } | anybody on the way could put in keys of their own",
                "authorization: { servers: ['https://a', 'https://a'] } | another issuer here has tokens of the same `iss`",
                "authorization: { servers: [{ issuer: 'https://a', algorithms: [none] }] } | \"none\" is not one of RS256",
                "authorization: { servers: [{ issuer: 'https://a', algorithms: [HS256] }] } | \"HS256\" is not one of RS256",
                "authorization: { servers: [{ issuer: 'https://a', jwks: 'http://b/k' }] } | jwks: over plain http",
                "authorization: { servers: ['https://a'], clock-skew: 1h } | \"1h\" is out of bounds; between 0ms and 10m",
                "authorization: { servers: ['https://a'], scopes: ['a b'] } | \"a b\" is not a scope",
                "tools: { t: { scopes: [a] } } | tools.t.scopes: nobody could call this tool",
                "tools: { t: { roles: [a] } } | tools.t.roles: nobody could call this tool"
            })
    void each_fault_says_what_is_wrong(String more, String expected) {
        assertThat(new Reading(directory).faults(document(more)))
                .singleElement()
                .asString()
                .contains(expected);
    }

    @ParameterizedTest(name = "key {0}, require {1}")
    @CsvSource({"true, either", "true, token", "false, both"})
    void contradictions_are_faults(boolean key, String require) {
        assertThat(new Reading(directory)
                        .faults(document("subscription-required: " + key
                                + "\n    authorization: { servers: ['https://a'], require: " + require + " }")))
                .singleElement()
                .asString()
                .contains("authorization.require: `subscription-required: " + key + "` says otherwise");
    }

    @Test
    void a_token_that_is_passed_through_needs_its_field() {
        String yaml = document("authorization: passthrough")
                .replace("}] }", "}], credential: { header: authorization, value: x } }");

        assertThat(new Reading(directory).faults(yaml))
                .singleElement()
                .asString()
                .contains(
                        "backends.b.credential.header: clients' own tokens travel in `Authorization` to this backend");
    }

    @Test
    void an_audience_is_never_the_callers_choice() {
        String without = document("authorization: { servers: ['https://a'] }")
                .replace("public-url: https://mcp.example.com\n", "");

        assertThat(new Reading(directory).faults(without))
                .singleElement()
                .asString()
                .contains("it is not told which audience tokens must have; set `public-url`");
        new Reading(directory).sound(without.replace("['https://a']", "['https://a'], audiences: [x]"));
    }

    private ServerConfig server(String more) {
        return new Reading(directory).sound(document(more)).servers().get("s");
    }

    private static String document(String more) {
        return """
                public-url: https://mcp.example.com
                key-sets: { plain-http: [keycloak] }
                servers:
                  s:
                    backend: b
                    %s
                backends: { b: { instances: [{ url: "http://h/mcp" }] } }
                """
                .formatted(more.strip().replace("\n", "\n    ").replace("        ", "    "));
    }
}
