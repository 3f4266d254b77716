package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that are given again, on real sockets. */
class ResultCachingTest {

    private static final String MINE = "Ocp-Apim-Subscription-Key: mine-0123456789abcdef0123456789abcdef\r\n";
    private static final String OTHERS = "Ocp-Apim-Subscription-Key: others-0123456789abcdef0123456789abcd\r\n";
    private static final String MODERN = "MCP-Protocol-Version: 2026-07-28\r\n";

    @TempDir
    Path directory;

    private final AtomicInteger asked = new AtomicInteger();
    private ScriptedBackend backend;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = new ScriptedBackend(talk -> {});
        Files.writeString(
                directory.resolve("policy.xml"),
                """
                <policies>
                  <inbound>
                    <base/>
                    <rate-limit-by-key calls="1000" renewal-period="60" counter-key="k" remaining-calls-header-name="X-Left"/>
                    <choose>
                      <when condition="@(context.Mcp.ToolName == &quot;by-policy&quot;)">
                        <cache-lookup vary-by-developer="false" vary-by-developer-groups="false">
                          <vary-by-header>Accept-Language</vary-by-header>
                        </cache-lookup>
                      </when>
                    </choose>
                  </inbound>
                  <outbound>
                    <base/>
                    <set-header name="X-Outbound" exists-action="override"><value>ran</value></set-header>
                    <choose>
                      <when condition="@(context.Mcp.ToolName == &quot;by-policy&quot;)">
                        <cache-store duration="60"/>
                      </when>
                    </choose>
                  </outbound>
                </policies>
                """);
        Files.writeString(
                directory.resolve("learns.xml"),
                """
                <policies><inbound>
                  <validate-content unspecified-content-type-action="prevent" max-size="100000" size-exceeded-action="prevent">
                    <content type="application/json" validate-as="json" action="prevent" />
                  </validate-content>
                </inbound></policies>
                """);
        gateway = GatewayFixture.start(
                directory,
                """
                servers:
                  s:
                    backend: b
                    subscription-required: false
                    policy: policy.xml
                    tools:
                      shared: { cache: { ttl: 1m, shared: true } }
                      own: { cache: { ttl: 1m } }
                  off: { backend: b, cache-lists: false }
                  learns:
                    backend: b
                    policy: learns.xml
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                products: { p: { servers: [s, off, learns] } }
                subscriptions:
                  mine: { product: p, primary-key: { value: mine-0123456789abcdef0123456789abcdef } }
                  others: { product: p, primary-key: { value: others-0123456789abcdef0123456789abcd } }
                limits: { result-size: 10KiB }
                """
                        .formatted(backend.port()));
        answers("{\"content\":[{\"type\":\"text\",\"text\":\"#\"}]}");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    /** Every request is answered with this result, its number in place of {@code #}. */
    private void answers(String result) {
        backend.script(talk -> {
            WireMessage request = talk.request();
            talk.send(Mcp.ok("{\"jsonrpc\":\"2.0\",\"id\":" + id(request) + ",\"result\":"
                    + result.replace("#", Integer.toString(asked.incrementAndGet())) + "}"));
        });
    }

    private static String id(WireMessage request) {
        return request.text().replaceFirst("(?s).*\"id\":([^,]+),.*", "$1");
    }

    private WireMessage calls(String tool, String key, String... fields) throws Exception {
        return gateway.exchange(post("/s/mcp", call("7", tool), key + String.join("", fields)));
    }

    /** Waits until so many calls are under way; the gauge is registered with the first. */
    private void underWay(int calls) {
        await().until(() -> {
            Gauge active = gateway.metrics().find("proxy.exchanges.active").gauge();
            return active != null && active.value() == calls;
        });
    }

    private static String list(String method, String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method
                + "\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"c\",\"version\":\"1\"},"
                + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
    }

    private WireMessage lists(String key, String id) throws Exception {
        return gateway.exchange(post("/s/mcp", list("tools/list", id), key, MODERN, "Mcp-Method: tools/list\r\n"));
    }

    @Test
    void a_tool_that_the_operator_names_is_asked_once() throws Exception {
        assertThat(calls("shared", MINE).text()).contains("\"id\":7", "\"text\":\"1\"");
        WireMessage again = gateway.exchange(post("/s/mcp", call("\"other\"", "shared"), OTHERS));

        assertThat(again.text())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"other\",\"result\":"
                        + "{\"content\":[{\"type\":\"text\",\"text\":\"1\"}]}}");
        assertThat(again.header("Age")).isEqualTo("0");
        assertThat(again.header("Content-Type")).isEqualTo("application/json");
        assertThat(again.header("X-Outbound"))
                .as("outbound runs as for any other")
                .isEqualTo("ran");
        assertThat(asked.get()).isEqualTo(1);
    }

    @Test
    void a_callers_own_result_is_not_given_to_another_nor_to_one_whom_nothing_tells_apart() throws Exception {
        calls("own", MINE);
        calls("own", MINE);
        assertThat(asked.get()).isEqualTo(1);
        assertThat(calls("own", OTHERS).text()).contains("\"text\":\"2\"");
        calls("own", "");
        calls("own", "");
        assertThat(asked.get()).isEqualTo(4);
    }

    @Test
    void other_tools_and_other_arguments_are_asked_each_time() throws Exception {
        calls("unnamed", MINE);
        calls("unnamed", MINE);
        assertThat(asked.get()).isEqualTo(2);
        gateway.exchange(post("/s/mcp", call("1", "shared"), MINE));
        gateway.exchange(post("/s/mcp", call("1", "shared").replace("{}", "{\"a\":1}"), MINE));
        assertThat(asked.get()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":[],\"isError\":true}",
                "{\"resultType\":\"input_required\",\"inputRequests\":{}}",
            })
    void what_is_no_complete_result_is_never_kept(String result) throws Exception {
        answers(result);
        calls("shared", MINE);
        calls("shared", MINE);
        assertThat(asked.get()).isEqualTo(2);
    }

    @Test
    void errors_and_large_results_are_never_kept() throws Exception {
        backend.script(talk -> {
            talk.request();
            asked.incrementAndGet();
            talk.send(Mcp.ok("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32603,\"message\":\"x\"}}"));
        });
        calls("shared", MINE);
        calls("shared", MINE);
        backend.script(talk -> {
            talk.request();
            asked.incrementAndGet();
            talk.send(Mcp.response("500 Internal Server Error", Mcp.RESULT.replace("1", "7")));
        });
        calls("shared", MINE);
        calls("shared", MINE);
        answers("{\"content\":\"" + "x".repeat(20_000) + "\"}");
        calls("shared", MINE);
        calls("shared", MINE);
        assertThat(asked.get()).isEqualTo(6);
    }

    @Test
    void a_result_alone_in_a_stream_is_kept_and_one_with_other_messages_is_not() throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.openStream()
                    .chunk(": hello\n\nid: 1\ndata:\n\n")
                    .chunk("data: {\"jsonrpc\":\"2.0\",\"id\":7,\ndata: \"result\":{\"n\":" + asked.incrementAndGet()
                            + "}}\n\n")
                    .lastChunk();
        });
        assertThat(calls("own", MINE).text()).contains("id: 1");
        assertThat(calls("own", MINE).text()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"n\":1}}");

        backend.script(talk -> {
            talk.request();
            talk.openStream()
                    .chunk("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}\n\n")
                    .chunk("data: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"n\":" + asked.incrementAndGet()
                            + "}}\n\n")
                    .lastChunk();
        });
        calls("shared", MINE);
        calls("shared", MINE);
        assertThat(asked.get()).isEqualTo(3);
    }

    @Test
    void the_client_that_fills_the_cache_has_each_piece_as_it_comes() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        backend.script(talk -> {
            talk.request();
            talk.openStream().chunk(": working\n\n");
            seen.await();
            talk.chunk("data: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}\n\n").lastChunk();
        });
        try (Wire wire = gateway.connect()) {
            BodyStream stream = wire.body(
                    wire.send(post("/s/mcp", call("7", "shared"), MINE)).responseHead());
            assertThat(stream.event()).isEqualTo(": working\n\n");
            seen.countDown();
            assertThat(stream.event()).contains("result");
        }
    }

    @Test
    void callers_that_ask_for_the_same_wait_for_the_first_ones_answer() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        backend.script(talk -> {
            talk.request();
            int number = asked.incrementAndGet();
            go.await();
            talk.send(Mcp.ok("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"n\":" + number + "}}"));
        });
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return calls("shared", MINE).text();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    task -> Thread.ofVirtual().start(task)));
        }
        underWay(8);
        go.countDown();
        for (CompletableFuture<String> answer : answers) {
            assertThat(answer.join()).contains("\"n\":1");
        }
        assertThat(asked.get()).isEqualTo(1);
        assertThat(gateway.metrics()
                        .get("proxy.results")
                        .tag("outcome", "shared")
                        .functionCounter()
                        .count())
                .isEqualTo(7);
    }

    @Test
    void when_the_first_one_fails_or_leaves_the_others_ask_for_themselves() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        backend.script(talk -> {
            talk.request();
            if (asked.incrementAndGet() == 1) {
                began.countDown();
                return;
            }
            talk.send(Mcp.ok("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"n\":2}}"));
        });
        Wire leaving = gateway.connect();
        leaving.send(post("/s/mcp", call("7", "shared"), MINE));
        began.await();
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return calls("shared", MINE).text();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
        underWay(2);
        leaving.close();

        assertThat(waiting.join()).contains("\"n\":2");
    }

    @Test
    void a_list_lives_as_long_as_the_backend_says_for_those_it_says() throws Exception {
        answers("{\"tools\":[],\"resultType\":\"complete\",\"ttlMs\":60000,\"cacheScope\":\"public\",\"n\":#}");
        assertThat(lists(MINE, "1").text()).contains("\"n\":1");
        assertThat(lists(OTHERS, "2").text())
                .contains("\"id\":2", "\"n\":1")
                .containsPattern("\"ttlMs\":(5\\d{4}|60000)");
        assertThat(lists("", "3").text()).contains("\"n\":1");
        assertThat(asked.get()).isEqualTo(1);
    }

    @Test
    void a_private_list_is_the_callers_and_one_without_a_life_nobodys() throws Exception {
        answers("{\"tools\":[],\"resultType\":\"complete\",\"ttlMs\":60000,\"n\":#}");
        lists(MINE, "1");
        assertThat(lists(MINE, "2").text()).contains("\"n\":1");
        assertThat(lists(OTHERS, "3").text()).contains("\"n\":2");
        answers("{\"tools\":[],\"resultType\":\"complete\",\"n\":#}");
        String prompts = list("prompts/list", "1");
        for (int i = 3; i <= 4; i++) {
            assertThat(gateway.exchange(post("/s/mcp", prompts, MINE, MODERN, "Mcp-Method: prompts/list\r\n"))
                            .text())
                    .contains("\"n\":" + i);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "by-policy, '\"private\"', 2",
        "shared,    '\"private\"', 2",
        "by-policy, '\"Private\"', 2",
        "shared,    '\"public\"',  1",
    })
    void what_the_backend_calls_private_is_the_callers_whatever_the_operator_says(String tool, String scope, int others)
            throws Exception {
        answers("{\"content\":[{\"type\":\"text\",\"text\":\"#\"}],\"cacheScope\":" + scope + "}");
        calls(tool, MINE);
        assertThat(calls(tool, MINE).text()).contains("\"text\":\"1\"");
        assertThat(calls(tool, OTHERS).text()).contains("\"text\":\"" + others + "\"");
        assertThat(calls(tool, OTHERS).text()).contains("\"text\":\"" + others + "\"");
        assertThat(calls(tool, MINE).text()).contains("\"text\":\"1\"");
    }

    @Test
    void the_operator_can_switch_lists_off() throws Exception {
        answers("{\"tools\":[],\"resultType\":\"complete\",\"ttlMs\":60000,\"cacheScope\":\"public\",\"n\":#}");
        for (int i = 1; i <= 2; i++) {
            assertThat(gateway.exchange(post(
                                    "/off/mcp", list("tools/list", "1"), MINE, MODERN, "Mcp-Method: tools/list\r\n"))
                            .text())
                    .contains("\"n\":" + i);
        }
    }

    @Test
    void a_change_that_passes_on_any_stream_outdates_what_it_is_about() throws Exception {
        calls("shared", MINE);
        calls("shared", MINE);
        assertThat(asked.get()).isEqualTo(1);
        backend.script(talk -> {
            talk.request();
            talk.openStream()
                    .chunk("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n")
                    .wire()
                    .drain();
        });
        try (Wire wire = gateway.connect()) {
            BodyStream stream = wire.body(wire.send(get("/s/mcp", MINE)).responseHead());
            assertThat(stream.event()).contains("list_changed");
        }
        answers("{\"n\":#}");
        assertThat(calls("shared", MINE).text()).contains("\"n\":2");
    }

    @Test
    void policies_say_what_is_kept_and_by_what_results_differ() throws Exception {
        calls("by-policy", MINE, "Accept-Language: en\r\n");
        assertThat(calls("by-policy", OTHERS, "Accept-Language: en\r\n").text()).contains("\"text\":\"1\"");
        assertThat(calls("by-policy", MINE, "Accept-Language: fi\r\n").text()).contains("\"text\":\"2\"");
        assertThat(asked.get()).isEqualTo(2);
    }

    @Test
    void the_backend_is_asked_for_a_body_that_can_be_read() throws Exception {
        calls("shared", MINE, "Accept-Encoding: gzip\r\n");
        assertThat(backend.received().header("Accept-Encoding")).isEqualTo("identity");
        calls("unnamed", MINE, "Accept-Encoding: gzip\r\n");
        assertThat(backend.received().header("Accept-Encoding")).isEqualTo("gzip");
    }

    @Test
    void limits_tell_of_themselves_in_a_result_that_is_given_again() throws Exception {
        assertThat(calls("shared", MINE).header("X-Left")).isEqualTo("999");
        assertThat(calls("shared", MINE).header("X-Left")).isEqualTo("998");
        assertThat(asked.get()).isEqualTo(1);
    }

    @Test
    void clients_of_the_older_transport_have_their_answers_on_their_stream_and_not_from_the_cache() throws Exception {
        calls("shared", MINE);
        backend.script(talk -> {
            if (talk.request().head().startLine().startsWith("GET")) {
                talk.openStream()
                        .chunk("event: endpoint\ndata: /b/messages/7\n\n")
                        .wire()
                        .drain();
            } else {
                asked.incrementAndGet();
                talk.send("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
            }
        });
        try (Wire wire = gateway.connect()) {
            String event =
                    wire.body(wire.send(get("/s/sse", MINE)).responseHead()).event();
            String endpoint = event.substring(event.indexOf("/s/"), event.length() - 2);
            assertThat(gateway.exchange(post(endpoint, call("7", "shared"), MINE))
                            .status())
                    .isEqualTo(202);
        }
        assertThat(asked.get()).isEqualTo(2);
    }

    @Test
    void a_large_list_is_not_kept_whatever_else_is_read_of_it() throws Exception {
        String tools = "{\"name\":\"" + "x".repeat(11_000) + "\",\"inputSchema\":{\"type\":\"object\"}}";
        backend.script(talk -> {
            WireMessage request = talk.request();
            asked.incrementAndGet();
            talk.openStream()
                    .chunk("data: {\"jsonrpc\":\"2.0\",\"id\":" + id(request)
                            + ",\"result\":{\"resultType\":\"complete\",\"ttlMs\":60000,\"cacheScope\":\"public\",\"tools\":["
                            + tools + "]}}\n\n")
                    .lastChunk();
        });
        gateway.exchange(post("/learns/mcp", list("tools/list", "1"), MINE, MODERN, "Mcp-Method: tools/list\r\n"));
        gateway.exchange(post("/learns/mcp", list("tools/list", "1"), MINE, MODERN, "Mcp-Method: tools/list\r\n"));
        assertThat(asked.get()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE"})
    void what_is_not_utf_8_passes_and_is_not_kept(String charset) throws Exception {
        byte[] body =
                "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{\"content\":[]}}".getBytes(Charset.forName(charset));
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String request = post("/s/mcp", call("\"x\"", "shared"), MINE);
        backend.script(talk -> {
            talk.request();
            asked.incrementAndGet();
            talk.send(Mcp.ok(text));
        });
        assertThat(gateway.exchange(request).body()).isEqualTo(body);
        assertThat(gateway.exchange(request).body()).isEqualTo(body);
        assertThat(asked.get()).isEqualTo(2);

        backend.script(talk -> {
            talk.request();
            talk.openStream().chunk("data: " + text + "\n\n").lastChunk();
        });
        assertThat(gateway.exchange(request).body())
                .isEqualTo(("data: " + text + "\n\n").getBytes(StandardCharsets.ISO_8859_1));
        await().ignoreExceptions().until(() -> gateway.engine().calls().active() == 0);
    }

    @Test
    void a_large_request_is_not_compared_with_others() throws Exception {
        String large = call("7", "shared").replace("{}", "{\"text\":\"" + "x".repeat(11_000) + "\"}");
        gateway.exchange(post("/s/mcp", large, MINE));
        gateway.exchange(post("/s/mcp", large, MINE));
        assertThat(asked.get()).isEqualTo(2);
    }
}
