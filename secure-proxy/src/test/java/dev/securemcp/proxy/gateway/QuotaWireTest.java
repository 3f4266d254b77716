package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client sees of quotas, and what a restart leaves of them. */
class QuotaWireTest {

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

    private void limited(String element) throws Exception {
        Files.writeString(
                directory.resolve("limit.xml"), "<policies><inbound><base/>" + element + "</inbound></policies>");
        gateway = GatewayFixture.start(
                directory,
                """
                servers: { s: { backend: b, batches: allow, subscription-required: false } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                products: { p: { servers: [s], policy: limit.xml } }
                subscriptions:
                  laptop: { product: p, not-before: 2026-07-01, primary-key: { value: laptops-key-0123456789abcdef0123456789 } }
                state-dir: state
                """
                        .formatted(backend.port()),
                true,
                clock);
    }

    private WireMessage send(String body) throws Exception {
        return gateway.exchange(post("/s/mcp", body, KEY));
    }

    @Test
    void a_refusal_is_a_403_that_names_the_request_and_the_time_to_wait() throws Exception {
        limited("<quota calls='2' renewal-period='86400'/>");
        assertThat(send(call("1", "t")).status()).isEqualTo(200);
        assertThat(send(call("2", "t")).status()).isEqualTo(200);

        WireMessage refused = send(call("3", "t"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("Retry-After")).isEqualTo("50400");
        assertThat(refused.header("WWW-Authenticate")).isNull();
        assertThat(refused.text())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":403,\"message\":\"Out of call volume quota. Quota will be"
                                + " replenished in 14:00:00.\",\"data\":{\"reason\":\"QuotaExceeded\",\"retryAfter\":50400}}}");
        assertThat(send(Mcp.initialize()).status()).isEqualTo(200);
        clock.pass(50_400);
        assertThat(send(call("4", "t")).status()).isEqualTo(200);
    }

    @Test
    void a_call_without_an_id_is_counted_alone_and_in_a_batch() throws Exception {
        limited("<quota calls='3' renewal-period='86400'/>");
        String unanswered = "{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":{\"name\":\"t\"}}";
        assertThat(send(unanswered).status()).isEqualTo(200);
        assertThat(send("[" + unanswered + "," + unanswered + "]").status()).isEqualTo(200);
        backend.forget();

        assertThat(send(unanswered).status()).isEqualTo(403);
        assertThat(send("[" + unanswered + "]").status()).isEqualTo(403);
        assertThat(send(call("4", "t")).status()).isEqualTo(403);
        assertThat(send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                        .status())
                .isEqualTo(200);
        assertThat(backend.unseen()).isEqualTo(1);
    }

    @Test
    void a_restart_refills_nothing() throws Exception {
        limited("<quota calls='2' renewal-period='86400'/>");
        send(call("1", "t"));
        send(call("2", "t"));
        gateway.close();

        limited("<quota calls='3' renewal-period='86400'/>");

        assertThat(send(call("3", "t")).status()).isEqualTo(200);
        assertThat(send(call("4", "t")).status()).isEqualTo(403);
    }

    @Test
    void the_bytes_of_a_stream_count_when_it_is_over() throws Exception {
        String event = "data: " + "x".repeat(990) + "\n\n";
        backend.script(talk -> {
            talk.request();
            talk.openStream();
            talk.chunk(event);
            talk.chunk(event);
            talk.send("0\r\n\r\n");
        });
        limited("<quota bandwidth='2' renewal-period='86400'/>");

        assertThat(send(call("1", "t")).text()).isEqualTo(event + event);

        await().untilAsserted(() -> {
            backend.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT)));
            WireMessage refused = send(call("2", "t"));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("Out of bandwidth quota.");
        });
    }
}
