package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the manual's page on validation says happens, over the wire. */
class ValidationManualTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void the_example_answers_as_its_table_says() throws Exception {
        ManualExample example = ManualExample.of("validation.md", "Contents");
        List<List<String>> rows = example.rows().toList();
        assertThat(rows).hasSizeGreaterThan(5);
        String tools = JSON.readTree(example.file("tools.json")).toString();
        try (ScriptedBackend backend = new ScriptedBackend(talk -> {
                    JsonNode request = JSON.readTree(talk.request().body());
                    talk.send(
                            Mcp.ok("{\"jsonrpc\":\"2.0\",\"id\":" + request.path("id") + ",\"result\":" + tools + "}"));
                });
                GatewayFixture gateway = example.start(directory, backend)) {
            for (List<String> row : rows) {
                String arguments = row.getFirst().replace("`", "");
                WireMessage answer = gateway.exchange(post(
                        "/weather-tools/mcp",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_forecast\",\"arguments\":"
                                + arguments + "}}"));

                assertThat(answer.status()).isEqualTo(200);
                JsonNode error = JSON.readTree(answer.body()).path("error");
                if (row.get(1).equals("passes")) {
                    assertThat(error.isMissingNode()).as(arguments).isTrue();
                } else {
                    assertThat(error.path("code").asInt()).as(arguments).isEqualTo(-32602);
                    assertThat(error.path("message").asText()).isEqualTo("The content breaks a rule: " + row.get(1));
                }
            }
        }
    }
}
