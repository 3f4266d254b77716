package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first line of the TypeScript SDK, which most desktop clients are built on, over both of its HTTP transports. */
@NeedsNode
@ExtendWith(Fixtures.class)
class TypeScriptV1IT {
    @ParameterizedTest
    @CsvSource({"http, " + Weather.PATH, "sse, " + Weather.SSE_PATH})
    void listsCallsAndSeesProgressAndUpdates(String transport, String path, Pair pair) {
        Visit visit = Visit.pay(
                        "client-v1.mjs",
                        "--transport",
                        transport,
                        "--url",
                        pair.url(path).toString(),
                        "--key",
                        pair.key,
                        "--wants",
                        Json.write(Weather.EVERYTHING))
                .succeeded();

        assertThat(visit.step("connected").path("server").asText()).isNotEmpty();
        assertThat(visit.step("tools").path("names")).map(name -> name.asText()).containsAll(Weather.TOOLS);
        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();
        assertThat(visit.step("called").path("text").asText()).isNotBlank();
        Arrival.assertStreamed(visit.progress(), Weather.PLACES);
        assertThat(visit.step("updated").path("uri").asText()).isEqualTo(Weather.ALERTS);
    }

    @Test
    void afterDeleteTheSessionIsGone(Pair pair) throws Exception {
        Visit visit = Visit.pay(
                        "client-v1.mjs",
                        "--transport",
                        "http",
                        "--url",
                        pair.url(Weather.PATH).toString(),
                        "--key",
                        pair.key,
                        "--wants",
                        Json.write(new Visit.Wants(Weather.FORECAST, Weather.FORECAST, null, null)))
                .succeeded();

        visit.step("terminated");
        String session = visit.step("connected").path("session").asText();
        assertThat(session).isNotEmpty();
        Http.Answer answer = Http.post(pair.url(Weather.PATH), pair.key, Http.PING, "Mcp-Session-Id", session);
        assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"http, " + Weather.PATH, "sse, " + Weather.SSE_PATH})
    void isRefusedWithAWrongKey(String transport, String path, Pair pair) {
        assertRefused(transport, path, pair, "wrong");
    }

    @ParameterizedTest
    @CsvSource({"http, " + Weather.PATH, "sse, " + Weather.SSE_PATH})
    void isRefusedWithoutAKey(String transport, String path, Pair pair) {
        assertRefused(transport, path, pair, "");
    }

    private static void assertRefused(String transport, String path, Pair pair, String key) {
        Visit visit = Visit.pay(
                "client-v1.mjs",
                "--transport",
                transport,
                "--url",
                pair.url(path).toString(),
                "--key",
                key,
                "--wants",
                Json.write(Weather.EVERYTHING));

        assertThat(visit.status()).isEqualTo(1);
        assertThat(visit.step("failed").path("status").asInt()).as(visit.said()).isEqualTo(401);
    }
}
