package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client sees of rate limits. */
class RateLimitWireTest {

    private static final String KEY = "Ocp-Apim-Subscription-Key: laptops-key-0123456789abcdef0123456789\r\n";

    @TempDir
    Path directory;

    private final MovedClock clock = new MovedClock(Instant.parse("2026-07-28T10:00:00Z"));
    private ScriptedBackend backend;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    private void limited(String element, String... more) throws Exception {
        Files.writeString(
                directory.resolve("limit.xml"), "<policies><inbound><base/>" + element + "</inbound></policies>");
        gateway = GatewayFixture.start(
                directory,
                """
                servers: { s: { backend: b, policy: limit.xml, batches: allow, subscription-required: false } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                products: { p: { servers: [s] } }
                subscriptions: { laptop: { product: p, primary-key: { value: laptops-key-0123456789abcdef0123456789 } } }
                """
                                .formatted(backend.port())
                        + String.join("\n", more),
                true,
                clock);
    }

    private WireMessage send(String body, String... fields) throws Exception {
        return gateway.exchange(post("/s/mcp", body, fields));
    }

    @Test
    void a_refusal_names_the_request_and_the_time_to_wait_and_waiting_that_long_helps() throws Exception {
        limited("<rate-limit-by-key calls='2' renewal-period='30' counter-key='@(context.Request.IpAddress)'/>");
        assertThat(send(call("1", "t")).status()).isEqualTo(200);
        clock.pass(7);
        assertThat(send(call("2", "t")).status()).isEqualTo(200);

        WireMessage refused = send(call("\"mine\"", "t"));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("23");
        assertThat(refused.text())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"mine\",\"error\":{\"code\":429,\"message\":\"Rate limit is exceeded."
                                + " Try again in 23 seconds.\",\"data\":{\"reason\":\"RateLimitExceeded\",\"retryAfter\":23}}}");
        gateway.awaitSecurity("RateLimitExceeded", "rate-limit-by-key");
        clock.pass(23);
        assertThat(send(call("4", "t")).status()).isEqualTo(200);
        assertThat(gateway.metrics()
                        .get("proxy.limit.decisions")
                        .tags("policy", "rate-limit-by-key", "server", "s", "outcome", "refused")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void what_remains_is_told_on_success_and_on_refusal() throws Exception {
        limited(
                "<rate-limit calls='1' renewal-period='60' remaining-calls-header-name='X-Left'"
                        + " total-calls-header-name='X-Total' retry-after-header-name='X-Wait'/>",
                "limits: { rate-limit-fields: true }");

        WireMessage passed = send(call("1", "t"), KEY);
        assertThat(passed.status()).isEqualTo(200);
        assertThat(passed.header("X-Left")).isEqualTo("0");
        assertThat(passed.header("X-Total")).isEqualTo("1");
        assertThat(passed.header("RateLimit-Policy")).isEqualTo("\"api/rate-limit[1]\";q=1;w=60");
        assertThat(passed.header("RateLimit")).isEqualTo("\"api/rate-limit[1]\";r=0");
        WireMessage refused = send(call("2", "t"), KEY);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("X-Left")).isEqualTo("0");
        assertThat(refused.header("X-Total")).isEqualTo("1");
        assertThat(refused.header("X-Wait")).isEqualTo("60");
        assertThat(refused.header("Retry-After")).isEqualTo("60");
        assertThat(refused.header("RateLimit")).isEqualTo("\"api/rate-limit[1]\";r=0;t=60");
    }

    @Test
    void a_backend_cannot_say_what_remains() throws Exception {
        backend.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT, "X-Left: 99\r\n")));
        limited(
                "<rate-limit-by-key calls='5' renewal-period='60' counter-key='k' remaining-calls-header-name='X-Left'/>");

        assertThat(send(call("1", "t")).head().all("X-Left")).containsExactly("4");
    }

    @Test
    void a_limit_by_subscription_skips_calls_without_a_key() throws Exception {
        limited("<rate-limit calls='1' renewal-period='60'/>");

        assertThat(send(call("1", "t")).status()).isEqualTo(200);
        assertThat(send(call("1", "t")).status()).isEqualTo(200);
        assertThat(send(call("1", "t"), KEY).status()).isEqualTo(200);
        assertThat(send(call("1", "t"), KEY).status()).isEqualTo(429);
    }

    @Test
    void each_message_of_a_batch_counts_and_one_too_many_refuses_the_batch() throws Exception {
        limited("<rate-limit-by-key calls='4' renewal-period='60' counter-key='k'/>");
        assertThat(send("[" + call("1", "t") + "," + call("2", "t") + "," + call("3", "t") + "]")
                        .status())
                .isEqualTo(200);
        backend.forget();

        WireMessage refused = send("[" + call("4", "t") + "," + call("5", "t") + "]");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("\"id\":4", "\"id\":5");
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void a_caller_that_has_used_up_its_calls_can_still_begin_and_end_a_session() throws Exception {
        limited("<rate-limit-by-key calls='1' renewal-period='60' counter-key='k'/>");
        send(call("1", "t"));
        assertThat(send(call("2", "t")).status()).isEqualTo(429);

        assertThat(send(Mcp.initialize()).status()).isEqualTo(200);
        assertThat(send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}").status())
                .isEqualTo(200);
        assertThat(send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                        .status())
                .isEqualTo(200);
        assertThat(gateway.exchange(Mcp.get("/s/mcp")).status()).isEqualTo(200);
    }

    @Test
    void counting_http_requests_counts_all_of_that() throws Exception {
        limited("<rate-limit-by-key calls='2' renewal-period='60' counter-key='k'/>", "limits: { count: http }");
        send(Mcp.initialize());
        send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

        assertThat(send(call("1", "t")).status()).isEqualTo(429);
    }

    @Test
    void a_condition_on_the_answer_counts_before_the_client_can_call_again() throws Exception {
        backend.script(ScriptedBackend.always(Mcp.response("500 Internal Server Error", "{}")));
        limited("<rate-limit-by-key calls='2' renewal-period='60' counter-key='k'"
                + " increment-condition='@(context.Response.StatusCode >= 500)'/>");
        try (Wire wire = gateway.connect()) {
            assertThat(wire.send(post("/s/mcp", call("1", "t"))).response().status())
                    .isEqualTo(500);
            assertThat(wire.send(post("/s/mcp", call("2", "t"))).response().status())
                    .isEqualTo(500);
            assertThat(wire.send(post("/s/mcp", call("3", "t"))).response().status())
                    .isEqualTo(429);
        }
        // The refusals themselves are no such answers.
        clock.pass(60);
        assertThat(send(call("4", "t")).status()).isEqualTo(500);
    }

    @Test
    void a_policy_may_change_the_refusal() throws Exception {
        Files.writeString(
                directory.resolve("limit.xml"),
                """
                <policies>
                  <inbound>
                    <base />
                    <rate-limit-by-key id="burst" calls="1" renewal-period="60" counter-key="k" retry-after-variable-name="wait" />
                  </inbound>
                  <on-error>
                    <base />
                    <set-header name="X-Why" exists-action="override">
                      <value>@(context.LastError.PolicyId + " " + context.LastError.Reason + " " + context.Variables["wait"])</value>
                    </set-header>
                  </on-error>
                </policies>
                """);
        gateway = GatewayFixture.start(
                directory,
                GatewayFixture.open(backend.port()).replace("backend: b,", "backend: b, policy: limit.xml,"),
                true,
                clock);
        send(call("1", "t"));

        assertThat(send(call("2", "t")).header("X-Why")).isEqualTo("burst RateLimitExceeded 60");
    }
}
