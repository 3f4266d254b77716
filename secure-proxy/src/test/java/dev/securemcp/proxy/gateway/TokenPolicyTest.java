package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.identity.token.SignerKey;
import dev.securemcp.proxy.identity.token.TestIssuer;
import dev.securemcp.proxy.identity.token.TestToken;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose policy asks for tokens, over sockets: what its callers see while the issuer comes and goes. */
class TokenPolicyTest {

    private static final SignerKey KEY = SignerKey.of("gateway", "ES256");

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private ScriptedBackend backend;
    private TestIssuer issuer;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
        issuer = TestIssuer.start(vertx, KEY);
        Files.writeString(
                directory.resolve("token.xml"),
                """
                <policies>
                  <inbound>
                    <base />
                    <validate-jwt header-name="Authorization" require-scheme="Bearer">
                      <openid-config url="%s" />
                      <audiences><audience>api</audience></audiences>
                    </validate-jwt>
                  </inbound>
                </policies>
                """
                        .formatted(issuer.metadata()));
    }

    @AfterEach
    void end() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        issuer.close();
        backend.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void open() throws Exception {
        gateway = GatewayFixture.before(backend, directory, "policy: token.xml");
    }

    private String token() {
        long now = Instant.now().getEpochSecond();
        return TestToken.of(issuer.url())
                .claim("nbf", now)
                .claim("exp", now + 3600)
                .sign(KEY);
    }

    private WireMessage call(String token) throws IOException {
        String message = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}";
        return gateway.exchange("POST /s/mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Accept: application/json, text/event-stream\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n") + "Content-Length: "
                + message.length() + "\r\n\r\n" + message);
    }

    @Test
    void an_issuer_that_is_down_at_the_start_is_waited_for_without_a_restart() throws Exception {
        issuer.down();
        open();
        String token = token();

        WireMessage refused = call(token);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("5");
        assertThat(refused.text()).contains("TokenCheckUnavailable").doesNotContain("127.0.0.1");
        issuer.up();
        Awaitility.await().until(() -> call(token).status() == 200);
    }

    @Test
    void an_issuer_that_goes_down_later_is_not_missed() throws Exception {
        open();
        assertThat(call(token()).status()).isEqualTo(200);

        issuer.down();

        assertThat(call(token()).status()).isEqualTo(200);
        issuer.up();
    }

    @Test
    void a_stream_needs_a_token_too() throws Exception {
        open();

        WireMessage answer =
                gateway.exchange("GET /s/mcp HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).contains("TokenNotPresent");
    }

    @Test
    void a_token_reaches_neither_the_backend_nor_the_logs() throws Exception {
        open();
        String token = token();
        String signature = token.substring(token.lastIndexOf('.') + 1);

        assertThat(call(token).status()).isEqualTo(200);
        assertThat(call(token + "x").status()).isEqualTo(401);

        assertThat(backend.received().head().toString()).doesNotContain(signature);
        gateway.awaitSecurity("TokenSignatureInvalid");
        assertThat(String.join("\n", gateway.access()) + String.join("\n", gateway.security()))
                .doesNotContain(signature)
                .doesNotContain(token.substring(0, 40));
    }
}
