package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What clients see when the gateway's process is told to stop. */
class StopIT {
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",
             "capabilities":{},"clientInfo":{"name":"stop","version":"1"}}}""";
    private static final String COMPARE =
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"compare_weather",
             "arguments":{"locations":["Seattle","Oslo","Nairobi"]},"_meta":{"progressToken":"p"}}}""";

    @Test
    void aRunningCallFinishesAnOpenStreamEndsCleanlyAndTheProcessIsGone() throws Exception {
        try (Pair pair = Pair.start("stop");
                HttpClient client = HttpClient.newHttpClient()) {
            String session = Http.post(pair.url(Weather.PATH), pair.key, INITIALIZE)
                    .headers()
                    .firstValue("Mcp-Session-Id")
                    .orElseThrow();
            InputStream stream = client.send(
                            request(pair, Weather.SSE_PATH).GET().build(), BodyHandlers.ofInputStream())
                    .body();
            HttpResponse<InputStream> call = client.send(
                    request(pair, Weather.PATH)
                            .header("Content-Type", "application/json")
                            .header("Mcp-Session-Id", session)
                            .POST(HttpRequest.BodyPublishers.ofString(COMPARE))
                            .build(),
                    BodyHandlers.ofInputStream());
            assertThat(firstLine(call.body())).as("the call is on its way").isNotEmpty();

            CompletableFuture<Process> gone = pair.stopGateway();

            String rest = new String(call.body().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(rest).contains("\"id\":1", "\"result\"", "Nairobi");
            // A stream that is cut instead of ended makes this read fail.
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("event: endpoint");
            assertThat(gone.get(20, TimeUnit.SECONDS).exitValue()).isEqualTo(143);
        }
    }

    private static HttpRequest.Builder request(Pair pair, String path) {
        return HttpRequest.newBuilder(pair.url(path))
                .timeout(Duration.ofSeconds(20))
                .header("Accept", "application/json, text/event-stream")
                .header("Ocp-Apim-Subscription-Key", pair.key);
    }

    private static String firstLine(InputStream stream) throws Exception {
        StringBuilder line = new StringBuilder();
        for (int b = stream.read(); b >= 0 && b != '\n'; b = stream.read()) {
            line.append((char) b);
        }
        return line.toString();
    }
}
