package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents with {@code validate-jwt} and {@code validate-azure-ad-token}, and tokens in the shape of Entra ID's. */
@NeedsNode
@ExtendWith(Fixtures.class)
class TokenPoliciesIT {
    private static final String JWT = "/jwt/mcp";
    private static final String ENTRA = "/entra/mcp";

    private static EntraIssuer entra;
    private static Gateway gateway;

    @BeforeAll
    static void start(Pair pair) {
        entra = EntraIssuer.start("policies", 0);
        gateway = Gateway.startReady(
                "policies",
                Map.of(
                        "gateway.yaml",
                        configuration(pair),
                        "jwt.xml",
                        policy(
                                """
                                <validate-jwt header-name="Authorization" require-scheme="Bearer" output-token-variable-name="jwt">
                                  <openid-config url="%s/.well-known/openid-configuration" />
                                  <audiences><audience>%s</audience></audiences>
                                  <required-claims>
                                    <claim name="scp" match="any" separator=" "><value>weather.read</value></claim>
                                  </required-claims>
                                </validate-jwt>"""
                                        .formatted(entra.issuer(), entra.apiId())),
                        "entra.xml",
                        policy(
                                """
                                <validate-azure-ad-token tenant-id="%s" output-token-variable-name="jwt">
                                  <client-application-ids><application-id>%s</application-id></client-application-ids>
                                  <audiences><audience>%s</audience><audience>%s</audience></audiences>
                                </validate-azure-ad-token>"""
                                        .formatted(
                                                entra.tenant(), EntraIssuer.DESKTOP_APP, entra.api(), entra.apiId()))));
    }

    @AfterAll
    static void stop() {
        try (EntraIssuer first = entra;
                Gateway second = gateway) {
            assertThat(first).isNotSameAs(second);
        }
    }

    @ParameterizedTest
    @CsvSource({JWT + ", 2", ENTRA + ", 1", ENTRA + ", 2"})
    void aRightTokenPassesAndLaterPoliciesReadItsClaims(String path, int version) throws Exception {
        Http.Answer answer = Rpc.initialize(gateway.url(path), entra.token(version, OidcIssuer.READ));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Tenant")).hasValue(entra.tenant());
        assertThat(Rpc.message(answer).at("/result/serverInfo/name").asText()).isNotEmpty();
    }

    /** {@code validate-jwt} has the metadata of version 2, whose issuer is another than that of version 1. */
    @Test
    void aTokenOfAVersionThatTheMetadataDoesNotNameIsRefused() throws Exception {
        assertRefused(
                JWT,
                entra.token(1, Map.of("scp", OidcIssuer.READ), Map.of("aud", entra.apiId())),
                "TokenIssuerNotAllowed");
    }

    /** A claim that is wrong, and the reason that the answer gives. */
    record Wrong(String claim, Object value, String reason) {}

    static Stream<Wrong> wrongs() {
        return Stream.of(
                new Wrong("aud", "api://calendar", "TokenAudienceNotAllowed"),
                new Wrong(
                        "iss",
                        "https://sts.windows.net/11111111-0000-4000-8000-000000000000/",
                        "TokenIssuerNotAllowed"),
                new Wrong("exp", Instant.now().minusSeconds(60).getEpochSecond(), "TokenExpired"),
                new Wrong("nbf", Instant.now().plusSeconds(60).getEpochSecond(), "JwtInvalid"));
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void aTokenWithAWrongClaimIsRefusedByBoth(Wrong wrong) throws Exception {
        String token = entra.token(2, Map.of("scp", OidcIssuer.READ), Map.of(wrong.claim(), wrong.value()));

        assertRefused(JWT, token, wrong.reason());
        assertRefused(ENTRA, token, wrong.reason());
    }

    @Test
    void aTokenWithoutTheScopeIsRefusedWhereTheDocumentAsksForIt() throws Exception {
        assertRefused(JWT, entra.token(2, OidcIssuer.ALERTS), "TokenClaimValueNotAllowed");
    }

    @ParameterizedTest
    @CsvSource({"1, appid", "2, azp"})
    void aTokenOfAnotherApplicationIsRefused(int version, String claim) throws Exception {
        String token = entra.token(version, Map.of("scp", OidcIssuer.READ), Map.of(claim, EntraIssuer.WEB_APP));

        assertThat(Rpc.initialize(gateway.url(ENTRA), token).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({JWT, ENTRA})
    void withoutATokenTheAnswerSaysSo(String path) throws Exception {
        assertRefused(path, null, "TokenNotPresent");
    }

    private static void assertRefused(String path, String token, String reason) throws Exception {
        Http.Answer answer = Rpc.initialize(gateway.url(path), token);

        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        JsonNode message = Json.read(answer.body());
        assertThat(message.at("/error/data/reason").asText()).isEqualTo(reason);
        assertThat(message.path("id").asText()).isEqualTo("first");
    }

    private static String policy(String element) {
        return """
                <policies>
                  <inbound>
                    <base />
                    %s
                  </inbound>
                  <backend><base /></backend>
                  <outbound>
                    <base />
                    <set-header name="X-Tenant" exists-action="override">
                      <value>@(((Jwt)context.Variables["jwt"]).Claims["tid"][0])</value>
                    </set-header>
                  </outbound>
                  <on-error><base /></on-error>
                </policies>
                """
                .formatted(element);
    }

    private static String configuration(Pair pair) {
        return """
                entra: { authority: "%s" }
                servers:
                  jwt: { backend: notes, policy: jwt.xml, subscription-required: false }
                  entra: { backend: notes, policy: entra.xml, subscription-required: false }
                backends:
                  notes: { instances: [{ url: "%s" }] }
                """
                .formatted(entra.host(), pair.notes());
    }
}
