package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.HOST;
import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before any policy, and in which words: status, JSON-RPC code and reason, on the wire. */
class RefusalsTest {

    private static final String VERSION = "MCP-Protocol-Version: ";

    @TempDir
    static Path directory;

    private static ScriptedBackend backend;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
        gateway = GatewayFixture.start(
                directory,
                """
                servers:
                  s: { backend: b, subscription-required: false, allowed-origins: ["https://page.example"] }
                  strict: { backend: b, subscription-required: false, batches: refuse }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                limits: { body: 4KiB, body-drain: 64KiB }
                """
                        .formatted(backend.port()));
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

    @ParameterizedTest
    @MethodSource("dev.securemcp.proxy.gateway.Refusals#all")
    void isRefusedInTheWordsOfTheTable(Refusals.Row row) throws Exception {
        WireMessage answer = gateway.exchange(row.request());

        assertThat(answer.status()).isEqualTo(row.status());
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Allow")).isEqualTo(row.allow());
        assertThat(answer.header("WWW-Authenticate")).as("a challenge").isNull();
        JsonNode error = new ObjectMapper().readTree(answer.body()).get("error");
        assertThat(error.get("code").asInt()).isEqualTo(row.code());
        assertThat(error.get("data").get("reason").asText()).isEqualTo(row.reason());
        assertThat(error.get("message").asText()).isNotBlank();
        assertThat(backend.unseen()).as("requests that reached the backend").isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: */*",
                "Accept: text/event-stream, application/json;q=0.5",
                "Accept: application/*, text/*",
                "Accept: application/json\r\nAccept: text/event-stream"
            })
    void takesEveryWayToAcceptBoth(String accept) throws Exception {
        String body = call("1", "t");
        WireMessage answer = gateway.exchange("POST /s/mcp HTTP/1.1\r\n" + HOST + accept + "\r\n"
                + "Content-Type: application/json; charset=utf-8\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(backend.received().text()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://page.example", "http://localhost:6274", "http://127.0.0.1"})
    void pagesOfThisMachineAndListedOnesMayCall(String origin) throws Exception {
        WireMessage answer = gateway.exchange(post("/s/mcp", call("1", "t"), "Origin: " + origin + "\r\n"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(backend.received().header("Origin")).as("not forwarded").isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-7",
                "9007199254740993",
                "123456789012345678901234567890",
                "\"\"",
                "\"a\\u00e9\\n\\\"\\/x\"",
                "\"\\ud83d\\ude00\""
            })
    void echoesTheIdByteForByte(String id) throws Exception {
        WireMessage answer = gateway.exchange(post("/s/mcp", call(id, "t"), "Origin: https://evil.example\r\n"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":");
    }

    @Test
    void everyRequestOfARefusedBatchGetsAnErrorOfItsOwn() throws Exception {
        String batch = "[" + call("1", "a") + ",{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"},"
                + call("\"two\"", "b") + "]";
        WireMessage answer = gateway.exchange(post("/s/mcp", batch, "Origin: https://evil.example\r\n"));

        JsonNode errors = new ObjectMapper().readTree(answer.body());
        assertThat(errors).hasSize(2);
        assertThat(List.of(
                        errors.get(0).get("id").asText(),
                        errors.get(1).get("id").asText()))
                .containsExactly("1", "two");
    }

    @Test
    void batchesPassInTheRevisionThatHasThem() throws Exception {
        String batch = "[" + call("1", "a") + "," + call("2", "b") + "]";

        assertThat(gateway.exchange(post("/s/mcp", batch, VERSION + "2025-03-26\r\n"))
                        .status())
                .isEqualTo(200);
        assertThat(backend.received().text()).isEqualTo(batch);
    }

    @Test
    void aHeadRequestIsRefusedWithoutABodyAndTheConnectionStaysInStep() throws Exception {
        try (Wire wire = gateway.connect()) {
            WireMessage answer =
                    wire.send("HEAD /s/mcp HTTP/1.1\r\n" + HOST + "\r\n").responseWithoutBody();
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("POST, GET, DELETE");

            assertThat(wire.send(post("/s/mcp", call("1", "t"))).response().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusedRequestsLeaveTheConnectionUsable() throws Exception {
        try (Wire wire = gateway.connect()) {
            assertThat(wire.send(get("/s/mcp", "Origin: https://evil.example\r\n"))
                            .response()
                            .status())
                    .isEqualTo(403);
            assertThat(wire.send(get("/unknown")).response().status()).isEqualTo(404);
            assertThat(wire.send(post("/s/mcp", "{")).response().status()).isEqualTo(400);
            assertThat(wire.send(post("/s/mcp", call("1", "t"))).response().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aRefusalIsInTheSecurityLog() throws Exception {
        int before = gateway.security().size();
        gateway.exchange(post("/s/mcp", call("1", "t"), "Origin: https://evil.example\r\n"));

        await().until(() -> gateway.security().size() > before);
        gateway.awaitSecurity("\"reason\":\"OriginNotAllowed\"", "\"status\":403");
    }
}
