package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.HOST;
import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static dev.securemcp.proxy.gateway.Mcp.postHead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.securemcp.proxy.gateway.WireMessage.Head;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of a request's body is taken, for how long, and what becomes of the connection. */
class RequestBodyTest {

    private static final int LIMIT = 4 << 10;
    private static final int DRAIN = 256 << 10;
    private static final int DENIED = 1 << 10;
    private static final String EVIL = "Origin: https://evil.example\r\n";

    @TempDir
    static Path directory;

    private static ScriptedBackend backend;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
        gateway = GatewayFixture.before(
                backend,
                directory,
                "limits: { body: 4KiB, body-drain: 256KiB, body-time: 600ms, denied-body: 1KiB, denied-body-time: 200ms }");
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        backend.forget();
    }

    /** A call whose body has exactly so many bytes. */
    private static String callOf(int bytes) {
        return call("7", "t".repeat(bytes - call("7", "").length()));
    }

    private static String chunked(String body, int chunk) {
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < body.length(); at += chunk) {
            String part = body.substring(at, Math.min(body.length(), at + chunk));
            out.append(Integer.toHexString(part.length()))
                    .append("\r\n")
                    .append(part)
                    .append("\r\n");
        }
        return out + "0\r\n\r\n";
    }

    private static String chunkedPost(String body, int chunk, String... fields) {
        return postHead("/s/mcp", fields) + "Transfer-Encoding: chunked\r\n\r\n" + chunked(body, chunk);
    }

    @Test
    void aBodyOfExactlyTheLimitPasses() throws Exception {
        assertThat(gateway.exchange(post("/s/mcp", callOf(LIMIT))).status()).isEqualTo(200);
        assertThat(backend.received().body()).hasSize(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void chunksAreJoinedAndTheirLengthIsTold(int chunk) throws Exception {
        String body = call("7", "t");
        assertThat(gateway.exchange(chunkedPost(body, chunk)).status()).isEqualTo(200);

        WireMessage seen = backend.received();
        assertThat(seen.text()).isEqualTo(body);
        assertThat(seen.header("Content-Length")).isEqualTo(Integer.toString(body.length()));
        assertThat(seen.header("Transfer-Encoding")).isNull();
    }

    @Test
    void whatIsNotDeclaredIsCounted() throws Exception {
        try (Wire wire = gateway.connect()) {
            WireMessage answer = wire.send(chunkedPost(callOf(LIMIT + 1), 1000)).response();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.text()).contains("BodyTooLarge");

            assertThat(wire.send(post("/s/mcp", call("1", "t"))).response().status())
                    .as("the rest was read away, so the connection goes on")
                    .isEqualTo(200);
            assertThat(backend.received().text()).isEqualTo(call("1", "t"));
        }
    }

    @Test
    void aDeclaredLengthOverTheLimitIsRefusedAndReadAway() throws Exception {
        try (Wire wire = gateway.connect()) {
            WireMessage answer = wire.send(post("/s/mcp", callOf(DRAIN / 2))).response();
            assertThat(answer.status()).isEqualTo(413);

            assertThat(wire.send(post("/s/mcp", call("1", "t"))).response().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aClientThatSendsFarTooMuchLosesItsConnection() throws Exception {
        try (Wire wire = gateway.connect()) {
            byte[] rubbish = "x".repeat(16 << 10).getBytes(StandardCharsets.US_ASCII);
            wire.send(postHead("/s/mcp") + "Content-Length: 1000000000\r\n\r\n");
            try {
                for (int sent = 0; sent < 1_000_000_000; sent += rubbish.length) {
                    wire.send(rubbish);
                }
                throw new AssertionError("the gateway has read all of it");
            } catch (SocketException closed) {
                assertThat(closed).hasMessageMatching(".*(reset|[Bb]roken pipe).*");
            }
        }
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedForForEver() throws Exception {
        try (Wire wire = gateway.connect()) {
            WireMessage answer = wire.send(postHead("/s/mcp") + "Content-Length: 100\r\n\r\n{\"jsonrpc\"")
                    .response();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.text()).contains("\"reason\":\"BodyTimeout\"");
            assertThat(answer.header("Connection")).isEqualTo("close");
            wire.awaitEnd();
        }
    }

    @Test
    void ofADeniedCallOnlySoMuchIsKeptAsTheIdNeeds() throws Exception {
        try (Wire wire = gateway.connect()) {
            assertThat(wire.send(post("/s/mcp", callOf(DENIED), EVIL))
                            .response()
                            .text())
                    .startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,");
            assertThat(wire.send(post("/s/mcp", callOf(DENIED + 1), EVIL))
                            .response()
                            .text())
                    .startsWith("{\"jsonrpc\":\"2.0\",\"error\":");
            assertThat(wire.send(chunkedPost(callOf(DENIED), 100, EVIL))
                            .response()
                            .text())
                    .startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,");
        }
    }

    @Test
    void aDeniedCallDoesNotWaitLongForItsBody() throws Exception {
        try (Wire wire = gateway.connect()) {
            WireMessage answer = wire.send(postHead("/s/mcp", EVIL) + "Content-Length: 100\r\n\r\n{\"jsonrpc\"")
                    .response();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("Connection")).isEqualTo("close");
            wire.awaitEnd();
        }
    }

    @Test
    void theBodyIsAskedForOnceTheHeadIsAccepted() throws Exception {
        String body = call("7", "t");
        try (Wire wire = gateway.connect()) {
            wire.send(postHead("/s/mcp", "Expect: 100-continue\r\n") + "Content-Length: " + body.length() + "\r\n\r\n");
            assertThat(wire.head().startLine()).isEqualTo("HTTP/1.1 100 Continue");

            assertThat(wire.send(body).response().status()).isEqualTo(200);
            WireMessage seen = backend.received();
            assertThat(seen.text()).isEqualTo(body);
            assertThat(seen.header("Expect"))
                    .as("the gateway has the body already")
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {EVIL, "Content-Length: 100000000\r\n"})
    void theBodyIsNotAskedForWhereTheHeadIsRefused(String reason) throws Exception {
        try (Wire wire = gateway.connect()) {
            String length = reason.startsWith("Content-Length") ? "" : "Content-Length: 100\r\n";
            Head answer = wire.send(postHead("/s/mcp", "Expect: 100-continue\r\n", reason) + length + "\r\n")
                    .head();
            assertThat(answer.status()).isIn(403, 413);
            assertThat(answer.first("Connection"))
                    .as("whether the body comes cannot be known")
                    .isEqualTo("close");
            wire.drain();
        }
    }

    @Test
    void aClientThatDiesWithinItsBodyReachesNobody() throws Exception {
        await().until(() -> gateway.engine().calls().active() == 0);
        try (Wire wire = gateway.connect()) {
            wire.send(postHead("/s/mcp") + "Content-Length: 100\r\n\r\n{\"jsonrpc\"");
            await().until(() -> gateway.engine().calls().active() == 1);
            wire.reset();
        }
        gateway.awaitAccess("\"ending\":\"cancelled\"");
        assertThat(backend.unseen()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE /s/mcp", "PUT /s/mcp", "DELETE /unknown"})
    void aBodyWhereNoneBelongsDoesNotBlockTheConnection(String request) throws Exception {
        try (Wire wire = gateway.connect()) {
            String rubbish = "x".repeat(100_000);
            wire.send(request + " HTTP/1.1\r\n" + HOST + "Content-Length: " + rubbish.length() + "\r\n\r\n" + rubbish);
            assertThat(wire.response().status()).isIn(200, 404, 405);
            assertThat(wire.send(post("/s/mcp", call("1", "t"))).response().status())
                    .isEqualTo(200);
        }
        while (backend.unseen() > 0) {
            assertThat(backend.received().body())
                    .as("what the backend gets of it")
                    .hasSizeLessThan(200);
        }
    }

    @Test
    void anUnknownPathReadsABodyAsADenialDoes() throws Exception {
        try (Wire wire = gateway.connect()) {
            WireMessage answer = wire.send(post("/unknown/mcp", callOf(200))).response();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,");

            assertThat(wire.send(post("/unknown/mcp", callOf(DENIED * 4)))
                            .response()
                            .status())
                    .isEqualTo(404);
            assertThat(wire.send(post("/s/mcp", call("1", "t"))).response().status())
                    .isEqualTo(200);
        }
    }
}
