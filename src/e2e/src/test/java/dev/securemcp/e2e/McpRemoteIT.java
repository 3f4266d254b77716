package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** mcp-remote, the way for desktop clients that only start programs: standard input and output on their side. */
@NeedsNode
@ExtendWith(PairExtension.class)
class McpRemoteIT {
    @ParameterizedTest
    @CsvSource({"http-only, " + Weather.PATH, "sse-only, " + Weather.SSE_PATH})
    void carriesAVisit(String strategy, String path, Pair pair) {
        List<String> remote = Node.packaged(
                "mcp-remote/dist/proxy.js",
                pair.url(path).toString(),
                "--transport",
                strategy,
                "--header",
                "Ocp-Apim-Subscription-Key:" + pair.key);

        Visit visit = Visit.pay(
                        "client-v1.mjs",
                        "--transport",
                        "stdio",
                        "--command",
                        Json.write(remote),
                        "--wants",
                        Json.write(Weather.EVERYTHING))
                .succeeded();

        assertThat(visit.step("tools").path("names")).map(name -> name.asText()).containsAll(Weather.TOOLS);
        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();
        Arrival.assertStreamed(visit.progress(), Weather.PLACES);
        assertThat(visit.step("updated").path("uri").asText()).isEqualTo(Weather.ALERTS);
    }
}
