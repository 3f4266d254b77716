package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway says on the wire to those whom it lets no further. */
@ExtendWith(Fixtures.class)
class GatewayAnswersIT {
    private static final String CALL =
            """
            {"jsonrpc":"2.0","id":"call-1","method":"tools/call","params":{"name":"get_forecast","arguments":{}}}""";

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "wrong")
    void withoutAGoodKeyACallIs401WithItsOwnId(String key, Pair pair) throws Exception {
        Http.Answer answer = Http.post(pair.url(Weather.PATH), key, CALL);

        assertThat(answer.status()).isEqualTo(401);
        JsonNode message = Json.read(answer.body());
        assertThat(message.path("id").asText()).isEqualTo("call-1");
        assertThat(message.path("error").path("code").asInt()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {Weather.PATH, Weather.SSE_PATH})
    void withoutAKeyAStreamIs401(String path, Pair pair) throws Exception {
        Http.Answer answer = Http.get(pair.url(path), null, "Accept", "text/event-stream");

        assertThat(answer.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere/mcp",
                "/.well-known/oauth-protected-resource/weather-tools/mcp",
                "/.well-known/oauth-authorization-server",
                "/register"
            })
    void whatIsNotThereIs404WithoutAChallenge(String path, Pair pair) throws Exception {
        Http.Answer answer = Http.get(pair.url(path), null);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void aPageOfAnotherOriginIsRefused(Pair pair) throws Exception {
        Http.Answer answer =
                Http.post(pair.url(Weather.PATH), pair.key, Http.PING, "Origin", "http://attacker.example");

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void aSessionThatNobodyOpenedIs404(Pair pair) throws Exception {
        Http.Answer answer =
                Http.post(pair.url(Weather.PATH), pair.key, Http.PING, "Mcp-Session-Id", "0123456789abcdef");

        assertThat(answer.status()).isEqualTo(404);
    }
}
