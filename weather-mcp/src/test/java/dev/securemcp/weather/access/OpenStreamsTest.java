package dev.securemcp.weather.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.weather.SampleProfile;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** When the program is told to stop, open streams come to a clean end and no new ones begin. */
@QuarkusTest
@TestProfile(OpenStreamsTest.OnItsOwn.class)
class OpenStreamsTest {

    /** A program of its own: this one does not open streams any more afterwards. */
    public static class OnItsOwn extends SampleProfile {}

    @TestHTTPResource("/mcp/sse")
    URI sse;

    @Inject
    OpenStreams streams;

    @Test
    void theyAreEnded() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(sse).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("event: endpoint");
                streams.end(new ShutdownDelayInitiatedEvent());
                // A stream that is cut throws here instead of coming to its end.
                assertThat(lines.lines().reduce((first, last) -> last)).contains("");
            }
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(503);
        }
    }
}
