package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients sign in at an issuer in the shape of Entra ID, which refuses {@code resource}, registers nobody and has no metadata where
 * they look, because the gateway stands in for its authorization server.
 */
@NeedsNode
@ExtendWith(Fixtures.class)
class BridgeIT {
    private static final String PATH = "/weather/mcp";

    /** The page of the gateway's own. */
    private static final String CONSENT = "Allow access?";

    private static final String SIGN_IN = "Sign in to your account";

    private static EntraIssuer entra;
    private static Gateway gateway;

    @BeforeAll
    static void start(Pair pair) throws Exception {
        entra = EntraIssuer.start("bridge", 0);
        gateway = Gateway.startReady(
                "bridge",
                Map.of(
                        "gateway.yaml",
                        configuration(pair),
                        "client-secret",
                        EntraIssuer.WEB_SECRET,
                        "weather-api-key",
                        pair.weatherKey));
        entra.register(
                EntraIssuer.WEB_APP,
                EntraIssuer.WEB_SECRET,
                List.of(gateway.url("/oauth/callback").toString()));
    }

    @AfterAll
    static void stop() {
        try (EntraIssuer first = entra;
                Gateway second = gateway) {
            assertThat(first).isNotSameAs(second);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aPersonSignsInAndIsAskedByTheGatewayFirst(String sdk) {
        Visit visit = SignIn.person(sdk, gateway.url(PATH))
                .visit(SignIn.LIST, Weather.FORECAST)
                .succeeded();

        visit.step("registered");
        assertThat(visit.first("discovered").path("server").asText())
                .isEqualTo(gateway.url("/weather").toString());
        assertThat(visit.step("opened").path("resource").asText())
                .as("the client sends it, and the issuer would refuse it")
                .isEqualTo(gateway.url(PATH).toString());
        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();

        List<JsonNode> pages = list(visit.step("signed-in").path("pages"));
        assertThat(pages).map(page -> page.path("title").asText()).containsExactly(CONSENT, SIGN_IN);
        JsonNode consent = pages.getFirst();
        assertThat(consent.path("origin").asText()).isEqualTo(gateway.address().toString());
        assertThat(consent.path("text").asText()).contains("End-to-end test", "127.0.0.1", OidcIssuer.READ);
        assertThat(consent.path("policy").asText()).contains("frame-ancestors 'none'");
        assertThat(visit.step("signed-in").path("iss").asText())
                .isEqualTo(gateway.url("/weather").toString());
    }

    @Test
    void whoDeniesIsNotSentToTheIssuer() {
        Visit visit =
                SignIn.person("v2", gateway.url(PATH)).with("press", "^deny$").visit(Weather.FORECAST);

        assertThat(visit.status()).isEqualTo(1);
        JsonNode end = visit.step("signed-in");
        assertThat(end.path("error").asText()).as(visit.said()).isEqualTo("access_denied");
        assertThat(list(end.path("pages")))
                .map(page -> page.path("title").asText())
                .containsExactly(CONSENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aTokenIsRefreshedThroughTheGatewayWithoutThePerson(String sdk) {
        Visit visit = SignIn.person(sdk, gateway.url(PATH))
                .visit(Weather.FORECAST, SignIn.SPOIL, Weather.FORECAST, SignIn.SPOIL, Weather.FORECAST)
                .succeeded();

        assertThat(visit.all("called")).as(visit.said()).hasSize(3);
        assertThat(visit.all("opened")).hasSize(1);
        assertThat(visit.all("tokens")).hasSize(3).allMatch(tokens -> tokens.path("refresh")
                .asBoolean());
    }

    @Test
    void aPersonIsAskedAgainForTheScopeOfATool() {
        Visit visit = SignIn.person("v2", gateway.url(PATH))
                .visit(Weather.FORECAST, Weather.ALERTS_CALL)
                .succeeded();

        assertThat(visit.all("opened")).as(visit.said()).hasSize(2);
        assertThat(visit.all("called")).as(visit.said()).hasSize(2).noneMatch(call -> call.path("isError")
                .asBoolean());
        JsonNode second = list(visit.all("signed-in").getLast().path("pages")).getFirst();
        assertThat(second.path("title").asText()).isEqualTo(CONSENT);
        assertThat(second.path("text").asText()).contains(OidcIssuer.READ, OidcIssuer.ALERTS);
    }

    @Test
    void mcpRemoteSignsAPersonIn() throws Exception {
        Visit visit = Remote.signIn(gateway.url(PATH)).succeeded();

        assertThat(list(visit.step("signed-in").path("pages")))
                .map(page -> page.path("title").asText())
                .containsExactly(CONSENT, SIGN_IN);
        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-authorization-server/weather",
                "/.well-known/openid-configuration/weather",
                "/weather/.well-known/openid-configuration"
            })
    void theMetadataIsWhereClientsLook(String path) throws Exception {
        Http.Answer answer = Http.get(gateway.url(path), null, "MCP-Protocol-Version", "2025-11-25");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode metadata = Json.read(answer.body());
        assertThat(metadata.path("issuer").asText())
                .isEqualTo(gateway.url("/weather").toString());
        assertThat(metadata.path("authorization_endpoint").asText())
                .isEqualTo(gateway.url("/weather/authorize").toString());
        assertThat(metadata.path("token_endpoint").asText())
                .isEqualTo(gateway.url("/weather/token").toString());
        assertThat(metadata.path("registration_endpoint").asText())
                .isEqualTo(gateway.url("/weather/register").toString());
        assertThat(list(metadata.path("code_challenge_methods_supported")))
                .map(JsonNode::asText)
                .containsExactly("S256");
        assertThat(metadata.path("authorization_response_iss_parameter_supported")
                        .asBoolean())
                .isTrue();
    }

    /** Somebody else's answer of the issuer, or an old one, or a made-up one. */
    @Test
    void anAnswerOfTheIssuerThatNobodyAskedForLeadsNowhere() throws Exception {
        Http.Answer answer = Http.get(gateway.url("/oauth/callback?code=stolen&state=made-up"), null);

        assertThat(answer.status()).isBetween(400, 403);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_id=nobody&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcallback",
                "client_id=nobody&redirect_uri=https%3A%2F%2Fattacker.example%2F"
            })
    void aClientThatNobodyKnowsIsShownAPageAndSentNowhere(String query) throws Exception {
        URI url = URI.create(gateway.url("/weather/authorize") + "?response_type=code&code_challenge_method=S256"
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&" + query);

        Http.Answer answer = Http.get(url, null);

        assertThat(answer.status()).isBetween(400, 403);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static String configuration(Pair pair) {
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
}
