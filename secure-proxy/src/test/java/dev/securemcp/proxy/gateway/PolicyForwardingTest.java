package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.initialize;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What policies change about a request is what the backend gets, over real sockets. */
class PolicyForwardingTest {

    private static final String CREDENTIAL = "the-first-backends-secret";
    private static final String SPARE = "the-spare-backends-secret";

    @TempDir
    Path directory;

    private ScriptedBackend backend;
    private ScriptedBackend spare;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
        spare = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT, "X-Spare: yes\r\n"));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
        spare.close();
    }

    /** The gateway before both backends, its server with this policy. */
    private void policy(String sections) throws Exception {
        Files.writeString(
                directory.resolve("s.xml"),
                "<policies>" + sections.replace("SPARE", "127.0.0.1:" + spare.port()) + "</policies>");
        gateway = GatewayFixture.start(
                directory,
                """
                servers: { s: { backend: b, subscription-required: false, policy: s.xml } }
                backends:
                  b:
                    instances: [{ url: "http://127.0.0.1:%d/b/mcp" }]
                    credential: { header: X-API-Key, value: "%s" }
                  spare:
                    instances: [{ url: "http://127.0.0.1:%d/spare/mcp" }]
                    credential: { header: X-API-Key, value: "%s" }
                """
                        .formatted(backend.port(), CREDENTIAL, spare.port(), SPARE));
    }

    private void inbound(String elements) throws Exception {
        policy("<inbound>" + elements + "</inbound>");
    }

    private WireMessage call(String query) throws Exception {
        return gateway.exchange(post("/s/mcp" + query, Mcp.call("1", "t")));
    }

    @ParameterizedTest
    @CsvSource({
        "<set-query-parameter name='a'><value>x y</value></set-query-parameter>, ?a=1&b=2, /b/mcp?b=2&a=x%20y",
        "<set-query-parameter name='a' exists-action='delete'/>, ?a=1, /b/mcp",
        "<rewrite-uri template='/v2?c=3'/>, ?a=1, /b/mcp/v2?c=3&a=1",
        "<rewrite-uri template='/' copy-unmatched-params='false'/>, ?a=1, /b/mcp",
        "<set-query-parameter name='a'><value>1</value></set-query-parameter>, ?subscription-key=, /b/mcp?a=1",
        "<set-query-parameter name='subscription-key'><value>ours</value></set-query-parameter>, '', /b/mcp?subscription-key=ours",
    })
    void path_and_query_reach_the_backend(String elements, String query, String target) throws Exception {
        inbound(elements);

        assertThat(call(query).status()).isEqualTo(200);
        assertThat(backend.received().head().target()).isEqualTo(target);
    }

    @Test
    void another_method_reaches_the_backend() throws Exception {
        inbound("<set-method>PUT</set-method>");
        call("");

        assertThat(backend.received().head().startLine()).isEqualTo("PUT /b/mcp HTTP/1.1");
    }

    @Test
    void another_backend_of_the_configuration_gets_the_call_with_its_own_credential() throws Exception {
        inbound("<set-backend-service backend-id='spare'/>");

        assertThat(call("").header("X-Spare")).isEqualTo("yes");
        WireMessage seen = spare.received();
        assertThat(seen.head().target()).isEqualTo("/spare/mcp");
        assertThat(seen.head().all("X-API-Key")).containsExactly(SPARE);
        assertThat(seen.head().first("Host")).isEqualTo("127.0.0.1:" + spare.port());
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void an_address_gets_the_call_without_any_credential() throws Exception {
        inbound("<set-backend-service base-url='http://SPARE/x'/><rewrite-uri template='/mcp'/>");

        assertThat(call("").header("X-Spare")).isEqualTo("yes");
        WireMessage seen = spare.received();
        assertThat(seen.head().target()).isEqualTo("/x/mcp");
        assertThat(seen.head().raw()).doesNotContain(CREDENTIAL, SPARE);
    }

    @Test
    void a_session_stays_where_a_policy_opened_it() throws Exception {
        inbound(
                """
                <choose>
                  <when condition="@(context.Mcp.Method == &quot;initialize&quot;)"><set-backend-service backend-id="spare"/></when>
                </choose>""");
        spare.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT, "Mcp-Session-Id: abc\r\n", "X-Spare: yes\r\n")));
        gateway.exchange(post("/s/mcp", initialize()));
        spare.forget();

        WireMessage answer = gateway.exchange(post("/s/mcp", Mcp.call("1", "t"), "Mcp-Session-Id: abc\r\n"));

        assertThat(answer.header("X-Spare")).isEqualTo("yes");
        assertThat(spare.received().head().all("X-API-Key")).containsExactly(SPARE);
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void a_legacy_streams_messages_go_to_the_backend_that_opened_it() throws Exception {
        inbound(
                """
                <choose>
                  <when condition="@(context.Request.Method == &quot;GET&quot;)"><set-backend-service backend-id="spare"/></when>
                </choose>""");
        spare.script(talk -> {
            if (talk.request().head().startLine().startsWith("GET")) {
                talk.openStream()
                        .chunk("event: endpoint\ndata: /spare/messages/1\n\n")
                        .wire()
                        .drain();
            } else {
                talk.send(Mcp.response("202 Accepted", ""));
            }
        });
        try (Wire wire = gateway.connect()) {
            String event = wire.body(wire.send(get("/s/sse")).responseHead()).event();
            assertThat(spare.received().head().target()).isEqualTo("/spare/mcp/sse");
            String endpoint = event.substring(event.indexOf("data: ") + 6).strip();

            assertThat(gateway.exchange(post(endpoint, Mcp.call("1", "t"))).status())
                    .isEqualTo(202);
        }
        WireMessage message = spare.received();
        assertThat(message.head().target()).isEqualTo("/spare/messages/1");
        assertThat(message.head().all("X-API-Key")).containsExactly(SPARE);
    }

    @Test
    void a_body_that_a_policy_made_reaches_the_backend_with_its_length() throws Exception {
        inbound("<find-and-replace from='\"arguments\":{}' to='\"arguments\":{\"user\":\"ä\"}'/>");
        call("");
        WireMessage seen = backend.received();

        assertThat(seen.text()).isEqualTo(Mcp.call("1", "t").replace("{}", "{\"user\":\"ä\"}"));
        assertThat(seen.header("Content-Length")).isEqualTo(String.valueOf(seen.body().length));
    }

    @ParameterizedTest
    @CsvSource({
        "inbound, <find-and-replace from='\"t\"' to='\"u\"'/>, names another tool",
        "inbound, <find-and-replace from='\"id\":1' to='\"id\":2'/>, another id",
        "inbound, <set-body>rubbish</set-body>, is not JSON",
        "backend, <retry condition='false' count='1' interval='0'><set-body>rubbish</set-body><forward-request/></retry>, is not JSON",
    })
    void a_body_that_says_something_else_than_was_judged_goes_nowhere(String section, String elements, String detail)
            throws Exception {
        policy("<" + section + ">" + elements + "</" + section + ">");

        WireMessage answer = call("");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("\"id\":1").contains("InternalError").doesNotContain(detail);
        assertThat(backend.unseen()).isZero();
        await().until(() -> gateway.access().size() == 1);
    }

    @Test
    void set_body_leaves_a_stream_that_is_opened_alone() throws Exception {
        inbound("<set-body>rubbish</set-body>");
        backend.script(talk -> {
            talk.request();
            talk.openStream().chunk("data: 1\n\n").lastChunk();
        });

        assertThat(gateway.exchange(get("/s/mcp")).text()).isEqualTo("data: 1\n\n");
    }

    @Test
    void in_outbound_a_stream_is_given_up_for_the_body_that_a_policy_makes() throws Exception {
        policy("<outbound><set-header name='Content-Type'><value>application/json</value></set-header>"
                + "<set-body>{}</set-body></outbound>");
        AtomicInteger ended = new AtomicInteger();
        backend.script(talk -> {
            talk.request();
            talk.openStream("Mcp-Session-Id: abc\r\n")
                    .chunk("data: 1\n\n")
                    .wire()
                    .drain();
            ended.incrementAndGet();
        });

        WireMessage answer = gateway.exchange(post("/s/mcp", initialize()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{}");
        assertThat(answer.header("Content-Length")).isEqualTo("2");
        assertThat(answer.header("Transfer-Encoding")).isNull();
        await().untilAsserted(() ->
                assertThat(ended).as("the backend's stream has ended").hasValue(1));
        assertThat(gateway.engine().sessions().find("s", "abc", "anonymous"))
                .as("the session is known")
                .isNotNull();
    }

    @Test
    void a_status_that_has_no_body_ends_the_response_with_its_head() throws Exception {
        policy("<outbound><set-status code='204'/></outbound>");
        try (Wire wire = gateway.connect()) {
            WireMessage first = wire.send(post("/s/mcp", Mcp.call("1", "t"))).response();
            assertThat(first.status()).isEqualTo(204);
            assertThat(first.header("Content-Length")).isNull();

            assertThat(wire.send(post("/s/mcp", Mcp.call("2", "t"))).response().status())
                    .as("the connection goes on")
                    .isEqualTo(204);
        }
    }

    @Test
    void retry_sends_the_request_again_and_relays_the_last_answer() throws Exception {
        policy("<backend><retry condition='@(context.Response.StatusCode == 503)' count='5' interval='0'>"
                + "<forward-request/></retry></backend>");
        AtomicInteger count = new AtomicInteger();
        backend.script(talk -> {
            talk.request();
            talk.send(count.incrementAndGet() < 3 ? Mcp.response("503 Busy", "no") : Mcp.ok(Mcp.RESULT));
        });

        WireMessage answer = call("");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(Mcp.RESULT);
        assertThat(count).hasValue(3);
    }

    @Test
    void retry_may_go_to_another_backend() throws Exception {
        policy(
                """
                <backend><retry condition="@(context.Response.StatusCode >= 500)" count="1" interval="0">
                  <choose>
                    <when condition="@(context.Variables.ContainsKey(&quot;tried&quot;))"><set-backend-service backend-id="spare"/></when>
                  </choose>
                  <set-variable name="tried" value="yes"/>
                  <forward-request/>
                </retry></backend>""");
        backend.script(talk -> {
            talk.request();
            talk.close();
        });

        assertThat(call("").header("X-Spare")).isEqualTo("yes");
        assertThat(spare.received().head().all("X-API-Key")).containsExactly(SPARE);
    }

    @Test
    void a_client_that_leaves_during_a_retry_ends_it() throws Exception {
        policy("<backend><retry condition='true' count='50' interval='3600'><forward-request/></retry></backend>");
        try (Wire wire = gateway.connect()) {
            wire.send(post("/s/mcp", Mcp.call("1", "t")));
            backend.received();
        }

        await().until(() -> gateway.engine().calls().active() == 0);
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void limit_concurrency_refuses_what_is_too_much_and_lets_in_what_comes_after_the_head() throws Exception {
        policy("<backend><limit-concurrency key='k' max-count='1'><forward-request/></limit-concurrency></backend>");
        Semaphore answer = new Semaphore(0);
        backend.script(talk -> {
            talk.request();
            answer.acquire();
            talk.send(Mcp.ok(Mcp.RESULT));
        });
        try (Wire first = gateway.connect()) {
            first.send(post("/s/mcp", Mcp.call("1", "t")));
            backend.received();

            WireMessage refused = call("");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text()).contains("ConcurrencyLimitExceeded");

            answer.release(2);
            assertThat(first.response().status()).isEqualTo(200);
        }
        assertThat(call("").status()).isEqualTo(200);
    }

    @Test
    void a_policys_own_answer_leaves_the_backend_alone() throws Exception {
        inbound("<return-response><set-status code='418' reason='Short'/><set-body>stout</set-body></return-response>");

        WireMessage answer = call("");

        assertThat(answer.head().startLine()).isEqualTo("HTTP/1.1 418 Short");
        assertThat(answer.text()).isEqualTo("stout");
        assertThat(backend.unseen()).isZero();
    }
}
