package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.FakeTokens.bearer;
import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.gateway.WireMessage.Ending;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists show each caller only what it may use, on whichever stream they come. */
class ListGateTest {

    private static final String MINE = "Ocp-Apim-Subscription-Key: mine-0123456789abcdef0123456789abcdef\r\n";
    private static final String FREE = "Ocp-Apim-Subscription-Key: free-0123456789abcdef0123456789abcdef\r\n";

    private static final String TOOLS =
            "[{\"name\":\"get\",\"inputSchema\":{\"type\":\"object\"}},{\"name\":\"alerts\"},"
                    + "{\"name\":\"staff\"},{\"name\":\"delete\"}]";

    @TempDir
    Path directory;

    private ScriptedBackend backend;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
        gateway = GatewayFixture.start(
                directory,
                """
                public-url: https://mcp.example.com
                servers:
                  s:
                    backend: b
                    authorization: { servers: ["https://login.example.com"], require: token }
                    tools: { alerts: { scopes: [alerts] }, staff: { roles: [Chief] } }
                  stepup:
                    backend: b
                    list-step-up: true
                    authorization: { servers: ["https://login.example.com"], require: token }
                    tools: { alerts: { scopes: [alerts] }, staff: { roles: [Chief] } }
                  k: { backend: b }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp", sse-url: "http://127.0.0.1:%d/b/sse" }] } }
                products:
                  p: { servers: [k], deny: { tools: [delete], prompts: ["x*"], resources: ["secret://*"] } }
                  free: { servers: [k] }
                subscriptions:
                  mine: { product: p, primary-key: { value: mine-0123456789abcdef0123456789abcdef } }
                  free: { product: free, primary-key: { value: free-0123456789abcdef0123456789abcdef } }
                limits: { list-message: 2KiB }
                """
                        .formatted(backend.port(), backend.port()),
                InstantSource.system(),
                new FakeTokens());
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    private static String list(String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"" + method + "\"}";
    }

    private static String result(String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":" + result + "}";
    }

    private static String tools(String tools) {
        return result("{\"_meta\":{\"a\":1},\"tools\":" + tools + ",\"nextCursor\":\"n\"}");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "/s/mcp, ann, get delete",
        "/s/mcp, ann/alerts, get alerts delete",
        "/s/mcp, ann//Chief, get staff delete",
        "/s/mcp, ann/alerts/Chief, get alerts staff delete",
        "/stepup/mcp, ann, get alerts delete",
        "/stepup/mcp, ann//Chief, get alerts staff delete"
    })
    void tools_are_shown_to_those_who_may_call_them(String path, String token, String shown) throws Exception {
        backend.script(ScriptedBackend.always(Mcp.ok(tools(TOOLS), "ETag: \"x\"\r\n")));

        WireMessage answer =
                gateway.exchange(post(path, list("tools/list"), bearer(token), "Accept-Encoding: gzip\r\n"));

        StringBuilder expected = new StringBuilder("[");
        for (String tool : shown.split(" ", -1)) {
            expected.append(expected.length() > 1 ? "," : "")
                    .append(
                            tool.equals("get")
                                    ? "{\"name\":\"get\",\"inputSchema\":{\"type\":\"object\"}}"
                                    : "{\"name\":\"" + tool + "\"}");
        }
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(tools(expected + "]"));
        assertThat(answer.header("ETag")).isNull();
        assertThat(backend.received().head().all("Accept-Encoding")).containsExactly("identity");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "tools/list | {'tools':[{'name':'delete'},{'name':'get'}]} | {'tools':[{'name':'get'}]}",
                "prompts/list | {'prompts':[{'name':'x1'},{'name':'y'}]} | {'prompts':[{'name':'y'}]}",
                "resources/list | {'resources':[{'uri':'secret://a'},{'uri':'open://a'}]} | {'resources':[{'uri':'open://a'}]}",
                "resources/templates/list | {'resourceTemplates':[{'uriTemplate':'secret://{a}'},{'uriTemplate':'open://{a}'}]} | {'resourceTemplates':[{'uriTemplate':'open://{a}'}]}",
                "tools/list | {'resultType':'complete','ttlMs':9,'cacheScope':'public','tools':[]} | {'resultType':'complete','ttlMs':9,'cacheScope':'private','tools':[]}"
            })
    void each_list_is_reduced_to_what_the_product_holds(String method, String before, String after) throws Exception {
        before = before.replace('\'', '"');
        after = after.replace('\'', '"');
        backend.script(ScriptedBackend.always(Mcp.ok(result(before))));
        assertThat(gateway.exchange(post("/k/mcp", list(method), MINE)).text()).isEqualTo(result(after));
        assertThat(gateway.exchange(post("/k/mcp", list(method), FREE)).text()).isEqualTo(result(before));
        backend.received();
        assertThat(backend.received().head().all("Accept-Encoding")).isEmpty();

        String sse = "id: 1\ndata:\n\nevent: message\nid: 2\ndata: %s\n\n";
        String streamed = before;
        backend.script(talk -> {
            talk.request();
            talk.openStream().chunk(sse.formatted(result(streamed))).lastChunk();
        });
        assertThat(gateway.exchange(post("/k/mcp", list(method), MINE)).text()).isEqualTo(sse.formatted(result(after)));
        assertThat(gateway.exchange(post("/k/mcp", list(method), FREE)).text())
                .isEqualTo(sse.formatted(result(before)));
    }

    @Test
    void a_caller_that_rules_are_about_pays_for_lists_alone() throws Exception {
        String looksLikeOne = result("{\"tools\":[{\"name\":\"delete\"}]}");
        backend.script(ScriptedBackend.always(Mcp.ok(looksLikeOne, "ETag: \"x\"\r\n")));

        WireMessage answer = gateway.exchange(post("/k/mcp", call("5", "get"), MINE, "Accept-Encoding: gzip\r\n"));

        assertThat(answer.text()).isEqualTo(looksLikeOne);
        assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(looksLikeOne.length()));
        assertThat(answer.header("ETag")).isEqualTo("\"x\"");
        assertThat(backend.received().head().all("Accept-Encoding")).containsExactly("gzip");
    }

    @Test
    void a_list_in_a_batch_is_reduced_too() throws Exception {
        backend.script(ScriptedBackend.always(Mcp.ok("[" + Mcp.RESULT + "," + tools(TOOLS) + "]")));

        assertThat(gateway.exchange(post("/k/mcp", "[" + call("1", "get") + "," + list("tools/list") + "]", MINE))
                        .text())
                .contains("alerts", "get")
                .doesNotContain("delete");
    }

    /** An event of a list, and what is left of it. */
    private static final String EVENT = "id: 7\ndata: " + tools(TOOLS) + "\n\n";

    @ParameterizedTest
    @ValueSource(strings = {"Last-Event-ID: 6\r\n", ""})
    void a_list_on_a_resumed_stream_is_told_by_its_shape(String lastEvent) throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.openStream()
                    .chunk(": hi\n\n")
                    .chunk(EVENT.substring(0, 40))
                    .chunk(EVENT.substring(40))
                    .wire()
                    .drain();
        });
        try (Wire wire = gateway.connect()) {
            BodyStream stream =
                    wire.body(wire.send(get("/s/mcp", bearer("ann"), lastEvent)).responseHead());
            stream.expect(": hi\n\n");
            assertThat(stream.event())
                    .startsWith("id: 7\ndata: ")
                    .contains("\"get\"", "\"delete\"", "nextCursor")
                    .doesNotContain("alerts", "staff");
        }
    }

    @Test
    void a_list_on_a_legacy_stream_is_reduced_behind_the_endpoint() throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.openStream()
                    .chunk("event: endpoint\ndata: /b/messages\n\n" + EVENT.substring(0, 20))
                    .chunk(EVENT.substring(20))
                    .wire()
                    .drain();
        });
        try (Wire wire = gateway.connect()) {
            BodyStream stream =
                    wire.body(wire.send(get("/s/sse", bearer("ann"))).responseHead());
            assertThat(stream.event()).startsWith("event: endpoint\ndata: /s/messages/");
            assertThat(stream.event()).contains("\"get\"", "\"delete\"").doesNotContain("alerts", "staff");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream"})
    void what_comes_encoded_all_the_same_is_not_passed_on(String type) throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\nContent-Type: " + type
                    + "\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc");
        });

        WireMessage answer = gateway.exchange(post("/s/mcp", list("tools/list"), bearer("ann")));

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("\"id\":5", "ListNotFiltered");
    }

    @Test
    void a_list_that_is_too_long_is_an_error_and_the_backend_is_let_go() throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            talk.chunk(tools("[" + "{\"name\":\"get\"},".repeat(200)));
            talk.wire().drain();
        });

        WireMessage answer = gateway.exchange(post("/s/mcp", list("tools/list"), bearer("ann")));

        assertThat(answer.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(answer.text())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":502")
                .contains("ListNotFiltered");
        gateway.awaitAccess("\"reason\":\"ListNotFiltered\"", "\"decision\":\"error\"");
        assertThat(gateway.metrics()
                        .get("proxy.failures")
                        .tags("server", "s", "reason", "ListNotFiltered")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_list_event_that_is_too_long_is_an_error_and_the_stream_goes_on() throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.openStream()
                    .chunk("id: 1\ndata: " + tools("[" + "{\"name\":\"get\"},".repeat(200) + "{}]") + "\n\n")
                    .chunk("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}\n\n")
                    .lastChunk();
        });

        String answer = gateway.exchange(post("/s/mcp", list("tools/list"), bearer("ann")))
                .text();

        assertThat(answer)
                .startsWith("id: 1\ndata: {\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":502")
                .endsWith("}\n\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}\n\n");
    }

    @Test
    void a_page_instead_of_a_list_is_an_error() throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>");
        });

        assertThat(gateway.exchange(post("/s/mcp", list("tools/list"), bearer("ann")))
                        .text())
                .contains("ListNotFiltered");
    }

    @ParameterizedTest
    @CsvSource({"404 Not Found", "400 Bad Request", "500 Internal Server Error"})
    void errors_of_the_backend_pass_as_they_are(String status) throws Exception {
        backend.script(ScriptedBackend.always(Mcp.response(status, "what {")));

        WireMessage answer = gateway.exchange(post("/s/mcp", list("tools/list"), bearer("ann")));

        assertThat(answer.status()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
        assertThat(answer.text()).isEqualTo("what {");
    }

    @Test
    void an_answer_without_a_body_stays_one() throws Exception {
        backend.script(ScriptedBackend.always("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"));

        WireMessage answer = gateway.exchange(post("/s/mcp", list("tools/list"), bearer("ann")));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void a_backend_that_dies_within_a_list_leaves_no_part_of_it() throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.openStream().chunk("data: " + tools(TOOLS)).close();
        });

        WireMessage answer = gateway.exchange(post("/s/mcp", list("tools/list"), bearer("ann")));

        assertThat(answer.text()).contains("BackendStreamFailure").doesNotContain("alerts");
    }

    @Test
    void one_that_dies_within_a_json_list_cuts_the_answer() throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n" + tools(TOOLS))
                    .close();
        });
        try (Wire wire = gateway.connect()) {
            wire.send(post("/s/mcp", list("tools/list"), bearer("ann")));
            wire.awaitEnd();
        }
    }
}
