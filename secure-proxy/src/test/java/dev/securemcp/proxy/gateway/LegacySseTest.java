package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.securemcp.proxy.gateway.WireMessage.Ending;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The transport of 2024-11-05: the stream names the endpoint for messages, and that leads back to the same backend. */
class LegacySseTest {

    private static final String KEY = "Ocp-Apim-Subscription-Key: ";
    private static final String MINE = KEY + "mine-0123456789abcdef0123456789abcdef\r\n";
    private static final String ANN = KEY + "ann-0123456789abcdef0123456789abcdef\r\n";
    private static final String BOB = KEY + "bob-0123456789abcdef0123456789abcdef\r\n";
    private static final String OTHERS = KEY + "others-0123456789abcdef0123456789abcd\r\n";

    @TempDir
    Path directory;

    private ScriptedBackend backend;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = new ScriptedBackend(talk -> {});
        Files.writeString(
                directory.resolve("mock.xml"),
                """
                <policies><inbound><choose><when condition="@(context.Mcp.ToolName == "mock")">
                  <return-response><set-status code="200"/><set-body>@("{\\n\\"id\\":\\"" + new string('x', 1000) + "\\"}")</set-body></return-response>
                </when></choose></inbound></policies>
                """);
        gateway = GatewayFixture.start(directory, configuration());
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    private String configuration() {
        return """
                servers: { s: { backend: b }, t: { backend: b }, g: { backend: b, tool-denials: json-rpc }, m: { backend: b, policy: mock.xml } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/deep/mcp", sse-url: "http://127.0.0.1:%d/deep/sse" }] } }
                products: { p: { servers: [s, t, m] }, guarded: { servers: [g], deny: { tools: ["hidden*"] } } }
                subscriptions:
                  mine: { product: p, primary-key: { value: mine-0123456789abcdef0123456789abcdef } }
                  others: { product: p, primary-key: { value: others-0123456789abcdef0123456789abcd } }
                  ann: { product: guarded, primary-key: { value: ann-0123456789abcdef0123456789abcdef } }
                  bob: { product: guarded, primary-key: { value: bob-0123456789abcdef0123456789abcdef } }
                limits: { endpoint-event: 300, endpoint-time: 200ms }
                """
                .formatted(backend.port(), backend.port());
    }

    /** The backend's stream begins with this event and stays open; messages are taken with 202. */
    private void names(String endpoint) {
        backend.script(talk -> {
            WireMessage request = talk.request();
            if (request.head().startLine().startsWith("GET")) {
                talk.openStream()
                        .chunk("event: endpoint\ndata: " + endpoint + "\n\nevent: message\ndata: 1\n\n")
                        .wire()
                        .drain();
            } else {
                talk.send("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
            }
        });
    }

    private BodyStream open(Wire wire) throws Exception {
        BodyStream stream = wire.body(wire.send(get("/s/sse", MINE)).responseHead());
        assertThat(backend.received().head().startLine()).isEqualTo("GET /deep/sse HTTP/1.1");
        return stream;
    }

    private static String endpoint(BodyStream stream) throws Exception {
        String event = stream.event();
        assertThat(event).matches("event: endpoint\ndata: /s/messages/[A-Za-z0-9_-]{22}\n\n");
        return event.substring(event.indexOf("/s/"), event.length() - 2);
    }

    @ParameterizedTest
    @CsvSource({
        "/mcp/messages/1?sessionId=x%20y, /mcp/messages/1?sessionId=x%20y",
        "messages/1, /deep/messages/1",
        "?sessionId=1, /deep/sse?sessionId=1",
        "../messages, /messages",
        "http://127.0.0.1:{port}/m?x=1, /m?x=1",
        "//127.0.0.1:{port}/m, /m"
    })
    void theEndpointLeadsBackToTheSamePlaceAtTheBackend(String named, String target) throws Exception {
        names(named.replace("{port}", Integer.toString(backend.port())));
        try (Wire wire = gateway.connect()) {
            BodyStream stream = open(wire);
            String endpoint = endpoint(stream);
            stream.expect("event: message\ndata: 1\n\n");

            WireMessage taken = gateway.exchange(post(endpoint, call("1", "t"), MINE));
            assertThat(taken.status()).isEqualTo(202);
            WireMessage seen = backend.received();
            assertThat(seen.head().startLine()).isEqualTo("POST " + target + " HTTP/1.1");
            assertThat(seen.text()).isEqualTo(call("1", "t"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example/messages",
                "http://127.0.0.1:1/messages",
                "https://127.0.0.1/messages",
                "//evil.example/messages",
                "http://127.0.0.1@evil.example/",
                "file:///etc/passwd",
                "http://[",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                        + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                        + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void anEndpointElsewhereOrTooLongIsNeverSeenByTheClient(String named) throws Exception {
        names(named);
        WireMessage answer = gateway.exchange(get("/s/sse", MINE));

        assertThat(answer.ending()).isEqualTo(Ending.CUT);
        assertThat(answer.body()).isEmpty();
        await().until(() -> gateway.engine().calls().active() == 0);
        assertThat(gateway.engine().endpoints().size()).isZero();
    }

    @Test
    void aStreamThatNamesNoEndpointIsEnded() throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.openStream().chunk(": wait\n\n").wire().drain();
        });
        WireMessage answer = gateway.exchange(get("/s/sse", MINE));

        assertThat(answer.text()).isEqualTo(": wait\n\n");
        assertThat(answer.ending()).isEqualTo(Ending.COMPLETE);
    }

    @Test
    void aStreamInACodingThatCannotBeReadIsRefused() throws Exception {
        backend.script(talk -> {
            assertThat(talk.request().head().all("Accept-Encoding")).containsExactly("identity");
            talk.openStream("Content-Encoding: gzip\r\n").chunk("zipped").wire().drain();
        });
        WireMessage answer = gateway.exchange(get("/s/sse", MINE, "Accept-Encoding: gzip\r\n"));

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("BackendStreamFailure").doesNotContain("zipped");
    }

    @Test
    void anEndpointIsItsCallersOwnAndItsServersOwn() throws Exception {
        names("/m");
        try (Wire wire = gateway.connect()) {
            String endpoint = endpoint(open(wire));

            assertThat(gateway.exchange(post(endpoint, call("1", "t"), OTHERS)).status())
                    .isEqualTo(404);
            assertThat(gateway.exchange(post(endpoint, call("1", "t"))).status())
                    .isEqualTo(401);
            assertThat(gateway.exchange(post(endpoint.replace("/s/", "/t/"), call("1", "t"), MINE))
                            .status())
                    .isEqualTo(404);
            assertThat(gateway.exchange(post("/s/messages/unknown", call("1", "t"), MINE))
                            .text())
                    .contains("\"id\":1,")
                    .contains("SessionNotFound");
            assertThat(backend.unseen()).isZero();
        }
    }

    @Test
    void anEndpointEndsWithItsStream() throws Exception {
        names("/m");
        String endpoint;
        try (Wire wire = gateway.connect()) {
            endpoint = endpoint(open(wire));
        }
        await().until(() -> gateway.engine().endpoints().size() == 0);

        assertThat(gateway.exchange(post(endpoint, call("1", "t"), MINE)).status())
                .isEqualTo(404);
    }

    @Test
    void aMessageNeedsNoAccept() throws Exception {
        names("/m");
        try (Wire wire = gateway.connect()) {
            String endpoint = endpoint(open(wire));
            String message = post(endpoint, call("1", "t"), MINE).replace(Mcp.ACCEPT, "");

            assertThat(gateway.exchange(message).status()).isEqualTo(202);
        }
    }

    private static String endpointOfG(BodyStream stream) throws Exception {
        String event = stream.event();
        return event.substring(event.indexOf("/g/"), event.length() - 2);
    }

    @Test
    void a_refusal_that_http_calls_a_success_is_told_on_the_stream_of_who_asked() throws Exception {
        names("/m");
        try (Wire wire = gateway.connect()) {
            BodyStream stream = wire.body(wire.send(get("/g/sse", ANN)).responseHead());
            String endpoint = endpointOfG(stream);
            stream.expect("event: message\ndata: 1\n\n");
            backend.received();

            WireMessage others = gateway.exchange(post(endpoint, call("4", "hidden"), BOB));
            assertThat(others.status()).as("no success where nobody is told").isEqualTo(422);
            WireMessage answer = gateway.exchange(post(endpoint, call("5", "hidden"), ANN));

            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("Content-Type")).isNull();
            assertThat(stream.event())
                    .isEqualTo("event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":5,\"error\":"
                            + "{\"code\":-32602,\"message\":\"Unknown tool: hidden\"}}\n\n");
            assertThat(backend.unseen()).isZero();
        }
    }

    @Test
    void what_a_policy_answers_is_told_between_two_events_of_the_backend_or_the_stream_ends() throws Exception {
        CountDownLatch rest = new CountDownLatch(1);
        backend.script(talk -> {
            talk.request();
            talk.openStream().chunk("event: endpoint\ndata: /m\n\ndata: ha");
            rest.await();
            talk.chunk("lf\n\ndata: next").wire().drain();
        });
        try (Wire wire = gateway.connect()) {
            BodyStream stream = wire.body(wire.send(get("/m/sse", MINE)).responseHead());
            String event = stream.event();
            String endpoint = event.substring(event.indexOf("/m/"), event.length() - 2);
            assertThat(gateway.exchange(post(endpoint, call("5", "mock"), MINE)).status())
                    .isEqualTo(202);
            rest.countDown();
            assertThat(stream.event()).isEqualTo("data: half\n\n");
            assertThat(stream.event()).matches("event: message\ndata: \\{\ndata: \"id\":\"x+\"}\n\n");

            stream.expect("data: next");
            for (int i = 0; i < 100 && gateway.engine().endpoints().size() > 0; i++) {
                gateway.exchange(post(endpoint, call("6", "mock"), MINE));
            }
            await().until(() -> gateway.engine().calls().active() == 0);
            assertThat(gateway.engine().endpoints().size()).isZero();
        } finally {
            rest.countDown();
        }
    }
}
