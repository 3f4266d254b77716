package dev.securemcp.weather.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.weather.provider.SilentServer;
import io.quarkiverse.mcp.server.test.McpAssured;
import io.quarkiverse.mcp.server.test.McpAssured.McpTestClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A cancelled call stops asking: the connection to the source is closed, and nothing is asked again. */
@QuarkusTest
@TestProfile(CancellationTest.Silent.class)
class CancellationTest {

    private static final String HALF_AN_ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"current\":";

    /** A source that never answers, and limits that nobody reaches. */
    public static class Silent implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(
                    SilentServer.class,
                    Map.of("weather.upstream.timeout", "5m", "weather.upstream.retry-delay", "1ms")));
        }
    }

    static Stream<Arguments> calls() {
        Supplier<McpTestClient<?, ?>> streamable = McpAssured::newConnectedStreamableClient;
        Supplier<McpTestClient<?, ?>> sse = McpAssured::newConnectedSseClient;
        JsonObject oslo = new JsonObject()
                .put("name", "get_current_weather")
                .put("arguments", new JsonObject().put("latitude", 59.9).put("longitude", 10.7));
        JsonObject three = new JsonObject()
                .put("name", "compare_weather")
                .put("arguments", new JsonObject().put("locations", List.of("1,1", "2,2", "3,3")));
        return Stream.of(
                Arguments.of(Named.of("Streamable HTTP", streamable), oslo, 1, Named.of("no answer", "")),
                Arguments.of(Named.of("legacy SSE", sse), oslo, 1, Named.of("no answer", "")),
                Arguments.of(
                        Named.of("Streamable HTTP", streamable), oslo, 1, Named.of("half an answer", HALF_AN_ANSWER)),
                Arguments.of(Named.of("Streamable HTTP", streamable), three, 3, Named.of("no answer", "")));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void theRequestsToTheSourceAreClosedAndNotRepeated(
            Supplier<McpTestClient<?, ?>> transport, JsonObject params, int requests, String answerBegin) {
        SilentServer.reset(answerBegin);
        try (McpTestClient<?, ?> client = transport.get()) {
            JsonObject call = client.newRequest("tools/call").put("params", params.copy());
            client.sendAndForget(call);
            Awaitility.await().until(() -> SilentServer.requests() == requests);
            assertThat(SilentServer.closed()).isZero();

            client.sendAndForget(client.newMessage("notifications/cancelled")
                    .put("params", new JsonObject().put("requestId", call.getValue("id"))));

            Awaitility.await().until(() -> SilentServer.closed() == requests);
            // A retry would come after a millisecond.
            Awaitility.await().during(Duration.ofMillis(300)).until(() -> SilentServer.requests() == requests);
            assertThat(client.snapshot().responses())
                    .noneMatch(r -> call.getValue("id").equals(r.getValue("id")));
        }
    }
}
