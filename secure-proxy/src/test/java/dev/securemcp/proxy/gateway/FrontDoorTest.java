package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard of addresses, as somebody sees it who knocks too often. */
class FrontDoorTest {

    private static final String GOOD = "Ocp-Apim-Subscription-Key: laptops-key-0123456789abcdef0123456789\r\n";
    private static final String BAD = "Ocp-Apim-Subscription-Key: a-guess-0123456789abcdef0123456789\r\n";
    private static final String ANN = "X-Forwarded-For: 203.0.113.7\r\n";
    private static final String BOB = "X-Forwarded-For: 203.0.113.8\r\n";

    private static final String PAGE = "Origin: https://app.example\r\n";
    private static final String OTHER_PAGE = "Origin: https://other.example\r\n";

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

    private void guarded(String limits) throws Exception {
        gateway = GatewayFixture.start(
                directory,
                """
                trusted-proxies: [127.0.0.1]
                limits: { %s }
                servers: { s: { backend: b } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                products: { p: { servers: [s] } }
                subscriptions: { laptop: { product: p, primary-key: { value: laptops-key-0123456789abcdef0123456789 } } }
                """
                        .formatted(limits, backend.port()),
                true,
                clock);
    }

    private WireMessage send(String... fields) throws Exception {
        return gateway.exchange(post("/s/mcp", call("1", "t"), fields));
    }

    private double blocked(String cause) {
        return gateway.metrics()
                .get("proxy.guard.blocked")
                .tag("cause", cause)
                .functionCounter()
                .count();
    }

    @Test
    void who_sends_too_much_is_refused_before_anything_is_read_until_the_time_told() throws Exception {
        guarded("guard-requests: 3");
        for (int i = 0; i < 3; i++) {
            assertThat(send(ANN, GOOD).status()).isEqualTo(200);
        }
        backend.forget();

        try (Wire wire = gateway.connect()) {
            WireMessage refused = wire.send(Mcp.postHead("/s/mcp", ANN, GOOD) + "Content-Length: 1000\r\n\r\n")
                    .response();
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("60");
            assertThat(refused.header("Connection")).isEqualTo("close");
            assertThat(refused.text()).contains("\"reason\":\"AddressBlocked\",\"retryAfter\":60");
        }
        assertThat(backend.unseen()).isZero();
        assertThat(send(BOB, GOOD).status()).isEqualTo(200);
        clock.pass(60);
        assertThat(send(ANN, GOOD).status()).isEqualTo(200);
    }

    @Test
    void who_guesses_keys_is_shut_out_even_with_a_right_one() throws Exception {
        guarded("guard-requests: 100, guard-failure-cost: 30");
        for (int i = 0; i < 4; i++) {
            assertThat(send(ANN, BAD).status()).isEqualTo(401);
        }

        assertThat(send(ANN, GOOD).status()).isEqualTo(429);
        assertThat(send(BOB, GOOD).status()).isEqualTo(200);
        assertThat(gateway.metrics()
                        .get("proxy.guard.failures")
                        .functionCounter()
                        .count())
                .isEqualTo(4);
    }

    @Test
    void who_shows_no_key_is_no_guesser() throws Exception {
        guarded("guard-requests: 10, guard-failure-cost: 10");
        for (int i = 0; i < 5; i++) {
            assertThat(send(ANN).status()).isEqualTo(401);
        }

        assertThat(send(ANN, GOOD).status()).isEqualTo(200);
    }

    @Test
    void a_flood_is_one_security_event_a_minute_and_a_count() throws Exception {
        guarded("guard-requests: 1");
        send(ANN, GOOD);
        for (int i = 0; i < 20; i++) {
            assertThat(send(ANN, GOOD).status()).isEqualTo(429);
        }

        gateway.awaitSecurity("AddressBlocked", "203.0.113.7");
        assertThat(gateway.security()).hasSize(1);
        assertThat(blocked("requests")).isEqualTo(20);
    }

    @Test
    void what_is_not_found_counts_too() throws Exception {
        guarded("guard-requests: 2");
        String scan = "GET /admin.php HTTP/1.1\r\n" + Mcp.HOST + ANN + "\r\n";
        assertThat(gateway.exchange(scan).status()).isEqualTo(404);
        assertThat(gateway.exchange(scan).status()).isEqualTo(404);

        assertThat(gateway.exchange(scan).status()).isEqualTo(429);
        assertThat(send(ANN, GOOD).status()).isEqualTo(429);
    }

    @Test
    void who_has_too_much_open_is_refused_until_something_ends() throws Exception {
        guarded("guard-open: 2");
        backend.script(talk -> {
            talk.request();
            talk.openStream();
        });
        List<Wire> open = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Wire wire = gateway.connect();
            open.add(wire);
            wire.send(Mcp.get("/s/mcp", ANN, GOOD));
            assertThat(wire.head().status()).isEqualTo(200);
        }

        WireMessage refused = send(ANN, GOOD);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("\"id\":1", "Too many open requests from this address");
        assertThat(blocked("open")).isEqualTo(1);
        backend.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT)));
        assertThat(send(BOB, GOOD).status()).isEqualTo(200);
        open.removeFirst().close();
        await().untilAsserted(() -> assertThat(send(ANN, GOOD).status()).isEqualTo(200));
        for (Wire wire : open) {
            wire.close();
        }
    }

    @Test
    void loopback_is_not_counted() throws Exception {
        guarded("guard-requests: 1, guard-open: 1, guard-failure-cost: 100");
        for (int i = 0; i < 10; i++) {
            assertThat(send(BAD).status()).isEqualTo(401);
            assertThat(send(GOOD).status()).isEqualTo(200);
        }
    }

    private void forPages(String origins) throws Exception {
        Files.writeString(
                directory.resolve("pages.xml"),
                "<policies><inbound><cors><allowed-origins>" + origins
                        + "</allowed-origins></cors></inbound></policies>");
        gateway = GatewayFixture.start(
                directory,
                """
                trusted-proxies: [127.0.0.1]
                limits: { guard-requests: 1 }
                servers: { s: { backend: b, policy: pages.xml, subscription-required: false } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                """
                        .formatted(backend.port()),
                true,
                clock);
    }

    private WireMessage ask(String host, String origin) throws Exception {
        return gateway.exchange("OPTIONS /s/mcp HTTP/1.1\r\n" + host + ANN + origin
                + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n\r\n");
    }

    @Test
    void a_web_page_can_read_why_it_is_refused() throws Exception {
        forPages("<origin>https://app.example</origin>");
        assertThat(send(ANN, PAGE).status()).isEqualTo(200);

        WireMessage refused = send(ANN, PAGE);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
        assertThat(refused.header("Access-Control-Expose-Headers")).contains("Retry-After");
        assertThat(refused.header("Vary")).isEqualTo("Origin");
        assertThat(refused.header("Retry-After")).isEqualTo("60");
        assertThat(refused.text()).contains("AddressBlocked");
        assertThat(send(ANN, OTHER_PAGE).status()).isEqualTo(429);
        assertThat(send(ANN, OTHER_PAGE).header("Access-Control-Allow-Origin")).isNull();
        assertThat(send(ANN).header("Access-Control-Allow-Origin")).isNull();
        assertThat(blocked("requests")).isEqualTo(4);
    }

    @Test
    void a_browser_that_asks_is_told_what_it_may_since_a_refused_question_hides_the_answer() throws Exception {
        forPages("<origin>https://app.example</origin>");
        send(ANN, PAGE);

        WireMessage allowed = ask(Mcp.HOST, PAGE);

        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.text()).isEmpty();
        assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
        assertThat(allowed.header("Access-Control-Allow-Methods")).contains("POST");
        assertThat(allowed.header("Connection")).isEqualTo("close");
        assertThat(ask(Mcp.HOST, OTHER_PAGE).status()).isEqualTo(429);
        assertThat(ask("Host: rebound.example\r\n", PAGE).status()).isEqualTo(429);
        gateway.awaitSecurity("AddressBlocked", "203.0.113.7");
        assertThat(gateway.security()).hasSize(1);
        assertThat(backend.unseen()).isEqualTo(1);
    }

    @Test
    void an_expression_about_pages_that_fails_changes_nothing_about_the_refusal() throws Exception {
        forPages("<origin>@(context.Request.Headers[\"X-None\"][0])</origin>");
        send(ANN, PAGE);

        WireMessage refused = send(ANN, PAGE);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void metadata_is_read_however_many_calls_were_sent() throws Exception {
        gateway = GatewayFixture.start(
                directory,
                """
                trusted-proxies: [127.0.0.1]
                limits: { guard-requests: 2 }
                servers:
                  s:
                    backend: b
                    subscription-required: false
                    authorization: { servers: ["https://login.example.com/"], audiences: [a] }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                """
                        .formatted(backend.port()),
                true,
                clock);
        send(ANN);
        send(ANN);
        assertThat(send(ANN).status()).isEqualTo(429);

        String metadata = "GET /.well-known/oauth-protected-resource/s/mcp HTTP/1.1\r\n" + Mcp.HOST + ANN + "\r\n";
        assertThat(gateway.exchange(metadata).status()).isEqualTo(200);
        assertThat(gateway.exchange(metadata).status()).isEqualTo(200);
        WireMessage refused = gateway.exchange(metadata);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo("*");
    }
}
