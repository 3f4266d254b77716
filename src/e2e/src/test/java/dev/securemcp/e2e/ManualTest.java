package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader copies out of the manual is what the tests run, or at least well-formed. */
class ManualTest {
    static Stream<String> configurations() {
        return Stream.of(Manual.README, Manual.CLIENTS).flatMap(page -> page.blocks("json").stream());
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void aClientConfigurationIsJsonWithTheUrlAndTheKeysHeader(String configuration) {
        JsonNode json = Json.read(configuration);

        JsonNode server = Stream.of("servers", "mcpServers")
                .map(json::path)
                .map(servers -> servers.path("weather-tools"))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElseThrow();
        assertThat(server.toString())
                .contains('"' + Manual.GATEWAY + Weather.PATH + '"')
                .contains("Ocp-Apim-Subscription-Key");
    }

    @Test
    void thereIsAConfigurationForEachKindOfClient() {
        assertThat(Manual.README.blocks("json")).hasSize(1);
        assertThat(Manual.CLIENTS.blocks("json")).hasSize(7);
    }

    @Test
    void theJavaExampleIsTheOneThatIsTested() {
        assertThat(Manual.CLIENTS.blocks("java"))
                .isEqualTo(List.of(Manual.example("src/test/java/dev/securemcp/e2e/JavaExample.java")));
    }

    @Test
    void theTypeScriptExampleIsTheOneThatIsTested() {
        assertThat(Manual.CLIENTS.blocks("js")).isEqualTo(List.of(Manual.example("node/example.mjs")));
    }
}
