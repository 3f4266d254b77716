package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend that is an OAuth resource server itself; here it is another gateway, which knows itself by its public URL. */
@NeedsNode
@ExtendWith(Fixtures.class)
class PassthroughIT {
    private static final String PATH = "/public/mcp";

    private static OidcIssuer oidc;
    private static Gateway backend;
    private static Gateway gateway;

    @BeforeAll
    static void start(Pair pair) {
        int port = Ports.free(1).getFirst();
        oidc = OidcIssuer.start("passthrough", 0);
        backend = Gateway.start(
                "passthrough-backend",
                Map.of(
                        "gateway.yaml",
                        """
                        public-url: "http://localhost:${PROXY_PORT}"
                        servers:
                          inner:
                            backend: notes
                            subscription-required: false
                            authorization: { servers: ["%s"], audiences: ["http://localhost:%d%s"], scopes: [weather.read] }
                        backends:
                          notes: { instances: [{ url: "%s" }] }
                        """
                                .formatted(oidc.url(), port, PATH, pair.notes())));
        gateway = Gateway.start(
                "passthrough",
                port,
                Map.of(
                        "gateway.yaml",
                        """
                        public-url: "http://localhost:${PROXY_PORT}"
                        servers:
                          public: { backend: inner, subscription-required: false, authorization: passthrough }
                        backends:
                          inner: { instances: [{ url: "%s" }] }
                        """
                                .formatted(backend.url("/inner/mcp"))));
        backend.awaitReady();
        gateway.awaitReady();
    }

    @AfterAll
    static void stop() {
        try (OidcIssuer first = oidc;
                Gateway second = backend;
                Gateway third = gateway) {
            assertThat(third).isNotSameAs(second);
            assertThat(first).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aPersonSignsInForThePublicUrl(String sdk) {
        Visit visit = SignIn.person(sdk, gateway.url(PATH))
                .visit(SignIn.LIST, Notes.ADDITION, SignIn.SPOIL, Notes.ADDITION)
                .succeeded();

        assertThat(visit.step("opened").path("resource").asText())
                .isEqualTo(gateway.url(PATH).toString());
        assertThat(visit.all("called"))
                .as(visit.said())
                .map(call -> call.path("text").asText())
                .containsExactly("3", "3");
    }

    @Test
    void theBackendsChallengeLeadsToThePublicMetadata() throws Exception {
        Http.Answer answer = Http.post(gateway.url(PATH), null, Rpc.INITIALIZE);

        assertThat(answer.status()).isEqualTo(401);
        URI metadata = URI.create(Challenge.of(answer).get("resource_metadata"));
        assertThat(metadata).isEqualTo(gateway.url("/.well-known/oauth-protected-resource" + PATH));
        assertThat(Json.read(Http.get(metadata, null).body()).path("resource").asText())
                .isEqualTo(gateway.url(PATH).toString());
    }

    @Test
    void aTokenForTheBackendsOwnUrlIsRefusedByTheBackend() throws Exception {
        String token = oidc.token(OidcIssuer.ROBOT, OidcIssuer.READ, backend.url("/inner/mcp"));

        Http.Answer answer = Rpc.initialize(gateway.url(PATH), token);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(Challenge.of(answer).get("error")).isEqualTo("invalid_token");
    }
}
