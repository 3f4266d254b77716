package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.stream.StreamSupport;
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
    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aPersonSignsInAndIsAskedByTheGatewayFirst(String sdk, Bridged bridged) {
        Visit visit = SignIn.person(sdk, bridged.url(Bridged.PATH))
                .visit(SignIn.LIST, Weather.FORECAST)
                .succeeded();

        visit.step("registered");
        assertThat(visit.first("discovered").path("server").asText())
                .isEqualTo(bridged.url("/weather").toString());
        assertThat(visit.step("opened").path("resource").asText())
                .as("the client sends it, and the issuer would refuse it")
                .isEqualTo(bridged.url(Bridged.PATH).toString());
        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();

        List<JsonNode> pages = list(visit.step("signed-in").path("pages"));
        assertThat(pages).map(page -> page.path("title").asText()).containsExactly(Bridged.CONSENT, Bridged.SIGN_IN);
        JsonNode consent = pages.getFirst();
        assertThat(consent.path("origin").asText()).isEqualTo(bridged.gateway().toString());
        assertThat(consent.path("text").asText()).contains("End-to-end test", "127.0.0.1", OidcIssuer.READ);
        assertThat(consent.path("policy").asText()).contains("frame-ancestors 'none'");
        assertThat(visit.step("signed-in").path("iss").asText())
                .isEqualTo(bridged.url("/weather").toString());
    }

    @Test
    void whoDeniesIsNotSentToTheIssuer(Bridged bridged) {
        Visit visit = SignIn.person("v2", bridged.url(Bridged.PATH))
                .with("press", "^deny$")
                .visit(Weather.FORECAST);

        assertThat(visit.status()).isEqualTo(1);
        JsonNode end = visit.step("signed-in");
        assertThat(end.path("error").asText()).as(visit.said()).isEqualTo("access_denied");
        assertThat(list(end.path("pages")))
                .map(page -> page.path("title").asText())
                .containsExactly(Bridged.CONSENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aTokenIsRefreshedThroughTheGatewayWithoutThePerson(String sdk, Bridged bridged) {
        Visit visit = SignIn.person(sdk, bridged.url(Bridged.PATH))
                .visit(Weather.FORECAST, SignIn.SPOIL, Weather.FORECAST, SignIn.SPOIL, Weather.FORECAST)
                .succeeded();

        assertThat(visit.all("called")).as(visit.said()).hasSize(3);
        assertThat(visit.all("opened")).hasSize(1);
        assertThat(visit.all("tokens")).hasSize(3).allMatch(tokens -> tokens.path("refresh")
                .asBoolean());
    }

    @Test
    void aPersonIsAskedAgainForTheScopeOfATool(Bridged bridged) {
        Visit visit = SignIn.person("v2", bridged.url(Bridged.PATH))
                .visit(Weather.FORECAST, Weather.ALERTS_CALL)
                .succeeded();

        assertThat(visit.all("opened")).as(visit.said()).hasSize(2);
        assertThat(visit.all("called")).as(visit.said()).hasSize(2).noneMatch(call -> call.path("isError")
                .asBoolean());
        JsonNode second = list(visit.all("signed-in").getLast().path("pages")).getFirst();
        assertThat(second.path("title").asText()).isEqualTo(Bridged.CONSENT);
        assertThat(second.path("text").asText()).contains(OidcIssuer.READ, OidcIssuer.ALERTS);
    }

    @Test
    void mcpRemoteSignsAPersonIn(Bridged bridged) throws Exception {
        Visit visit = Remote.signIn(bridged.url(Bridged.PATH)).succeeded();

        assertThat(list(visit.step("signed-in").path("pages")))
                .map(page -> page.path("title").asText())
                .containsExactly(Bridged.CONSENT, Bridged.SIGN_IN);
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
    void theMetadataIsWhereClientsLook(String path, Bridged bridged) throws Exception {
        Http.Answer answer = Http.get(bridged.url(path), null, "MCP-Protocol-Version", "2025-11-25");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode metadata = Json.read(answer.body());
        assertThat(metadata.path("issuer").asText())
                .isEqualTo(bridged.url("/weather").toString());
        assertThat(metadata.path("authorization_endpoint").asText())
                .isEqualTo(bridged.url("/weather/authorize").toString());
        assertThat(metadata.path("token_endpoint").asText())
                .isEqualTo(bridged.url("/weather/token").toString());
        assertThat(metadata.path("registration_endpoint").asText())
                .isEqualTo(bridged.url("/weather/register").toString());
        assertThat(list(metadata.path("code_challenge_methods_supported")))
                .map(JsonNode::asText)
                .containsExactly("S256");
        assertThat(metadata.path("authorization_response_iss_parameter_supported")
                        .asBoolean())
                .isTrue();
    }

    /** Somebody else's answer of the issuer, or an old one, or a made-up one. */
    @Test
    void anAnswerOfTheIssuerThatNobodyAskedForLeadsNowhere(Bridged bridged) throws Exception {
        Http.Answer answer = Http.get(bridged.url("/oauth/callback?code=stolen&state=made-up"), null);

        assertThat(answer.status()).isBetween(400, 403);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_id=nobody&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcallback",
                "client_id=nobody&redirect_uri=https%3A%2F%2Fattacker.example%2F"
            })
    void aClientThatNobodyKnowsIsShownAPageAndSentNowhere(String query, Bridged bridged) throws Exception {
        URI url = URI.create(bridged.url("/weather/authorize") + "?response_type=code&code_challenge_method=S256"
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&" + query);

        Http.Answer answer = Http.get(url, null);

        assertThat(answer.status()).isBetween(400, 403);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
