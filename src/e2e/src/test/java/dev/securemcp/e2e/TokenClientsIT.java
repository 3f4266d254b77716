package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelcontextprotocol.client.transport.McpHttpClientTransportAuthorizationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that sign in by other means than the TypeScript SDK's provider: mcp-remote and the Java SDK. */
@NeedsNode
@ExtendWith(Fixtures.class)
class TokenClientsIT {
    /** With nothing but the URL and credentials. */
    @Test
    void mcpRemoteGetsInWithClientCredentials(Secured secured) throws Exception {
        Visit visit = remote(
                Map.of("MCP_CLIENT_SECRET", OidcIssuer.SECRET),
                secured.url(Secured.WEATHER).toString(),
                "--transport",
                "http-only",
                "--client-credentials",
                "--static-oauth-client-info",
                "{\"client_id\":\"" + OidcIssuer.ROBOT + "\",\"client_secret\":\"${MCP_CLIENT_SECRET}\"}");

        assertVisited(visit);
    }

    @Test
    void mcpRemoteSignsAPersonInAndRegistersItself(Secured secured) throws Exception {
        Visit visit = remote(
                "remote-signin.mjs", Map.of(), secured.url(Secured.WEATHER).toString(), "--transport", "http-only");

        assertVisited(visit);
        assertThat(visit.step("opened").path("resource").asText())
                .isEqualTo(secured.url(Secured.WEATHER).toString());
    }

    @Test
    void mcpRemoteIsKeptOutWithAWrongSecret(Secured secured) throws Exception {
        Visit visit = remote(
                Map.of("MCP_CLIENT_SECRET", "wrong"),
                secured.url(Secured.WEATHER).toString(),
                "--transport",
                "http-only",
                "--client-credentials",
                "--static-oauth-client-info",
                "{\"client_id\":\"" + OidcIssuer.ROBOT + "\",\"client_secret\":\"${MCP_CLIENT_SECRET}\"}");

        assertThat(visit.status()).as(visit.said()).isEqualTo(1);
        assertThat(visit.all("connected")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"http-only, " + Secured.WEATHER, "sse-only, " + Secured.WEATHER_SSE})
    void mcpRemoteGetsInWithATokenInAHeader(String transport, String path, Secured secured) throws Exception {
        Visit visit = remote(
                Map.of("AUTH_HEADER", "Bearer " + secured.token(OidcIssuer.READ, path)),
                secured.url(path).toString(),
                "--transport",
                transport,
                "--header",
                "Authorization:${AUTH_HEADER}");

        assertVisited(visit);
    }

    @ParameterizedTest
    @CsvSource({"STREAMABLE_HTTP, " + Secured.WEATHER, "SSE, " + Secured.WEATHER_SSE})
    void theJavaSdkGetsInWithAToken(JavaSdkClient.Transport transport, String path, Secured secured) throws Exception {
        String token = secured.token(OidcIssuer.READ, path);
        try (JavaSdkClient client = JavaSdkClient.bearer(secured.gateway(), transport, path, token)) {
            client.sdk.initialize();

            assertThat(client.call(Weather.FORECAST).isError()).isNotEqualTo(true);
            client.call(Weather.COMPARISON);
            Arrival.assertStreamed(client.awaitProgress(Weather.PLACES), Weather.PLACES);
        }
    }

    @Test
    void theJavaSdkIsKeptOutWithATokenForAnotherServer(Secured secured) throws Exception {
        JavaSdkClient client = JavaSdkClient.bearer(
                secured.gateway(),
                JavaSdkClient.Transport.STREAMABLE_HTTP,
                Secured.WEATHER,
                secured.token(OidcIssuer.READ, Secured.STEP_UP));
        try {
            assertThatThrownBy(client.sdk::initialize)
                    .rootCause()
                    .isInstanceOfSatisfying(McpHttpClientTransportAuthorizationException.class, refusal -> assertThat(
                                    refusal.getResponseInfo().statusCode())
                            .isEqualTo(401));
        } finally {
            client.sdk.close();
        }
    }

    private static Visit remote(Map<String, String> environment, String... arguments) throws Exception {
        return remote("client-v1.mjs", environment, arguments);
    }

    private static Visit remote(String script, Map<String, String> environment, String... arguments) throws Exception {
        List<String> remote = Node.packaged("mcp-remote/dist/proxy.js", arguments);
        // It keeps tokens in this directory, and would not show its credentials where it finds one.
        Path own = Files.createTempDirectory(Files.createDirectories(Layout.LOGS), "remote");
        Map<String, String> all = new HashMap<>(environment);
        all.put("MCP_REMOTE_CONFIG_DIR", own.toString());
        return Visit.pay(
                all,
                script,
                "--transport",
                "stdio",
                "--command",
                Json.write(remote),
                "--wants",
                Json.write(new Visit.Wants(Weather.FORECAST, Weather.COMPARISON, null, null)));
    }

    private static void assertVisited(Visit visit) {
        visit.succeeded();
        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();
        Arrival.assertStreamed(visit.progress(), Weather.PLACES);
    }
}
