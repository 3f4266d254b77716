package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.FakeTokens.bearer;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.identity.token.SignerKey;
import dev.securemcp.proxy.identity.token.TestIssuer;
import dev.securemcp.proxy.identity.token.TestToken;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A resource server with tokens of a real issuer: keys over a socket, real signatures, the clock of the machine. */
class RealTokensTest {

    private static final SignerKey KEY = SignerKey.of("k1", "ES256");
    private static final SignerKey OTHER = SignerKey.of("k2", "ES256");

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private ScriptedBackend backend;
    private TestIssuer issuer;
    private TestIssuer second;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
        issuer = TestIssuer.start(vertx, KEY);
        second = TestIssuer.start(vertx, OTHER);
        gateway = GatewayFixture.start(
                directory,
                """
                public-url: https://mcp.example.com
                servers:
                  s:
                    backend: b
                    subscription-required: false
                    authorization: { servers: ["%1$s"], scopes: [read], implied-scopes: { all: [read] }, clock-skew: 0ms }
                  t: { backend: b, subscription-required: false, authorization: { servers: ["%1$s"] } }
                  several: { backend: b, subscription-required: false, authorization: { servers: ["%1$s", "%2$s"], audiences: [api] } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%3$d/b/mcp" }] } }
                """
                        .formatted(issuer.url(), second.url(), backend.port()));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        issuer.close();
        second.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
        backend.close();
    }

    private TestToken token() {
        long now = Instant.now().getEpochSecond();
        return TestToken.of(issuer.url())
                .claim("aud", List.of("https://mcp.example.com/s/mcp", "other"))
                .claim("scope", "read")
                .claim("iat", now)
                .claim("nbf", now - 10)
                .claim("exp", now + 600);
    }

    private WireMessage call(String path, String token) throws Exception {
        return gateway.exchange(post(path, Mcp.call("1", "t"), bearer(token)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp", "", "/sse"})
    void a_token_for_any_url_of_the_server_is_good(String endpoint) throws Exception {
        String good = token().claim("aud", "https://mcp.example.com/s" + endpoint)
                .claim("scope", "all")
                .sign(KEY);

        assertThat(call("/s/mcp", good).status()).isEqualTo(200);
        gateway.awaitAccess("\"principal\":\"" + issuer.url() + "|ada|\"");
    }

    @Test
    void a_token_for_another_server_of_the_same_gateway_is_not() throws Exception {
        String good = token().sign(KEY);
        assertThat(call("/s/mcp", good).status()).isEqualTo(200);

        WireMessage answer = call("/t/mcp", good);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).contains("TokenAudienceNotAllowed");
        assertThat(answer.header("WWW-Authenticate"))
                .startsWith("Bearer error=\"invalid_token\"")
                .contains("/.well-known/oauth-protected-resource/t/mcp\"");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "exp, TokenExpired",
        "iss, TokenIssuerNotAllowed",
        "aud, TokenAudienceNotAllowed",
        "kid, TokenSignatureKeyNotFound",
        "signature, TokenSignatureInvalid"
    })
    void a_token_with_one_thing_wrong_is_refused_with_the_reason(String what, String reason) throws Exception {
        TestToken wrong = token();
        String token =
                switch (what) {
                    case "exp" ->
                        wrong.claim("exp", Instant.now().getEpochSecond() - 1).sign(KEY);
                    case "iss" ->
                        wrong.claim("iss", "https://elsewhere.example.com").sign(KEY);
                    case "aud" -> wrong.claim("aud", "https://mcp.example.com").sign(KEY);
                    case "kid" -> wrong.sign(SignerKey.of("k9", "ES256"));
                    default -> wrong.sign(new SignerKey("k1", "ES256", OTHER.pair()));
                };

        WireMessage answer = call("/s/mcp", token);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).contains("\"reason\":\"" + reason + "\"");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer error=\"invalid_token\"");
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void the_keys_of_one_issuer_do_not_sign_for_another() throws Exception {
        TestToken first = token().claim("aud", "api");
        assertThat(call("/several/mcp", first.sign(KEY)).status()).isEqualTo(200);
        assertThat(call("/several/mcp", first.sign(OTHER)).status()).isEqualTo(401);
        TestToken other = token().claim("aud", "api").claim("iss", second.url());
        assertThat(call("/several/mcp", other.sign(OTHER)).status()).isEqualTo(200);
        assertThat(call("/several/mcp", other.sign(KEY)).status()).isEqualTo(401);
    }

    @Test
    void an_issuer_that_is_down_at_the_start_is_no_reason_to_fetch_another_token() throws Exception {
        issuer.down();
        WireMessage answer = call("/s/mcp", token().sign(KEY));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("WWW-Authenticate")).isNull();
        assertThat(answer.header("Retry-After")).isNotNull();
        assertThat(gateway.exchange(post("/s/mcp", Mcp.call("1", "t"))).status())
                .as("who has no token is told where to get one all the same")
                .isEqualTo(401);

        issuer.up();
        Awaitility.await()
                .pollInterval(java.time.Duration.ofMillis(100))
                .until(() -> call("/s/mcp", token().sign(KEY)).status() == 200);
    }

    @Test
    void a_stream_ends_within_two_seconds_of_its_token() throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.openStream().chunk(": open\n\n").wire().drain();
        });
        long end = Instant.now().getEpochSecond() + 2;
        try (Wire wire = gateway.connect()) {
            BodyStream stream = wire.body(
                    wire.send(get("/s/mcp", bearer(token().claim("exp", end).sign(KEY))))
                            .responseHead());
            stream.expect(": open\n\n");
            stream.expectEnd();
        }
        Instant ended = Instant.now();
        assertThat(ended).isBetween(Instant.ofEpochSecond(end), Instant.ofEpochSecond(end + 2));
    }
}
