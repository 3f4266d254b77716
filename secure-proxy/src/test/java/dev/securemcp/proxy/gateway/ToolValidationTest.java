package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the gateway finds out what tools take, and holds calls to it, on the wire. */
class ToolValidationTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STRICT =
            "{\"type\":\"object\",\"properties\":{\"days\":{\"type\":\"integer\"}},\"additionalProperties\":false}";
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"t\",\"version\":\"1\"},\"progressToken\":1}";

    @TempDir
    private Path directory;

    private ScriptedBackend backend;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = new ScriptedBackend(this::serve);
        Files.writeString(
                directory.resolve("strict.xml"),
                """
                <policies><inbound>
                  <validate-content unspecified-content-type-action="prevent" max-size="100000" size-exceeded-action="prevent">
                    <content type="application/json" validate-as="json" action="prevent" />
                  </validate-content>
                </inbound></policies>
                """);
        Files.writeString(
                directory.resolve("watching.xml"),
                """
                <policies><inbound>
                  <validate-content unspecified-content-type-action="prevent" max-size="100000" size-exceeded-action="prevent">
                    <content type="application/json" validate-as="json" action="detect" />
                  </validate-content>
                </inbound></policies>
                """);
        gateway = GatewayFixture.start(
                directory,
                """
                servers:
                  s: { backend: b, policy: strict.xml, subscription-required: false }
                  w: { backend: b, policy: watching.xml, subscription-required: false }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }], credential: { header: X-Key, value: secret-of-the-backend } } }
                limits: { tool-list: 8KiB, tool-list-time: 2s }
                """
                        .formatted(backend.port()));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    /** A backend with the tools {@code forecast} and, on a second page, {@code alerts}. */
    private void serve(ScriptedBackend.Talk talk) throws Exception {
        WireMessage request = talk.request();
        talk.send(answer(request, Mcp::ok));
    }

    private interface Wrapping {
        String of(String message, String... fields);
    }

    private static String answer(WireMessage request, Wrapping wrapping) throws Exception {
        JsonNode message = request.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(request.body());
        String id = message.path("id").toString();
        return switch (message.path("method").asText()) {
            case "initialize" ->
                Mcp.ok(
                        "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                                + "\"serverInfo\":{\"name\":\"x\",\"version\":\"1\"}}}",
                        "Mcp-Session-Id: session-1\r\n");
            case "tools/list" ->
                wrapping.of(
                        message.path("params").path("cursor").asText().equals("2")
                                ? list(id, "alerts", null)
                                : list(id, "forecast", "2"));
            default -> Mcp.ok("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"content\":[]}}");
        };
    }

    private static String list(String id, String tool, String cursor) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"tools\":[{\"name\":\"" + tool
                + "\",\"inputSchema\":" + STRICT + "}]" + (cursor == null ? "" : ",\"nextCursor\":\"" + cursor + "\"")
                + "}}";
    }

    private static String events(String message, String... fields) {
        String event =
                ": hello\n\nevent: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}\n\n"
                        + "data: " + message + "\n\n";
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: " + event.length() + "\r\n\r\n"
                + event;
    }

    private static String call(String tool, String arguments, String more) {
        return "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + more + "}}";
    }

    private String said(String path, String tool, String arguments, String... fields) throws Exception {
        WireMessage answer = gateway.exchange(post(path, call(tool, arguments, ""), fields));
        assertThat(answer.status()).isEqualTo(200);
        JsonNode message = JSON.readTree(answer.body());
        assertThat(message.path("id").asInt()).isEqualTo(5);
        return message.has("error")
                ? message.path("error").path("code").asInt() + " "
                        + message.path("error").path("message").asText()
                : "passed";
    }

    private String said(String tool, String arguments) throws Exception {
        return said("/s/mcp", tool, arguments);
    }

    private List<String> methodsSeen() throws Exception {
        List<String> methods = new ArrayList<>();
        while (backend.unseen() > 0) {
            methods.add(JSON.readTree(backend.received().body()).path("method").asText());
        }
        return methods;
    }

    private static final String BAD =
            "-32602 The content breaks a rule: /params/arguments/days: `type` is `\"integer\"`";

    @Test
    void an_unknown_tool_makes_the_gateway_ask_once_and_page_by_page() throws Exception {
        assertThat(said("alerts", "{\"days\":\"x\"}")).isEqualTo(BAD);
        assertThat(methodsSeen()).containsExactly("tools/list", "tools/list");

        assertThat(said("forecast", "{\"days\":\"x\"}")).isEqualTo(BAD);
        assertThat(said("forecast", "{\"days\":1}")).isEqualTo("passed");
        assertThat(methodsSeen()).containsExactly("tools/call");
    }

    @Test
    void it_asks_in_the_session_of_the_call_with_what_the_backend_wants_to_see() throws Exception {
        gateway.exchange(post("/s/mcp", Mcp.initialize()));
        backend.received();

        assertThat(said(
                        "/s/mcp",
                        "forecast",
                        "{}",
                        "Mcp-Session-Id: session-1\r\n",
                        "MCP-Protocol-Version: 2025-11-25\r\n"))
                .isEqualTo("passed");
        WireMessage list = backend.received();
        assertThat(list.header("Mcp-Session-Id")).isEqualTo("session-1");
        assertThat(list.header("MCP-Protocol-Version")).isEqualTo("2025-11-25");
        assertThat(list.header("X-Key")).isEqualTo("secret-of-the-backend");
        assertThat(list.header("Accept")).isEqualTo("application/json, text/event-stream");
        assertThat(list.text())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"secure-proxy-tools-1\",\"method\":\"tools/list\",\"params\":{}}");
    }

    @Test
    void a_session_that_is_not_the_callers_is_not_asked_in() throws Exception {
        WireMessage answer =
                gateway.exchange(post("/s/mcp", call("forecast", "{}", ""), "Mcp-Session-Id: of-somebody-else\r\n"));

        assertThat(answer.text()).contains("the server could not be asked for its tools");
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void a_modern_server_is_asked_as_modern_clients_ask() throws Exception {
        WireMessage answer = gateway.exchange(post(
                "/s/mcp",
                call("forecast", "{\"days\":true}", "," + META),
                "MCP-Protocol-Version: 2026-07-28\r\n",
                "Mcp-Method: tools/call\r\n",
                "Mcp-Name: forecast\r\n",
                "Mcp-Param-Days: x\r\n"));

        assertThat(answer.text()).contains("/params/arguments/days");
        WireMessage list = backend.received();
        assertThat(list.header("Mcp-Method")).isEqualTo("tools/list");
        assertThat(list.header("Mcp-Name")).isNull();
        assertThat(list.header("Mcp-Param-Days")).isNull();
        assertThat(JSON.readTree(list.body()).path("params").path("_meta").toString())
                .contains("2026-07-28", "clientInfo")
                .doesNotContain("progressToken");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_clients_list_is_learnt_as_it_passes(boolean stream) throws Exception {
        backend.script(talk -> talk.send(answer(talk.request(), stream ? ToolValidationTest::events : Mcp::ok)));
        WireMessage list = gateway.exchange(post(
                "/s/mcp", "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/list\"}", "Accept-Encoding: gzip\r\n"));
        assertThat(list.text()).contains("forecast");
        assertThat(backend.received().header("Accept-Encoding")).isEqualTo("identity");

        assertThat(said("forecast", "{\"days\":\"x\"}")).isEqualTo(BAD);
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void an_answer_of_its_own_call_may_be_a_stream() throws Exception {
        backend.script(talk -> talk.send(answer(talk.request(), ToolValidationTest::events)));

        assertThat(said("alerts", "{\"days\":\"x\"}")).isEqualTo(BAD);
    }

    @Test
    void a_server_that_says_its_tools_have_changed_is_asked_again() throws Exception {
        assertThat(said("forecast", "{\"days\":1}")).isEqualTo("passed");
        methodsSeen();
        CountDownLatch done = new CountDownLatch(1);
        backend.script(talk -> {
            if (talk.request().head().startLine().startsWith("GET")) {
                talk.openStream()
                        .chunk("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n");
                assertThat(done.await(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                        .isTrue();
            }
        });
        try (Wire client = gateway.connect()) {
            client.send(get("/s/mcp"));
            WireMessage.Head head = client.responseHead();
            BodyStream events = client.body(head);
            assertThat(new String(events.readNBytes(20), java.nio.charset.StandardCharsets.UTF_8))
                    .startsWith("data: ");
            backend.received();
            backend.script(talk -> talk.send(answer(talk.request(), Mcp::ok).replace("\"integer\"", "\"boolean\"")));

            assertThat(said("forecast", "{\"days\":1}"))
                    .isEqualTo("-32602 The content breaks a rule: /params/arguments/days: `type` is `\"boolean\"`");
            assertThat(methodsSeen()).containsExactly("tools/list", "tools/list");
        } finally {
            done.countDown();
        }
    }

    @Test
    void a_tool_that_is_not_in_the_list_is_unknown_and_the_list_is_not_asked_for_again_and_again() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(said("nothing", "{}")).isEqualTo("-32602 Unknown tool: nothing");
        }
        assertThat(methodsSeen()).containsExactly("tools/list", "tools/list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "huge", "no list", "no json", "endless", "broken", "coded"})
    void where_the_list_cannot_be_had_the_call_is_refused(String how) throws Exception {
        backend.script(talk -> {
            WireMessage request = talk.request();
            String id = JSON.readTree(request.body()).path("id").toString();
            switch (how) {
                case "500" -> talk.send(Mcp.response("500 Internal Server Error", "{}"));
                case "huge" -> talk.send(Mcp.ok(list(id, "x".repeat(9000), null)));
                case "no list" ->
                    talk.send(Mcp.ok(
                            "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":-32601,\"message\":\"no\"}}"));
                case "no json" -> talk.send(Mcp.ok("{"));
                case "endless" -> talk.send(Mcp.ok(list(id, "other", "again")));
                case "broken" -> {
                    talk.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{");
                    talk.close();
                }
                default -> talk.send(Mcp.ok(list(id, "forecast", null), "Content-Encoding: gzip\r\n"));
            }
        });

        assertThat(said("forecast", "{}"))
                .isEqualTo("-32602 The content breaks a rule: /params/arguments: the schema of the tool is not known:"
                        + " the server could not be asked for its tools");
        assertThat(methodsSeen()).doesNotContain("tools/call");
    }

    @Test
    void a_server_that_does_not_answer_delays_a_call_for_a_bounded_time() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        backend.script(talk -> {
            talk.request();
            done.await(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        });
        long begin = System.nanoTime();
        try {
            assertThat(said("forecast", "{}")).contains("the server could not be asked for its tools");
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isBetween(1_900L, 6_000L);
        } finally {
            done.countDown();
        }
    }

    @Test
    void calls_that_come_together_ask_once() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        backend.script(talk -> {
            WireMessage request = talk.request();
            if (request.text().contains("tools/list")) {
                assertThat(all.await(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                        .isTrue();
            }
            talk.send(answer(request, Mcp::ok));
        });
        List<Wire> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                clients.add(gateway.connect().send(post("/s/mcp", call("forecast", "{}", ""))));
            }
            await().until(() -> gateway.engine().calls().active() == 5);
            all.countDown();
            for (Wire client : clients) {
                assertThat(client.response().text()).contains("result");
            }
        } finally {
            for (Wire client : clients) {
                client.close();
            }
        }
        assertThat(methodsSeen())
                .filteredOn(method -> method.equals("tools/list"))
                .hasSize(2);
    }

    @Test
    void what_is_only_detected_passes_and_is_in_the_security_log_and_the_metrics() throws Exception {
        assertThat(said("/w/mcp", "forecast", "{\"days\":\"x\"}")).isEqualTo("passed");

        gateway.awaitSecurity(
                "\"decision\":\"detected\"",
                "\"reason\":\"ContentInvalid\"",
                "\"tool\":\"forecast\"",
                "\"path\":\"/params/arguments/days\"",
                "\"rule\":\"type\"");
        assertThat(gateway.metrics()
                        .get("proxy.detections")
                        .tag("server", "w")
                        .tag("rule", "type")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_violation_is_a_denial_in_the_logs() throws Exception {
        assertThat(said("forecast", "{\"days\":\"secret\"}")).isEqualTo(BAD);

        gateway.awaitSecurity(
                "\"decision\":\"denied\"", "\"reason\":\"ContentInvalid\"", "\"source\":\"validate-content\"");
        assertThat(gateway.security().toString()).doesNotContain("secret");
    }

    @Test
    void a_notification_that_breaks_a_rule_is_not_accepted() throws Exception {
        String notification = call("forecast", "{\"days\":\"x\"}", "").replace("\"id\":5,", "");

        WireMessage answer = gateway.exchange(post("/s/mcp", notification));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).doesNotContain("\"id\"").contains("-32602");
    }

    @Test
    void what_legacy_clients_list_is_learnt_from_their_stream() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        backend.script(talk -> {
            if (talk.request().head().startLine().startsWith("GET")) {
                talk.openStream()
                        .chunk("event: endpoint\ndata: /messages/1\n\n")
                        .chunk("event: message\ndata: " + list("1", "forecast", null) + "\n\n");
                done.await(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
        try (Wire client = gateway.connect()) {
            client.send(get("/s/sse"));
            BodyStream stream = client.body(client.responseHead());
            String event = stream.event();
            assertThat(stream.event()).contains("inputSchema");

            WireMessage answer = gateway.exchange(post(
                    event.substring(event.indexOf("/s/"), event.length() - 2),
                    call("forecast", "{\"days\":\"x\"}", "")));

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text()).contains("/params/arguments/days");
        } finally {
            done.countDown();
        }
    }

    @Test
    void at_the_message_endpoint_of_a_legacy_stream_a_refusal_is_no_success() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        backend.script(talk -> {
            if (talk.request().head().startLine().startsWith("GET")) {
                talk.openStream().chunk("event: endpoint\ndata: /messages/1\n\n");
                done.await(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
        try (Wire client = gateway.connect()) {
            client.send(get("/s/sse"));
            String event = client.body(client.responseHead()).event();
            String endpoint = event.substring(event.indexOf("/s/"), event.length() - 2);

            WireMessage answer = gateway.exchange(post(endpoint, call("forecast", "{}", "")));

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text()).contains("\"id\":5", "-32602", "the tools have not been listed yet");
        } finally {
            done.countDown();
        }
    }

    @Test
    void a_large_body_is_checked_off_the_event_loop_and_answered_all_the_same() throws Exception {
        String padded = "{\"days\":\"x\"" + " ".repeat(80_000) + "}";

        assertThat(said("forecast", padded)).isEqualTo(BAD);
    }
}
