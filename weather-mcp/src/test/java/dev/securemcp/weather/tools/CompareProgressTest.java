package dev.securemcp.weather.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.weather.SampleProfile;
import io.quarkiverse.mcp.server.test.McpAssured;
import io.quarkiverse.mcp.server.test.McpAssured.McpTestClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A comparison tells of each place as its answer arrives, on both transports. */
@QuarkusTest
@TestProfile(SampleProfile.class)
class CompareProgressTest {

    private static final List<String> PLACES = List.of("Seattle", "Oslo", "Tokyo", "Nairobi");

    static Stream<Arguments> transports() {
        Supplier<McpTestClient<?, ?>> streamable = McpAssured::newConnectedStreamableClient;
        Supplier<McpTestClient<?, ?>> sse = McpAssured::newConnectedSseClient;
        return Stream.of(
                Arguments.of(Named.of("Streamable HTTP", streamable)), Arguments.of(Named.of("legacy SSE", sse)));
    }

    private static JsonObject request(McpTestClient<?, ?> client, Map<String, Object> meta) {
        return client.newRequest("tools/call")
                .put(
                        "params",
                        new JsonObject()
                                .put("name", "compare_weather")
                                .put("arguments", new JsonObject().put("locations", PLACES))
                                .put("_meta", new JsonObject(meta)));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aClientThatGivesATokenIsToldOfEachPlace(Supplier<McpTestClient<?, ?>> transport) {
        try (McpTestClient<?, ?> client = transport.get()) {
            JsonObject request = request(client, Map.of("progressToken", "compare-1"));
            client.sendAndForget(request);
            JsonObject response = client.waitForResponse(request);
            assertThat(response.getJsonObject("result").getBoolean("isError")).isFalse();
            List<JsonObject> progress = client.waitForNotifications(PLACES.size()).notifications().stream()
                    .filter(n -> "notifications/progress".equals(n.getString("method")))
                    .map(n -> n.getJsonObject("params"))
                    .toList();
            assertThat(progress).extracting(p -> p.getInteger("progress")).containsExactly(1, 2, 3, 4);
            assertThat(progress).allSatisfy(p -> {
                assertThat(p.getString("progressToken")).isEqualTo("compare-1");
                assertThat(p.getInteger("total")).isEqualTo(4);
                String[] words = p.getString("message").split(" ", 2);
                assertThat(Instant.parse(words[0])).isNotNull();
                assertThat(PLACES).anyMatch(words[1]::startsWith);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aClientThatGivesNoTokenIsToldNothing(Supplier<McpTestClient<?, ?>> transport) {
        try (McpTestClient<?, ?> client = transport.get()) {
            JsonObject request = request(client, Map.of());
            client.sendAndForget(request);
            client.waitForResponse(request);
            assertThat(client.snapshot().notifications())
                    .noneMatch(n -> "notifications/progress".equals(n.getString("method")));
        }
    }
}
