package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both lines of the TypeScript SDK get themselves a token, and know nothing but the server's URL. */
@NeedsNode
@ExtendWith(Fixtures.class)
class SignInIT {
    @ParameterizedTest
    @CsvSource({
        "v1, http, " + Secured.WEATHER,
        "v2, http, " + Secured.WEATHER,
        "v1, sse, " + Secured.WEATHER_SSE,
        "v2, sse, " + Secured.WEATHER_SSE
    })
    void aPersonSignsInWithAClientThatRegistersItself(String sdk, String transport, String path, Secured secured) {
        Visit visit = SignIn.person(sdk, secured.url(path))
                .with("transport", transport)
                .visit(SignIn.LIST, Weather.FORECAST)
                .succeeded();

        assertThat(visit.first("discovered").path("server").asText())
                .isEqualTo(secured.oidc.url().toString());
        assertThat(visit.step("opened").path("resource").asText())
                .isEqualTo(secured.url(path).toString());
        visit.step("registered");
        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();
    }

    @Test
    void aPersonSignsInToAServerOfTheModernRevision(Secured secured) {
        Visit visit = SignIn.person("v2", secured.url(Secured.NOTES))
                .with("mode", "auto")
                .visit(SignIn.LIST, Notes.ADDITION)
                .succeeded();

        visit.step("registered");
        assertThat(visit.step("called").path("text").asText()).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aTokenThatIsNoLongerGoodIsRefreshedWithoutThePerson(String sdk, Secured secured) {
        Visit visit = SignIn.person(sdk, secured.url(Secured.WEATHER))
                .visit(Weather.FORECAST, SignIn.SPOIL, Weather.FORECAST)
                .succeeded();

        assertThat(visit.all("called")).as(visit.said()).hasSize(2);
        assertThat(visit.all("tokens")).hasSize(2);
        assertThat(visit.all("opened")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aMachineGetsInWithItsCredentials(String sdk, Secured secured) {
        Visit visit = SignIn.machine(
                        sdk, secured.url(Secured.WEATHER), OidcIssuer.ROBOT, OidcIssuer.SECRET, OidcIssuer.READ)
                .visit(Weather.FORECAST)
                .succeeded();

        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aMachineWithAWrongSecretIsKeptOut(String sdk, Secured secured) {
        Visit visit = SignIn.machine(sdk, secured.url(Secured.WEATHER), OidcIssuer.ROBOT, "wrong", OidcIssuer.READ)
                .visit(Weather.FORECAST);

        assertThat(visit.status()).as(visit.said()).isEqualTo(1);
        assertThat(visit.all("connected")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aTokenForAnotherServerKeepsTheClientOut(String sdk, Secured secured) throws Exception {
        Visit visit = SignIn.bearer(sdk, secured.url(Secured.WEATHER), secured.token(OidcIssuer.READ, Secured.STEP_UP))
                .visit(Weather.FORECAST);

        assertThat(visit.status()).as(visit.said()).isEqualTo(1);
        assertThat(visit.step("failed").path("status").asInt()).as(visit.said()).isEqualTo(401);
    }

    /** Version 1 refreshes where it has a refresh token, which brings no scope; so this client has none. */
    @ParameterizedTest
    @CsvSource({"v1, kiosk", "v2, desktop"})
    void aPersonIsAskedAgainForTheScopeOfATool(String sdk, String client, Secured secured) {
        Visit visit = SignIn.person(sdk, secured.url(Secured.STEP_UP))
                .as(client)
                .visit(Weather.FORECAST, Weather.ALERTS_CALL)
                .succeeded();

        assertThat(visit.all("opened")).as(visit.said()).hasSize(2).last().satisfies(opened -> assertThat(
                        opened.path("scope").asText())
                .contains(OidcIssuer.READ, OidcIssuer.ALERTS));
        assertThat(visit.all("called"))
                .as(visit.said())
                .map(call -> call.path("name").asText())
                .containsExactly("get_forecast", "get_alerts");
        assertThat(visit.all("called")).noneMatch(call -> call.path("isError").asBoolean());
    }

    @Test
    void aMachineAsksForTheScopeOfAToolByItself(Secured secured) {
        Visit visit = SignIn.machine(
                        "v2", secured.url(Secured.WEATHER), OidcIssuer.ROBOT, OidcIssuer.SECRET, OidcIssuer.READ)
                .visit(Weather.ALERTS_CALL)
                .succeeded();

        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();
    }

    /** What version 1 does with a 403 where it cannot ask for more: it tells the application. */
    @Test
    void aMachineThatCannotAskForMoreIsToldSo(Secured secured) {
        Visit visit = SignIn.machine(
                        "v1", secured.url(Secured.WEATHER), OidcIssuer.ROBOT, OidcIssuer.SECRET, OidcIssuer.READ)
                .visit(Weather.ALERTS_CALL, Weather.FORECAST)
                .succeeded();

        JsonNode refused = visit.step("refused");
        assertThat(refused.path("status").asInt()).as(visit.said()).isEqualTo(403);
        assertThat(visit.step("called").path("name").asText()).isEqualTo("get_forecast");
    }
}
