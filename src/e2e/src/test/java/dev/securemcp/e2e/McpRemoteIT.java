package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** mcp-remote, the way for desktop clients that only start programs: standard input and output on their side. */
@NeedsNode
@ExtendWith(Fixtures.class)
class McpRemoteIT {
    /** With the arguments that the manual tells users of Claude Desktop to write. */
    @Test
    void carriesAVisitAsTheManualSetsItUp(Pair pair) {
        JsonNode server = Manual.CLIENTS.blocks("json").stream()
                .map(Json::read)
                .map(json -> json.at("/mcpServers/weather-tools"))
                .filter(configured -> configured.has("command"))
                .findFirst()
                .orElseThrow();
        List<String> arguments = StreamSupport.stream(server.path("args").spliterator(), false)
                .map(JsonNode::asText)
                .dropWhile(argument -> !argument.startsWith("http"))
                .map(argument -> argument.replace(Manual.GATEWAY, pair.gateway().toString()))
                .toList();

        assertVisited(arguments, Map.of("WEATHER_TOOLS_KEY", pair.key));
    }

    @Test
    void carriesAVisitOverSse(Pair pair) {
        assertVisited(
                List.of(
                        pair.url(Weather.SSE_PATH).toString(),
                        "--transport",
                        "sse-only",
                        "--header",
                        "Ocp-Apim-Subscription-Key:" + pair.key),
                Map.of());
    }

    private static void assertVisited(List<String> arguments, Map<String, String> environment) {
        List<String> remote = Node.packaged("mcp-remote/dist/proxy.js", arguments.toArray(String[]::new));

        Visit visit = Visit.pay(
                        environment,
                        "client-v1.mjs",
                        "--transport",
                        "stdio",
                        "--command",
                        Json.write(remote),
                        "--wants",
                        Json.write(Weather.EVERYTHING))
                .succeeded();

        assertThat(visit.step("tools").path("names")).map(JsonNode::asText).containsAll(Weather.TOOLS);
        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();
        Arrival.assertStreamed(visit.progress(), Weather.PLACES);
        assertThat(visit.step("updated").path("uri").asText()).isEqualTo(Weather.ALERTS);
    }
}
