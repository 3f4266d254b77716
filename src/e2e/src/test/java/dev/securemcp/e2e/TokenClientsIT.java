package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelcontextprotocol.client.transport.McpHttpClientTransportAuthorizationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that sign in by other means than the TypeScript SDK's provider: mcp-remote and the Java SDK. */
@NeedsNode
@ExtendWith(Fixtures.class)
class TokenClientsIT {
    @Test
    void mcpRemoteGetsInWithClientCredentials(Secured secured) throws Exception {
        assertVisited(Remote.machine(secured.url(Secured.WEATHER), OidcIssuer.ROBOT, OidcIssuer.SECRET));
    }

    @Test
    void mcpRemoteIsKeptOutWithAWrongSecret(Secured secured) throws Exception {
        Visit visit = Remote.machine(secured.url(Secured.WEATHER), OidcIssuer.ROBOT, "wrong");

        assertThat(visit.status()).as(visit.said()).isEqualTo(1);
        assertThat(visit.all("connected")).isEmpty();
    }

    @Test
    void mcpRemoteSignsAPersonInAndRegistersItself(Secured secured) throws Exception {
        Visit visit = Remote.signIn(secured.url(Secured.WEATHER));

        assertVisited(visit);
        assertThat(visit.step("opened").path("resource").asText())
                .isEqualTo(secured.url(Secured.WEATHER).toString());
    }

    @ParameterizedTest
    @CsvSource({"http-only, " + Secured.WEATHER, "sse-only, " + Secured.WEATHER_SSE})
    void mcpRemoteGetsInWithATokenInAHeader(String transport, String path, Secured secured) throws Exception {
        assertVisited(Remote.visit(
                Map.of("AUTH_HEADER", "Bearer " + secured.token(OidcIssuer.READ, path)),
                secured.url(path),
                "--transport",
                transport,
                "--header",
                "Authorization:${AUTH_HEADER}"));
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

    private static void assertVisited(Visit visit) {
        visit.succeeded();
        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();
    }
}
