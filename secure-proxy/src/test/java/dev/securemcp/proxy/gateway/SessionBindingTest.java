package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.initialize;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose sessions and streams are whose: a session id alone opens nothing. */
class SessionBindingTest {

    private static final String GOOD = "good-key-0123456789abcdef0123456789";
    private static final String SECOND = "second-key-0123456789abcdef01234567";
    private static final String MANY = "many-key-0123456789abcdef0123456789";
    private static final String OTHER = "other-key-0123456789abcdef012345678";

    @TempDir
    static Path directory;

    private static ScriptedBackend backend;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        backend = new ScriptedBackend(talk -> {});
        gateway = GatewayFixture.start(
                directory,
                """
                servers: { s: { backend: b }, t: { backend: b } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                products: { p: { servers: [s, t] } }
                subscriptions:
                  mine: { product: p, primary-key: { value: "%s" }, secondary-key: { value: "%s" } }
                  other: { product: p, primary-key: { value: "%s" } }
                  many: { product: p, primary-key: { value: "%s" } }
                limits: { streams-per-caller: 2, sessions-per-caller: 8 }
                """
                        .formatted(backend.port(), GOOD, SECOND, OTHER, MANY));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        backend.forget();
        backend.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT)));
    }

    private static String key(String key) {
        return "Ocp-Apim-Subscription-Key: " + key + "\r\n";
    }

    private static void opensSession(String id) throws Exception {
        backend.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT, "Mcp-Session-Id: " + id + "\r\n")));
        WireMessage answer = gateway.exchange(post("/s/mcp", initialize(), key(GOOD)));
        assertThat(answer.header("Mcp-Session-Id")).isEqualTo(id);
        backend.forget();
        backend.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT)));
    }

    private static WireMessage inSession(String id, String key) throws Exception {
        return gateway.exchange(post("/s/mcp", call("1", "t"), key(key), "Mcp-Session-Id: " + id + "\r\n"));
    }

    @Test
    void aSessionBelongsToWhoOpenedItWhicheverKeyTheyUse() throws Exception {
        opensSession("mine-1");

        assertThat(inSession("mine-1", GOOD).status()).isEqualTo(200);
        assertThat(backend.received().header("Mcp-Session-Id")).isEqualTo("mine-1");
        assertThat(inSession("mine-1", SECOND).status()).isEqualTo(200);
    }

    @Test
    void anotherCallersSessionLooksLikeNone() throws Exception {
        opensSession("mine-2");
        WireMessage stolen = inSession("mine-2", OTHER);
        WireMessage unknown = inSession("never-opened", OTHER);

        assertThat(stolen.status()).isEqualTo(404);
        assertThat(stolen.text()).isEqualTo(unknown.text()).contains("\"reason\":\"SessionNotFound\"");
        assertThat(backend.unseen()).isZero();
        assertThat(inSession("mine-2", GOOD).status()).as("still mine").isEqualTo(200);
    }

    @Test
    void aSessionCountsOnlyAtItsServer() throws Exception {
        opensSession("mine-3");

        assertThat(gateway.exchange(post("/t/mcp", call("1", "t"), key(GOOD), "Mcp-Session-Id: mine-3\r\n"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void onlyInitializeOpensASession() throws Exception {
        backend.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT, "Mcp-Session-Id: smuggled\r\n")));
        gateway.exchange(post("/s/mcp", call("1", "t"), key(GOOD)));

        assertThat(inSession("smuggled", GOOD).status()).isEqualTo(404);
    }

    @Test
    void deleteEndsASessionWhereTheBackendAgrees() throws Exception {
        opensSession("mine-4");
        String delete = "DELETE /s/mcp HTTP/1.1\r\n" + Mcp.HOST + key(GOOD) + "Mcp-Session-Id: mine-4\r\n\r\n";
        backend.script(ScriptedBackend.always(Mcp.response("405 Method Not Allowed", "")));
        assertThat(gateway.exchange(delete).status()).isEqualTo(405);
        backend.script(ScriptedBackend.always(Mcp.ok("")));
        assertThat(inSession("mine-4", GOOD).status()).isEqualTo(200);

        assertThat(gateway.exchange(delete).status()).isEqualTo(200);
        assertThat(inSession("mine-4", GOOD).status()).isEqualTo(404);
    }

    @Test
    void aSessionThatTheBackendForgotIsForgotten() throws Exception {
        opensSession("mine-5");
        backend.script(ScriptedBackend.always(Mcp.response("404 Not Found", "gone")));
        assertThat(inSession("mine-5", GOOD).text()).isEqualTo("gone");
        backend.forget();

        assertThat(inSession("mine-5", GOOD).text()).contains("SessionNotFound");
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void aCallerHasSoManyStreamsAndNoMore() throws Exception {
        await().until(() -> gateway.engine().calls().active() == 0);
        backend.script(talk -> {
            WireMessage request = talk.request();
            if (request.head().startLine().startsWith("GET") || request.text().contains("subscriptions/listen")) {
                talk.openStream().wire().drain();
            } else {
                talk.send(Mcp.ok(Mcp.RESULT));
            }
        });
        String listen = "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"subscriptions/listen\",\"params\":{}}";
        try (Wire first = gateway.connect();
                Wire second = gateway.connect()) {
            assertThat(first.send(get("/s/mcp", key(GOOD))).responseHead().status())
                    .isEqualTo(200);
            assertThat(second.send(post("/s/mcp", listen, key(SECOND)))
                            .responseHead()
                            .status())
                    .isEqualTo(200);

            WireMessage third = gateway.exchange(get("/s/mcp", key(GOOD)));
            assertThat(third.status()).isEqualTo(429);
            assertThat(third.text()).contains("\"reason\":\"StreamLimitExceeded\"");
            assertThat(gateway.exchange(post("/s/mcp", call("1", "t"), key(GOOD)))
                            .status())
                    .as("calls are no streams")
                    .isEqualTo(200);
            try (Wire others = gateway.connect()) {
                assertThat(others.send(get("/s/mcp", key(OTHER))).responseHead().status())
                        .as("nor are they another's")
                        .isEqualTo(200);
            }
        }
        await().until(() -> gateway.engine().calls().streams() == 0);
        try (Wire again = gateway.connect()) {
            assertThat(again.send(get("/s/mcp", key(GOOD))).responseHead().status())
                    .as("a place given back can be taken")
                    .isEqualTo(200);
        }
    }

    @Test
    void a_caller_has_so_many_sessions_and_no_more() throws Exception {
        for (int i = 0; i < 8; i++) {
            backend.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT, "Mcp-Session-Id: many-" + i + "\r\n")));
            assertThat(gateway.exchange(post("/s/mcp", initialize(), key(MANY))).status())
                    .isEqualTo(200);
        }
        backend.forget();

        WireMessage answer = gateway.exchange(post("/s/mcp", initialize(), key(MANY)));
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.text()).contains("\"reason\":\"SessionLimitExceeded\"");
        assertThat(backend.unseen()).isZero();
    }
}
