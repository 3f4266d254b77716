package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code secure-proxy connect} prints works as it is, in the clients that can be run here. */
@NeedsNode
@ExtendWith(Fixtures.class)
class ConnectIT {
    @TempDir
    private Path directory;

    @Test
    void theInspectorsLineListsTheTools(Pair pair) throws IOException {
        String line = connect(pair, "inspector")
                .replaceFirst(
                        "npx @modelcontextprotocol/inspector@\\S+",
                        shell(Node.packaged("@modelcontextprotocol/inspector/clients/launcher/build/index.js")))
                .replace("--cli", "--cli --stored-auth-only --format json --quiet");

        Node.Outcome outcome = Node.run(List.of("bash", "-c", line), Map.of("WEATHER_TOOLS_KEY", pair.key));

        assertThat(outcome.status()).as(outcome.errors()).isZero();
        assertThat(Json.read(outcome.output()).findValuesAsText("name")).containsAll(Weather.TOOLS);
    }

    @Test
    void mcpRemotesLineCarriesAVisit(Pair pair) throws IOException {
        String line = connect(pair, "mcp-remote")
                .replaceFirst("npx -y mcp-remote@\\S+", "exec " + shell(Node.packaged("mcp-remote/dist/proxy.js")));

        Visit visit = Visit.pay(
                        Map.of("WEATHER_TOOLS_KEY", pair.key),
                        "client-v1.mjs",
                        "--transport",
                        "stdio",
                        "--command",
                        Json.write(List.of("bash", "-c", line)),
                        "--wants",
                        Json.write(new Visit.Wants(Weather.FORECAST, Weather.FORECAST, null, null)))
                .succeeded();

        assertThat(visit.step("tools").path("names")).map(JsonNode::asText).containsAll(Weather.TOOLS);
    }

    /** Asks the packaged program, as a person does. */
    private String connect(Pair pair, String client) throws IOException {
        Path file = Files.writeString(
                directory.resolve("gateway.yaml"),
                """
                servers: { weather-tools: { backend: weather } }
                backends: { weather: { instances: [{ url: "http://localhost:8081/mcp" }] } }
                """);
        List<String> command = new ArrayList<>(Layout.command("secure-proxy"));
        command.addAll(List.of("connect", "weather-tools", "--client", client, "--config", file.toString()));
        command.addAll(List.of("--url", pair.gateway().toString()));
        Node.Outcome outcome = Node.run(command);
        assertThat(outcome.status()).as(outcome.errors()).isZero();
        return outcome.output();
    }

    private static String shell(List<String> command) {
        return String.join(" ", command.stream().map(word -> "'" + word + "'").toList());
    }
}
