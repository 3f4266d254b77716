package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.FakeTokens.bearer;
import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each caller may call: patterns of products, scopes and roles of tools. */
class RightsTest {

    private static final String KEY = "mine-0123456789abcdef0123456789abcdef";
    private static final String MINE = "Ocp-Apim-Subscription-Key: " + KEY + "\r\n";
    private static final String FREE = "Ocp-Apim-Subscription-Key: free-0123456789abcdef0123456789abcdef\r\n";

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
                    authorization:
                      servers: ["https://login.example.com"]
                      scopes: [read]
                      implied-scopes: { admin: [read, alerts, more] }
                      require: token
                    tools:
                      alerts: { scopes: [alerts] }
                      both: { scopes: [alerts, more], roles: [Forecaster, Chief] }
                      staff: { roles: [Forecaster, Chief] }
                    batches: allow
                    tool-denials: json-rpc
                  either:
                    backend: b
                    authorization: { servers: ["https://login.example.com"], require: either }
                    tools: { alerts: { scopes: [alerts] }, staff: { roles: [Chief] } }
                  k: { backend: b }
                  w:
                    backend: b
                    unknown:
                      tool: "Invalid tool name: {name}"
                      prompt: "No prompt {name} {argument}{arguments}"
                      resource: "No resource {name}"
                      prompt-completion: "Prompt completion does not exist: {name}_{argument}"
                      resource-completion: "No {argument} of {name}"
                      code: -32601
                      resource-code: 7
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                products:
                  p:
                    servers: [k, w, either]
                    allow: { tools: ["get_*", alerts], prompts: [hello], resources: ["weather://*"] }
                    deny: { tools: [get_secret], resources: ["weather://secret/*"] }
                  free: { servers: [k] }
                subscriptions:
                  mine: { product: p, primary-key: { value: %s } }
                  free: { product: free, primary-key: { value: free-0123456789abcdef0123456789abcdef } }
                """
                        .formatted(backend.port(), KEY),
                InstantSource.system(),
                new FakeTokens());
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    @ParameterizedTest(name = "{0} calls {1}")
    @CsvSource({
        "ann/read, other",
        "ann/read+alerts, alerts",
        "ann/admin, alerts",
        "ann/read+alerts+more/Chief, both",
        "ann/admin/x+Forecaster, both",
        "ann/read/Forecaster, staff"
    })
    void who_has_what_a_tool_needs_may_call_it(String token, String tool) throws Exception {
        assertThat(gateway.exchange(post("/s/mcp", call("1", tool), bearer(token)))
                        .status())
                .isEqualTo(200);
        assertThat(backend.received().text()).isEqualTo(call("1", tool));
    }

    @ParameterizedTest(name = "{0} calls {1}: {2}")
    @CsvSource({
        "ann/read, alerts, read alerts",
        "ann/read+more, alerts, read alerts",
        "ann/read+alerts/Chief, both, read alerts more",
        "ann/alerts, alerts, read alerts",
        "ann, other, read"
    })
    void a_missing_scope_is_told_with_every_scope_of_the_operation(String token, String tool, String scopes)
            throws Exception {
        WireMessage answer = gateway.exchange(post("/s/mcp", call("\"x\"", tool), bearer(token)));

        assertThat(answer.status())
                .as("a status that clients step up on, whatever `tool-denials` says")
                .isEqualTo(403);
        assertThat(answer.head().all("WWW-Authenticate"))
                .containsExactly("Bearer error=\"insufficient_scope\", "
                        + "error_description=\"The token lacks a scope that this operation needs\", "
                        + "resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource/s/mcp\", "
                        + "scope=\"" + scopes + "\"");
        assertThat(answer.text())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"error\":{\"code\":403,\"message\":"
                                + "\"The token lacks a scope that this operation needs\",\"data\":{\"reason\":\"InsufficientScope\"}}}");
        assertThat(backend.unseen()).isZero();
        gateway.awaitSecurity("\"reason\":\"InsufficientScope\"", "\"tool\":\"" + tool + "\"", "|ann|");
    }

    @ParameterizedTest(name = "{0} calls {1}")
    @CsvSource({"ann/admin, staff", "ann/admin/Other, both", "ann/read, both"})
    void a_tool_without_the_role_does_not_exist(String token, String tool) throws Exception {
        WireMessage answer = gateway.exchange(post("/s/mcp", call("7", tool), bearer(token)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isNull();
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("WWW-Authenticate")).isNull();
        assertThat(answer.text())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32602,\"message\":\"Unknown tool: "
                        + tool + "\"}}");
        assertThat(backend.unseen()).isZero();
        gateway.awaitSecurity("\"reason\":\"ToolNotFound\"", "\"decision\":\"denied\"");
    }

    @Test
    void every_message_of_a_batch_is_judged_before_any_goes_on() throws Exception {
        String batch = "[" + call("1", "other") + "," + call("2", "alerts") + "," + call("3", "both") + "]";

        WireMessage scope = gateway.exchange(post("/s/mcp", batch, bearer("ann/read/Chief")));
        assertThat(scope.status()).isEqualTo(403);
        assertThat(scope.header("WWW-Authenticate")).endsWith("scope=\"read alerts more\"");
        assertThat(scope.text()).startsWith("[{").contains("\"id\":1", "\"id\":2", "\"id\":3");

        WireMessage hidden = gateway.exchange(post("/s/mcp", batch, bearer("ann/admin")));
        assertThat(hidden.status()).isEqualTo(200);
        assertThat(hidden.text()).contains("Unknown tool: both", "\"id\":1");
        assertThat(backend.unseen()).isZero();

        assertThat(gateway.exchange(post("/s/mcp", batch, bearer("ann/admin/Chief")))
                        .status())
                .isEqualTo(200);
        backend.received();
    }

    @Test
    void a_key_instead_of_a_token_opens_no_tool_that_needs_one() throws Exception {
        WireMessage answer = gateway.exchange(post("/either/mcp", call("1", "alerts"), MINE));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("WWW-Authenticate")).endsWith("scope=\"alerts\"");

        assertThat(gateway.exchange(post("/either/mcp", call("1", "staff"), MINE))
                        .text())
                .contains("Unknown tool: staff");
        assertThat(gateway.exchange(post("/either/mcp", call("1", "alerts"), MINE, bearer("ann/alerts")))
                        .status())
                .isEqualTo(200);
        assertThat(gateway.exchange(post("/either/mcp", call("1", "staff"), bearer("ann//Chief")))
                        .text())
                .isEqualTo(Mcp.RESULT);
    }

    private static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params.replace('\'', '"')
                + "}";
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "tools/call | {'name':'get_alerts'}",
                "tools/call | {'arguments':{}}",
                "prompts/get | {'name':'hello'}",
                "resources/read | {'uri':'weather://berlin'}",
                "resources/subscribe | {'uri':'weather://berlin/x'}",
                "completion/complete | {'ref':{'type':'ref/prompt','name':'hello'},'argument':{'name':'bye','value':''}}",
                "completion/complete | {'ref':{'type':'ref/resource','uri':'weather://{city}'}}",
                "tools/list | {}",
                "ping | {'name':'delete','uri':'file:///x'}"
            })
    void what_a_product_holds_can_be_used(String method, String params) throws Exception {
        assertThat(gateway.exchange(post("/k/mcp", request(method, params), MINE))
                        .text())
                .isEqualTo(Mcp.RESULT);
        backend.received();
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "tools/call | {'name':'delete'} | -32602 | Unknown tool: delete",
                "tools/call | {'name':'get_secret'} | -32602 | Unknown tool: get_secret",
                "prompts/get | {'name':'bye'} | -32602 | Unknown prompt: bye",
                "resources/read | {'uri':'file:///x'} | -32002 | Resource not found",
                "resources/read | {'uri':'weather://secret/x'} | -32002 | Resource not found",
                "resources/read | {'uri':'weather://s%65cret/x'} | -32002 | Resource not found",
                "resources/read | {'uri':'weather://a/../secret/x'} | -32002 | Resource not found",
                "resources/subscribe | {'uri':'file:///x'} | -32002 | Resource not found",
                "resources/unsubscribe | {'uri':'file:///x'} | -32002 | Resource not found",
                "completion/complete | {'ref':{'type':'ref/prompt','name':'bye'}} | -32602 | Unknown prompt: bye",
                "completion/complete | {'ref':{'type':'ref/resource','uri':'file:///{x}'}} | -32602 | Resource not found"
            })
    void what_a_product_does_not_hold_does_not_exist(String method, String params, int code, String message)
            throws Exception {
        WireMessage answer = gateway.exchange(post("/k/mcp", request(method, params), MINE));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":" + code + ",\"message\":\"" + message
                        + "\"}}");
        assertThat(backend.unseen()).isZero();
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "tools/call | {'name':'get_secret'} | -32601 | Invalid tool name: get_secret",
                "tools/call | {'name':'{argument}$1'} | -32601 | Invalid tool name: {argument}$1",
                "prompts/get | {'name':'bye'} | -32601 | No prompt bye {arguments}",
                "resources/read | {'uri':'file:///x'} | 7 | No resource file:///x",
                "completion/complete | {'ref':{'type':'ref/prompt','name':'bye'},'argument':{'value':'v','name':'day'}}"
                        + " | -32601 | Prompt completion does not exist: bye_day",
                "completion/complete | {'argument':{'name':{'name':'x'}},'ref':{'type':'ref/prompt','name':'bye'}}"
                        + " | -32601 | Prompt completion does not exist: bye_",
                "completion/complete | {'argument':{'name':'x','value':'v'},'ref':{'type':'ref/resource','uri':'file:///{x}'}}"
                        + " | -32601 | No x of file:///{x}"
            })
    void what_does_not_exist_is_answered_in_the_words_of_the_backend(
            String method, String params, int code, String message) throws Exception {
        WireMessage answer = gateway.exchange(post("/w/mcp", request(method, params), MINE));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":" + code + ",\"message\":\"" + message
                        + "\"}}");
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void a_modern_client_is_told_the_code_of_its_revision() throws Exception {
        String read = request(
                "resources/read",
                "{'uri':'file:///x','_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28'}}");

        assertThat(gateway.exchange(post(
                                "/k/mcp",
                                read,
                                MINE,
                                "MCP-Protocol-Version: 2026-07-28\r\n",
                                "Mcp-Method: resources/read\r\n",
                                "Mcp-Name: file:///x\r\n"))
                        .text())
                .contains("\"code\":-32602,\"message\":\"Resource not found\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'ref':{'name':'hello','name':'bye'}}",
                "{'ref':{'name':'hello'},'ref':{'name':'bye'}}",
                "{'ref':{'name':['bye']}}"
            })
    void a_completion_that_can_be_read_in_two_ways_is_refused(String params) throws Exception {
        WireMessage answer = gateway.exchange(post("/k/mcp", request("completion/complete", params), MINE));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("AmbiguousMessage");
    }

    private String listen(String resources) throws Exception {
        String body = request(
                "subscriptions/listen",
                "{'notifications':{'toolsListChanged':true," + resources
                        + "},'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28'}}");
        return gateway.exchange(post(
                        "/k/mcp",
                        body,
                        MINE,
                        "MCP-Protocol-Version: 2026-07-28\r\n",
                        "Mcp-Method: subscriptions/listen\r\n"))
                .text();
    }

    @Test
    void nobody_is_told_of_changes_to_what_it_may_not_see() throws Exception {
        assertThat(listen("'resourceSubscriptions':['weather://a','weather://b']"))
                .isEqualTo(Mcp.RESULT);
        assertThat(listen("'resourcesListChanged':true")).isEqualTo(Mcp.RESULT);
        backend.forget();

        assertThat(listen("'resourceSubscriptions':['weather://a','file:///x']"))
                .contains("\"code\":-32602,\"message\":\"Resource not found\"");
        assertThat(listen("'resourceSubscriptions':['weather://a'],'resourceSubscriptions':['file:///x']"))
                .contains("InvalidMessage");
        assertThat(listen("'resourceSubscriptions':['weather://a',['file:///x']]"))
                .contains("InvalidMessage");
        assertThat(listen("'resourceSubscriptions':'file:///x'")).contains("InvalidMessage");
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void the_rules_of_one_product_are_not_anothers() throws Exception {
        assertThat(gateway.exchange(post("/k/mcp", call("1", "delete"), FREE)).text())
                .isEqualTo(Mcp.RESULT);
    }

    @Test
    void a_name_is_repeated_as_json_and_no_longer_than_is_sensible() throws Exception {
        String name = "\\u0000\\\"<script>" + "x".repeat(2000);
        String answer = gateway.exchange(post("/k/mcp", call("1", name), MINE)).text();

        assertThat(answer)
                .startsWith(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"Unknown tool: \\u0000\\\"<script>xxx");
        assertThat(answer).hasSizeLessThan(400);
    }

    @Test
    void a_lost_session_keeps_the_status_that_clients_initialize_on() throws Exception {
        WireMessage answer =
                gateway.exchange(post("/s/mcp", call("1", "other"), bearer("ann/read"), "Mcp-Session-Id: unknown\r\n"));

        assertThat(answer.status()).as("whatever `tool-denials` says").isEqualTo(404);
        assertThat(answer.text()).contains("SessionNotFound");
    }
}
