package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keycloak as the issuer, set up as the manual's page says. Runs with the Maven profile {@code keycloak} only. */
@NeedsNode
@ExtendWith(Fixtures.class)
class KeycloakIT {
    private static final String PATH = "/weather-tools/mcp";

    private static Keycloak keycloak;
    private static Gateway gateway;

    @BeforeAll
    static void start(Pair pair) {
        keycloak = Keycloak.start();
        gateway = Gateway.startReady(
                "keycloak",
                Map.of(
                        "gateway.yaml",
                        Manual.KEYCLOAK
                                .block("yaml", "servers:")
                                .replace("https://mcp.example.com", "http://localhost:${PROXY_PORT}")
                                .replace("https://login.example.com/realms/mcp", keycloak.issuer())
                                .replace(
                                        "http://localhost:8081/mcp",
                                        pair.weather().toString()),
                        "weather-api-key",
                        pair.weatherKey));
    }

    @AfterAll
    static void stop() {
        try (Keycloak first = keycloak;
                Gateway second = gateway) {
            // both end, the gateway first
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aPersonSignsInWithAClientThatRegistersItself(String sdk) {
        Visit visit = SignIn.person(sdk, gateway.url(PATH))
                .visit(SignIn.LIST, Weather.FORECAST, SignIn.SPOIL, Weather.FORECAST)
                .succeeded();

        visit.step("registered");
        assertThat(visit.step("signed-in").path("pages"))
                .map(page -> page.path("text").asText())
                .last()
                .asString()
                .contains("Grant Access to End-to-end test", "Read the weather");
        assertThat(visit.all("called")).as(visit.said()).hasSize(2).noneMatch(call -> call.path("isError")
                .asBoolean());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aPersonSignsInWithAClientThatIsKnown(String sdk) {
        Visit visit = SignIn.person(sdk, gateway.url(PATH))
                .as("desktop")
                .visit(Weather.FORECAST)
                .succeeded();

        assertThat(visit.all("registered")).isEmpty();
        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();
    }

    @Test
    void aPersonIsAskedAgainForTheScopeOfATool() {
        Visit visit = SignIn.person("v2", gateway.url(PATH))
                .as("desktop")
                .visit(Weather.FORECAST, Weather.ALERTS_CALL)
                .succeeded();

        assertThat(visit.all("opened")).as(visit.said()).hasSize(2);
        assertThat(visit.all("called")).as(visit.said()).hasSize(2).noneMatch(call -> call.path("isError")
                .asBoolean());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aMachineGetsInWithItsCredentials(String sdk) {
        Visit visit = SignIn.machine(sdk, gateway.url(PATH), Keycloak.ROBOT, Keycloak.SECRET, OidcIssuer.READ)
                .visit(SignIn.LIST, Weather.FORECAST)
                .succeeded();

        assertThat(visit.step("tools").path("names"))
                .map(name -> name.asText())
                .doesNotContain("get_alerts")
                .contains("get_forecast");
        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();
    }

    @Test
    void aTokenOfAClientWithoutTheAudienceIsRefused() throws Exception {
        Http.Answer answer = Rpc.initialize(gateway.url(PATH), keycloak.token(Keycloak.STRANGER, ""));

        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        Challenge challenge = Challenge.of(answer);
        assertThat(challenge.get("error")).isEqualTo("invalid_token");
        assertThat(challenge.get("resource_metadata"))
                .isEqualTo(gateway.url("/.well-known/oauth-protected-resource" + PATH)
                        .toString());
    }

    @Test
    void mcpRemoteGetsInWithClientCredentials() throws Exception {
        Visit visit = Remote.machine(gateway.url(PATH), Keycloak.ROBOT, Keycloak.SECRET)
                .succeeded();

        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {OidcIssuer.READ, OidcIssuer.BOTH})
    void theJavaSdkGetsInAndSeesWhatItsTokenMayUse(String scope) throws Exception {
        try (JavaSdkClient client = JavaSdkClient.bearer(
                gateway.address(),
                JavaSdkClient.Transport.STREAMABLE_HTTP,
                PATH,
                keycloak.token(Keycloak.ROBOT, scope))) {
            client.sdk.initialize();

            assertThat(client.tools().contains("get_alerts")).isEqualTo(scope.equals(OidcIssuer.BOTH));
            assertThat(client.call(Weather.FORECAST).isError()).isNotEqualTo(true);
        }
    }
}
