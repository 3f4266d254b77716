package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An open stream lives no longer than what opened it. */
@NeedsNode
@ExtendWith(Fixtures.class)
class StreamsEndIT {
    /** The promise is two seconds; one more is for a busy machine. */
    private static final Duration LATEST = Duration.ofSeconds(3);

    @AutoClose
    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(strings = {Secured.STRICT, Secured.STRICT_SSE})
    void aStreamEndsWithItsToken(String path, Secured secured) throws Exception {
        String token = secured.oidc.token(OidcIssuer.SPRINTER, OidcIssuer.READ, secured.url(path));
        Instant expiry = Instant.ofEpochSecond(Jwt.claims(token).path("exp").asLong());

        CompletableFuture<Instant> end = open(secured.url(path), Challenge.with(token));

        assertThat(end.get(20, TimeUnit.SECONDS)).isBetween(expiry, expiry.plus(LATEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {Secured.EITHER, Secured.EITHER_SSE})
    void aStreamEndsWhenItsKeyIsSuspended(String path, Secured secured) throws Exception {
        URI url = secured.url(path);
        secured.subscribe("active");
        await("the key to be active")
                .atMost(LATEST)
                .until(() -> Http.post(secured.url(Secured.EITHER), secured.revocable, Rpc.INITIALIZE)
                                .status()
                        == 200);
        CompletableFuture<Instant> end = open(url, "Ocp-Apim-Subscription-Key", secured.revocable);
        assertThat(end).isNotDone();

        Instant suspended = Instant.now();
        secured.subscribe("suspended");

        assertThat(end.get(20, TimeUnit.SECONDS)).isBetween(suspended, suspended.plus(LATEST));
        assertThat(Http.post(url, secured.revocable, Rpc.INITIALIZE).status()).isIn(401, 405);
    }

    /** Opens the stream that the endpoint has for GET; what comes is when it ended. */
    private CompletableFuture<Instant> open(URI url, String... credentials) throws Exception {
        List<String> headers = new ArrayList<>(List.of(credentials));
        headers.addAll(List.of("Accept", "text/event-stream"));
        if (url.getPath().endsWith("/mcp")) {
            Http.Answer initialized = Http.post(url, null, Rpc.INITIALIZE, credentials);
            assertThat(initialized.status()).as(initialized.body()).isEqualTo(200);
            headers.addAll(List.of(
                    "Mcp-Session-Id",
                    initialized.headers().firstValue("Mcp-Session-Id").orElseThrow(),
                    "MCP-Protocol-Version",
                    "2025-11-25"));
        }
        HttpRequest request = HttpRequest.newBuilder(url)
                .headers(headers.toArray(String[]::new))
                .timeout(Duration.ofSeconds(20))
                .build();
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return CompletableFuture.supplyAsync(() -> end(response.body()));
    }

    private static Instant end(InputStream stream) {
        try (stream) {
            stream.readAllBytes();
        } catch (IOException e) {
            // A stream that is cut has ended too.
        }
        return Instant.now();
    }
}
