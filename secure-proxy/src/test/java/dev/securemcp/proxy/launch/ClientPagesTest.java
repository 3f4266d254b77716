package dev.securemcp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.securemcp.proxy.launch.connect.Client;
import dev.securemcp.proxy.launch.connect.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people copy from the manual and what registries read is what {@code connect} prints. */
class ClientPagesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Connection WEATHER =
            new Connection("weather-tools", "http://localhost:8080/weather-tools/mcp", "Ocp-Apim-Subscription-Key");

    @ParameterizedTest
    @EnumSource(names = {"VSCODE", "CLAUDE_DESKTOP", "CURSOR", "WINDSURF", "GEMINI", "COPILOT"})
    void the_manual_shows_a_clients_file_as_connect_prints_it(Client client) throws IOException {
        List<JsonNode> shown = new ArrayList<>();
        for (MatchResult block : Pattern.compile("(?ms)^```json\n(.*?)^```$")
                .matcher(Files.readString(Path.of("../src/docs/clients.md")))
                .results()
                .toList()) {
            shown.add(JSON.readTree(block.group(1)));
        }

        assertThat(shown).contains(JSON.readTree(client.snippet(WEATHER)));
    }

    @Test
    void the_registrys_description_names_the_quick_starts_path_and_header() throws IOException {
        JsonNode described = JSON.readTree(Files.readString(Path.of("../weather-mcp/server.json")));

        assertThat(described.at("/name").asText()).matches("[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+");
        assertThat(described.at("/description").asText()).hasSizeBetween(1, 100);
        assertThat(described.at("/version").asText()).isEqualTo(Version.TEXT.replace("-SNAPSHOT", ""));
        assertThat(described.findValuesAsText("type")).containsExactly("streamable-http", "sse");
        assertThat(described.findValuesAsText("url"))
                .containsExactly("https://{host}/weather-tools/mcp", "https://{host}/weather-tools/sse");
        for (JsonNode remote : described.at("/remotes")) {
            // What the schema of 2025-12-11 demands; the registry itself wants https and no loopback address.
            assertThat(remote.at("/url").asText()).matches("https?://[^\\s]+");
            assertThat(remote.at("/variables").properties())
                    .extracting(Map.Entry::getKey)
                    .containsExactly("host");
            assertThat(remote.at("/headers/0/name").asText()).isEqualTo(WEATHER.keyHeader());
            assertThat(remote.at("/headers/0/isSecret").asBoolean()).isTrue();
        }
    }
}
