package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The second line of the TypeScript SDK: MCP 2026-07-28 where the server speaks it, an older revision where not. */
@NeedsNode
@ExtendWith(Fixtures.class)
class TypeScriptV2IT {
    private static final String MODERN = "2026-07-28";

    @ParameterizedTest
    @ValueSource(strings = {"auto", MODERN})
    void speaksTheModernRevisionWithAServerThatDoes(String mode, Pair pair) {
        Visit visit = pay(pair, Notes.PATH, mode, pair.key, Notes.EVERYTHING).succeeded();

        assertThat(visit.step("connected").path("revision").asText()).isEqualTo(MODERN);
        assertThat(visit.step("tools").path("names"))
                .map(name -> name.asText())
                .containsExactly("add", "count", "pin_note");
        assertThat(visit.step("called").path("text").asText()).isEqualTo("3");
        Arrival.assertStreamed(visit.progress(), Notes.COUNT);
        assertThat(visit.step("updated").path("uri").asText()).isEqualTo("notes://board");
        assertThat(visit.step("unsubscribed").path("how").asText()).isEqualTo("local");
    }

    /** The backend's refusal of the probe reaches the client as it is; a gateway that replaced it would break this. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "legacy"})
    void fallsBackToAnOlderRevisionWithAServerThatHasNoOther(String mode, Pair pair) {
        Visit visit =
                pay(pair, Weather.PATH, mode, pair.key, Weather.EVERYTHING).succeeded();

        assertThat(visit.step("connected").path("era").asText()).isEqualTo("legacy");
        assertThat(visit.step("tools").path("names")).map(name -> name.asText()).containsAll(Weather.TOOLS);
        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();
        Arrival.assertStreamed(visit.progress(), Weather.PLACES);
        assertThat(visit.step("updated").path("uri").asText()).isEqualTo(Weather.ALERTS);
        visit.step("terminated");
    }

    @Test
    void doesNotPretendThatAnOlderServerIsModern(Pair pair) {
        Visit visit = pay(pair, Weather.PATH, MODERN, pair.key, Weather.EVERYTHING);

        assertThat(visit.status()).as(visit.said()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", MODERN, "legacy"})
    void isRefusedWithAWrongKey(String mode, Pair pair) {
        Visit visit = pay(pair, Notes.PATH, mode, "wrong", Notes.EVERYTHING);

        assertThat(visit.status()).isEqualTo(1);
        assertThat(visit.step("failed").path("status").asInt()).as(visit.said()).isEqualTo(401);
    }

    @Test
    void callsAToolAsTheManualShows(Pair pair) {
        Node.Outcome outcome = Node.run(
                Node.command("example.mjs"),
                Map.of("MCP_URL", pair.url(Weather.PATH).toString(), "WEATHER_TOOLS_KEY", pair.key));

        assertThat(outcome.status()).as(outcome.errors()).isZero();
        assertThat(outcome.output()).contains("Seattle");
    }

    private static Visit pay(Pair pair, String path, String mode, String key, Visit.Wants wants) {
        return Visit.pay(
                "client-v2.mjs",
                "--mode",
                mode,
                "--url",
                pair.url(path).toString(),
                "--key",
                key,
                "--wants",
                Json.write(wants));
    }
}
