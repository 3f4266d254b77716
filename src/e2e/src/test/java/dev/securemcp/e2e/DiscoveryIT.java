package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client without a token is told, so that it finds its way from the server's URL alone. */
@NeedsNode
@ExtendWith(Fixtures.class)
class DiscoveryIT {
    private static final String CALL =
            """
            {"jsonrpc":"2.0","id":"call-1","method":"tools/call","params":{"name":"get_forecast","arguments":{}}}""";

    @ParameterizedTest
    @ValueSource(strings = {Secured.WEATHER, Secured.WEATHER_SSE})
    void theMetadataOfAResourceNamesItAndItsIssuer(String path, Secured secured) throws Exception {
        Http.Answer answer = Http.get(secured.metadata(path), null, "MCP-Protocol-Version", "2025-11-25");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        JsonNode metadata = Json.read(answer.body());
        assertThat(metadata.path("resource").asText())
                .isEqualTo(secured.url(path).toString());
        assertThat(metadata.path("authorization_servers"))
                .map(JsonNode::asText)
                .containsExactly(secured.oidc.url().toString());
        assertThat(metadata.path("bearer_methods_supported"))
                .map(JsonNode::asText)
                .containsExactly("header");
        assertThat(metadata.path("scopes_supported"))
                .map(JsonNode::asText)
                .contains(OidcIssuer.READ)
                .doesNotContain("offline_access");
    }

    @Test
    void aPageOfAnyOriginMayReadTheMetadata(Secured secured) throws Exception {
        Http.Answer answer = Http.get(secured.metadata(Secured.WEATHER), null, "Origin", "https://inspector.example");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    }

    @Test
    void aPageMayAskForTheMetadataWithItsRevision(Secured secured) throws Exception {
        Http.Answer answer = Http.options(
                secured.metadata(Secured.WEATHER),
                "Origin",
                "https://inspector.example",
                "Access-Control-Request-Method",
                "GET",
                "Access-Control-Request-Headers",
                "mcp-protocol-version");

        assertThat(answer.status()).isBetween(200, 204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
                .containsIgnoringCase("MCP-Protocol-Version");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, " + Secured.WEATHER,
        "GET, " + Secured.WEATHER,
        "DELETE, " + Secured.WEATHER,
        "GET, " + Secured.WEATHER_SSE
    })
    void withoutATokenEveryRequestIsSentToTheMetadataOfItsResource(String method, String path, Secured secured)
            throws Exception {
        URI url = secured.url(path);

        Http.Answer answer =
                switch (method) {
                    case "POST" -> Http.post(url, null, CALL);
                    case "DELETE" -> Http.delete(url);
                    default -> Http.get(url, null, "Accept", "text/event-stream");
                };

        assertThat(answer.status()).isEqualTo(401);
        Challenge challenge = Challenge.of(answer);
        assertThat(challenge.get("resource_metadata"))
                .isEqualTo(secured.metadata(path).toString());
        assertThat(challenge.scopes()).containsExactly(OidcIssuer.READ);
        assertThat(challenge.parameters()).doesNotContainKey("error");
    }

    @Test
    void withoutATokenACallIsAnsweredWithItsOwnId(Secured secured) throws Exception {
        JsonNode message =
                Json.read(Http.post(secured.url(Secured.WEATHER), null, CALL).body());

        assertThat(message.path("id").asText()).isEqualTo("call-1");
        assertThat(message.at("/error/code").asInt()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-protected-resource/nowhere/mcp",
                "/.well-known/oauth-authorization-server/weather",
                "/.well-known/openid-configuration/weather",
                "/weather/register"
            })
    void whatTheGatewayDoesNotServeIs404WithoutAChallenge(String path, Secured secured) throws Exception {
        Http.Answer answer = Http.get(secured.url(path), null);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
    }
}
