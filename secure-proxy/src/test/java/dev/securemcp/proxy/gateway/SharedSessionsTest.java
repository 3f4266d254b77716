package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.initialize;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.securemcp.proxy.store.redis.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways and one Redis: a client may come to the one today and to the other in its next call. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SharedSessionsTest {

    private static final String MINE = "Ocp-Apim-Subscription-Key: mine-0123456789abcdef0123456789abcdef\r\n";
    private static final String OTHERS = "Ocp-Apim-Subscription-Key: others-0123456789abcdef0123456789abcd\r\n";

    @TempDir
    static Path directory;

    private static RedisProcess redis;
    private static ScriptedBackend backend;
    private static GatewayFixture one;
    private static GatewayFixture two;

    @BeforeAll
    static void start() throws Exception {
        redis = RedisProcess.start(directory);
        backend = new ScriptedBackend(talk -> {});
        one = gateway("one");
        two = gateway("two");
    }

    private static GatewayFixture gateway(String name) throws Exception {
        return GatewayFixture.start(
                Files.createDirectory(directory.resolve(name)),
                """
                trusted-proxies: [127.0.0.0/8]
                servers: { s: { backend: b }, open: { backend: b, subscription-required: false } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                products: { p: { servers: [s] } }
                subscriptions:
                  mine: { product: p, primary-key: { value: mine-0123456789abcdef0123456789abcdef } }
                  others: { product: p, primary-key: { value: others-0123456789abcdef0123456789abcd } }
                limits: { sessions-per-caller: 12 }
                redis: { url: "%s", encryption-key: 0123456789abcdef0123456789abcdef }
                """
                        .formatted(backend.port(), redis.url()));
    }

    @AfterAll
    static void stop() throws Exception {
        one.close();
        two.close();
        backend.close();
        redis.close();
    }

    @BeforeEach
    void forget() {
        backend.forget();
        backend.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT)));
    }

    private static void opens(GatewayFixture gateway, String session) throws Exception {
        backend.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT, "Mcp-Session-Id: " + session + "\r\n")));
        assertThat(gateway.exchange(post("/s/mcp", initialize(), MINE)).status())
                .isEqualTo(200);
        backend.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT)));
    }

    private static int calls(GatewayFixture gateway, String session, String key) throws Exception {
        return gateway.exchange(post("/s/mcp", call("1", "t"), key, "Mcp-Session-Id: " + session + "\r\n"))
                .status();
    }

    @Test
    @Order(1)
    void a_session_opened_at_one_goes_on_at_the_other() throws Exception {
        opens(one, "first");

        assertThat(calls(two, "first", MINE)).isEqualTo(200);
        assertThat(calls(one, "first", MINE)).isEqualTo(200);
    }

    @Test
    @Order(1)
    void it_is_nobody_elses_there_either() throws Exception {
        opens(one, "second");

        assertThat(calls(two, "second", OTHERS)).isEqualTo(404);
        assertThat(calls(two, "unknown", MINE)).isEqualTo(404);
    }

    @Test
    @Order(1)
    void a_session_ended_at_one_is_not_found_at_a_third() throws Exception {
        opens(one, "third");
        assertThat(one.exchange("DELETE /s/mcp HTTP/1.1\r\nHost: localhost\r\n" + MINE
                                + "Mcp-Session-Id: third\r\n\r\n")
                        .status())
                .isEqualTo(200);

        await().untilAsserted(() -> assertThat(calls(two, "third", MINE)).isEqualTo(404));
    }

    @Test
    @Order(1)
    void a_session_of_nobody_counts_at_the_other_for_the_address_that_goes_on_with_it() throws Exception {
        String from = "X-Forwarded-For: 192.0.2.1\r\n";
        String elsewhere = "X-Forwarded-For: 192.0.2.2\r\n";
        for (int i = 0; i < 12; i++) {
            String session = "Mcp-Session-Id: nobodys-" + i + "\r\n";
            backend.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT, session)));
            one.exchange(post("/open/mcp", initialize(), from));

            assertThat(two.exchange(post("/open/mcp", call("1", "t"), elsewhere, session))
                            .status())
                    .isEqualTo(200);
        }
        backend.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT)));

        assertThat(one.exchange(post("/open/mcp", initialize(), from)).status()).isEqualTo(429);
        assertThat(one.exchange(post("/open/mcp", initialize(), elsewhere)).status())
                .isEqualTo(200);
        assertThat(two.exchange(post("/open/mcp", initialize(), from)).status()).isEqualTo(200);
        assertThat(two.exchange(post("/open/mcp", initialize(), elsewhere)).status())
                .isEqualTo(429);
    }

    @Test
    @Order(1)
    void nothing_in_redis_tells_the_session_or_who_opened_it() throws Exception {
        opens(one, "told-nobody");

        String keys = redis.say("KEYS *");
        assertThat(keys).contains("securemcp:s:").doesNotContain("told-nobody");
        String key = keys.lines()
                .filter(line -> line.startsWith("securemcp:s:"))
                .findFirst()
                .orElseThrow();
        assertThat(redis.say("GET " + key)).startsWith("$").doesNotContain("mine");
        assertThat(redis.say("PTTL " + key)).matches(":[1-9][0-9]*\r\n");
    }

    @Test
    @Order(1)
    void messages_of_a_legacy_stream_find_its_backend_through_any_gateway() throws Exception {
        backend.script(talk -> {
            if (talk.request().head().startLine().startsWith("GET")) {
                talk.openStream()
                        .chunk("event: endpoint\ndata: /b/messages/7\n\n")
                        .wire()
                        .drain();
            } else {
                talk.send("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
            }
        });
        String endpoint;
        try (Wire wire = one.connect()) {
            BodyStream stream = wire.body(wire.send(get("/s/sse", MINE)).responseHead());
            String event = stream.event();
            endpoint = event.substring(event.indexOf("/s/"), event.length() - 2);
            backend.received();

            assertThat(two.exchange(post(endpoint, call("1", "t"), MINE)).status())
                    .isEqualTo(202);
            assertThat(backend.received().head().startLine()).isEqualTo("POST /b/messages/7 HTTP/1.1");
            assertThat(two.exchange(post(endpoint, call("1", "t"), OTHERS)).status())
                    .isEqualTo(404);
        }
        await().untilAsserted(() -> assertThat(
                        two.exchange(post(endpoint, call("1", "t"), MINE)).status())
                .isEqualTo(404));
    }

    @Test
    @Order(1)
    void a_stream_whose_messages_come_through_any_gateway_is_not_forgotten() throws Exception {
        redis.say("FLUSHALL");
        backend.script(talk -> {
            if (talk.request().head().startLine().startsWith("GET")) {
                talk.openStream()
                        .chunk("event: endpoint\ndata: /b/messages/7\n\n")
                        .wire()
                        .drain();
            } else {
                talk.send("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
            }
        });
        try (Wire wire = one.connect()) {
            String event =
                    wire.body(wire.send(get("/s/sse", MINE)).responseHead()).event();
            String endpoint = event.substring(event.indexOf("/s/"), event.length() - 2);
            await().until(() -> redis.say("KEYS securemcp:s:*").contains("securemcp:s:"));
            String key = redis.say("KEYS securemcp:s:*")
                    .lines()
                    .filter(line -> line.startsWith("securemcp:s:"))
                    .findFirst()
                    .orElseThrow();
            redis.say("PEXPIRE " + key + " 60000");

            assertThat(two.exchange(post(endpoint, call("1", "t"), MINE)).status())
                    .isEqualTo(202);
            await().until(() ->
                    Long.parseLong(redis.say("PTTL " + key).substring(1).strip()) > 60_000);
        }
    }

    @Test
    @Order(2)
    void without_redis_each_gateway_goes_on_with_the_sessions_it_knows() throws Exception {
        opens(one, "before");
        redis.kill();

        assertThat(calls(one, "before", MINE)).isEqualTo(200);
        assertThat(calls(two, "never-met", MINE))
                .as("its client opens a new one")
                .isEqualTo(404);
        opens(two, "after");
        assertThat(calls(two, "after", MINE)).isEqualTo(200);

        redis.start();
        await().untilAsserted(() -> {
            opens(one, "again");
            assertThat(calls(two, "again", MINE)).isEqualTo(200);
        });
    }
}
