package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.securemcp.proxy.gateway.ScriptedBackend.Script;
import dev.securemcp.proxy.gateway.WireMessage.Ending;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client is told when its backend does not answer, or not to the end; and what a backend is told when the client leaves. */
class BackendFailureTest {

    @TempDir
    Path directory;

    private ScriptedBackend backend;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = new ScriptedBackend(ScriptedBackend.always(Mcp.ok(Mcp.RESULT)));
        gateway = GatewayFixture.before(backend, directory);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    /** Other limits, and a connection to the backend that is there already, so that tight ones meet only what they are for. */
    private void restart(String limits) throws Exception {
        gateway.close();
        gateway = GatewayFixture.before(backend, directory, "limits: " + limits);
        await().until(() -> gateway.exchange(post("/s/mcp", call("1", "t"))).status() == 200);
        backend.forget();
    }

    private void isTold(WireMessage answer, int status, String reason) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":" + status + ",")
                .contains("\"reason\":\"" + reason + "\"");
        gateway.awaitAccess("\"decision\":\"error\"", "\"reason\":\"" + reason + "\"", "\"status\":" + status);
    }

    @Test
    void aBackendThatIsNotThereIs502() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        gateway.close();
        gateway = GatewayFixture.start(directory, GatewayFixture.open(port));

        isTold(gateway.exchange(post("/s/mcp", call("7", "t"))), 502, "BackendConnectionFailure");
    }

    static Stream<Script> silent() {
        return Stream.of(
                talk -> talk.close(),
                talk -> {
                    talk.request();
                    talk.close();
                },
                talk -> {
                    talk.request();
                    talk.wire().reset();
                },
                talk -> {
                    talk.request();
                    talk.send("HTTP/1.1 200 OK\r\nContent-Ty").close();
                },
                talk -> {
                    talk.request();
                    talk.send("this is no HTTP\r\n\r\n");
                    talk.wire().drain();
                },
                talk -> {
                    talk.request();
                    talk.send("HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(70_000) + "\r\n\r\n");
                    talk.wire().drain();
                });
    }

    @ParameterizedTest
    @MethodSource("silent")
    void aBackendThatGivesNoHeadIs502(Script script) throws Exception {
        backend.script(script);

        isTold(gateway.exchange(post("/s/mcp", call("7", "t"))), 502, "BackendConnectionFailure");
    }

    @Test
    void aHeadLargerThanItsLimitIs502() throws Exception {
        gateway.close();
        gateway = GatewayFixture.before(backend, directory, "limits: { response-headers: 1KiB }");
        backend.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT, "X-Large: " + "x".repeat(2_000) + "\r\n")));

        isTold(gateway.exchange(post("/s/mcp", call("7", "t"))), 502, "BackendConnectionFailure");
    }

    @Test
    void aBackendThatTakesTooLongIs504AndIsLetGo() throws Exception {
        restart("{ head-time: 400ms }");
        CountDownLatch letGo = new CountDownLatch(1);
        backend.script(talk -> {
            talk.request();
            talk.wire().awaitEnd();
            letGo.countDown();
        });

        isTold(gateway.exchange(post("/s/mcp", call("7", "t"))), 504, "Timeout");
        assertThat(letGo.await(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    }

    @Test
    void whereNoConnectionIsFreeItIs503() throws Exception {
        restart("{ connect-time: 100ms, pool: 1, wait-queue: 1 }");
        backend.script(talk -> {
            talk.request();
            talk.wire().drain();
        });
        try (Wire first = gateway.connect();
                Wire second = gateway.connect()) {
            first.send(post("/s/mcp", call("1", "t")));
            backend.received();

            isTold(second.send(post("/s/mcp", call("7", "t"))).response(), 503, "BackendUnavailable");
        }
    }

    @Test
    void whereTheQueueIsFullTooItIs503AtOnce() throws Exception {
        restart("{ head-time: 1h, connect-time: 5m, pool: 1, wait-queue: 1 }");
        CountDownLatch answer = new CountDownLatch(1);
        backend.script(talk -> {
            talk.request();
            answer.await();
            talk.send(Mcp.ok(Mcp.RESULT));
        });
        try (Wire first = gateway.connect();
                Wire second = gateway.connect();
                Wire third = gateway.connect()) {
            first.send(post("/s/mcp", call("1", "t")));
            backend.received();
            second.send(post("/s/mcp", call("2", "t")));
            await().until(() -> gateway.engine().calls().active() == 2);

            isTold(third.send(post("/s/mcp", call("7", "t"))).response(), 503, "BackendUnavailable");
            answer.countDown();
            assertThat(first.response().status()).isEqualTo(200);
            assertThat(second.response().status()).isEqualTo(200);
        }
    }

    @Test
    void streamsDoNotTakeTheConnectionsOfCalls() throws Exception {
        backend.script(talk -> {
            WireMessage request = talk.request();
            if (request.head().startLine().startsWith("GET")) {
                talk.openStream().wire().drain();
            } else {
                talk.send(Mcp.ok(Mcp.RESULT));
            }
        });
        try (Wire first = gateway.connect();
                Wire second = gateway.connect()) {
            assertThat(first.send(get("/s/mcp")).responseHead().status()).isEqualTo(200);
            assertThat(second.send(get("/s/mcp")).responseHead().status()).isEqualTo(200);

            assertThat(gateway.exchange(post("/s/mcp", call("1", "t"))).status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000\r\n", "Transfer-Encoding: chunked\r\n"})
    void aBodyThatBreaksOffIsNeverMadeToLookWhole(String framing) throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + framing + "\r\n");
            if (framing.startsWith("T")) {
                talk.chunk("{\"jsonrpc\":\"2.0\",\"id\":7,");
            } else {
                talk.send("{\"jsonrpc\":\"2.0\",\"id\":7,");
            }
            talk.close();
        });
        WireMessage answer = gateway.exchange(post("/s/mcp", call("7", "t")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.ending()).isEqualTo(Ending.CUT);
        assertThat(answer.text()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,");
        gateway.awaitAccess("\"ending\":\"broken\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-Odd: a\u000bb", "X-Odd: a\u0000b", "X Odd: a", "X-Odd\u0001: a", ": a", "X-Umlaut: \u00fc"})
    void anOddFieldOfABackendNeverLeavesTheClientWaiting(String field) throws Exception {
        backend.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT, field + "\r\n")));

        assertThat(gateway.exchange(post("/s/mcp", call("7", "t"))).status()).isIn(200, 502);
        await().until(() -> gateway.engine().calls().active() == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200",
                "HTTP/1.1 200 ",
                "HTTP/1.1 200 \u00e4\u0001",
                "HTTP/1.1 999 Odd",
                "HTTP/1.1 99 Low"
            })
    void anOddStatusLineOfABackendNeverLeavesTheClientWaiting(String line) throws Exception {
        backend.script(ScriptedBackend.always(
                Mcp.ok(Mcp.RESULT).replaceFirst("HTTP/1.1 200 OK", java.util.regex.Matcher.quoteReplacement(line))));

        assertThat(gateway.exchange(post("/s/mcp", call("7", "t"))).status()).isIn(200, 502, 999);
        await().until(() -> gateway.engine().calls().active() == 0);
    }

    @Test
    void aClientThatLeavesBeforeTheHeadEndsTheBackendsWork() throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        backend.script(talk -> {
            talk.request();
            talk.wire().awaitEnd();
            letGo.countDown();
        });
        try (Wire wire = gateway.connect()) {
            wire.send(post("/s/mcp", call("7", "t")));
            backend.received();
        }
        assertThat(letGo.await(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        gateway.awaitAccess("\"decision\":\"allowed\"", "\"ending\":\"cancelled\"");
        assertThat(gateway.access()).hasSize(1);
    }

    @Test
    void aClientThatLeavesItsStreamEndsTheBackends() throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        backend.script(talk -> {
            talk.request();
            talk.openStream().chunk("data: 1\n\n").wire().awaitEnd();
            letGo.countDown();
        });
        try (Wire wire = gateway.connect()) {
            wire.send(post("/s/mcp", call("7", "t")));
            wire.body(wire.responseHead()).expect("data: 1\n\n");
        }
        assertThat(letGo.await(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        gateway.awaitAccess("\"ending\":\"cancelled\"");
    }

    @Test
    void aCallWhoseClientLeavesWhileItWaitsForAConnectionIsNeverSent() throws Exception {
        restart("{ pool: 1, wait-queue: 5 }");
        CountDownLatch answer = new CountDownLatch(1);
        backend.script(talk -> {
            talk.request();
            answer.await();
            talk.send(Mcp.ok(Mcp.RESULT));
        });
        try (Wire first = gateway.connect()) {
            first.send(post("/s/mcp", call("1", "t")));
            backend.received();
            try (Wire second = gateway.connect()) {
                second.send(post("/s/mcp", call("2", "t")));
                await().until(() -> gateway.engine().calls().active() == 2);
            }
            await().until(() -> gateway.engine().calls().active() == 1);
            answer.countDown();
            assertThat(first.response().status()).isEqualTo(200);

            assertThat(first.send(post("/s/mcp", call("3", "t"))).response().status())
                    .isEqualTo(200);
            assertThat(backend.received().text()).isEqualTo(call("3", "t"));
            assertThat(backend.unseen()).isZero();
        }
    }
}
