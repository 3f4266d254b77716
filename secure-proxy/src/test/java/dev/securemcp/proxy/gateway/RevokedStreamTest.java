package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Stay;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of a caller whose key stops working end cleanly; those of others go on. */
class RevokedStreamTest {

    private static final String SHORT = "key-of-the-short-one";
    private static final String LONG = "key-of-the-long-one";
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final Instant EXPIRY = Instant.parse("2026-11-01T13:00:00Z");

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private ScriptedBackend backend;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = new ScriptedBackend(talk -> {
            WireMessage request = talk.request();
            String first =
                    request.head().startLine().contains("/sse") ? "event: endpoint\ndata: /b/mcp\n\n" : "data: 1\n\n";
            talk.openStream("").chunk(first).wire().drain();
        });
        gateway = GatewayFixture.start(
                directory,
                """
                servers: { s: { backend: b } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp", sse-url: "http://127.0.0.1:%d/b/sse" }] } }
                products: { p: { servers: [s] } }
                subscriptions:
                  short: { product: p, primary-key: { value: %s }, expires: 2026-11-01T13:00:00Z }
                  long: { product: p, primary-key: { value: %s } }
                """
                        .formatted(backend.port(), backend.port(), SHORT, LONG),
                true,
                now::get);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    private static String key(String key) {
        return "Ocp-Apim-Subscription-Key: " + key + "\r\n";
    }

    private void endsWithTheKey(String opening) throws Exception {
        try (Wire ending = gateway.connect();
                Wire staying = gateway.connect()) {
            BodyStream ends =
                    ending.body(ending.send(opening.replace("KEY", SHORT)).responseHead());
            BodyStream stays =
                    staying.body(staying.send(opening.replace("KEY", LONG)).responseHead());
            assertThat(ends.event()).isNotEmpty();
            assertThat(stays.event()).isNotEmpty();

            now.set(EXPIRY);
            ends.expectEnd();
            gateway.awaitAccess("\"subscription\":\"short\"");
            assertThat(gateway.engine().calls().active()).isEqualTo(1);
        }
    }

    @Test
    void a_get_stream_ends_with_its_callers_key() throws Exception {
        endsWithTheKey(get("/s/mcp", key("KEY")));
    }

    @Test
    void the_stream_that_answers_a_call_ends_too() throws Exception {
        endsWithTheKey(post("/s/mcp", call("1", "t"), key("KEY")));
    }

    @Test
    void so_does_a_stream_that_listens_the_modern_way() throws Exception {
        String listen = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\",\"params\":{}}";
        endsWithTheKey(post("/s/mcp", listen, key("KEY")));
    }

    @Test
    void a_legacy_stream_ends_too_and_its_message_endpoint_with_it() throws Exception {
        endsWithTheKey(get("/s/sse", key("KEY")));
    }

    @Test
    void where_it_cannot_be_told_whether_a_caller_may_stay_it_may_not() {
        OpenCalls calls = new OpenCalls(10, 10);
        List<String> ended = new ArrayList<>();
        calls.opened(stream(now -> true, () -> ended.add("sound")));
        calls.opened(stream(
                now -> {
                    throw new IllegalStateException("no key set");
                },
                () -> ended.add("unsure")));

        assertThat(calls.endRevoked(START)).isEqualTo(1);
        assertThat(ended).containsExactly("unsure");
    }

    private static OpenCalls.Stream stream(Stay stay, Runnable end) {
        return new OpenCalls.Stream() {
            @Override
            public boolean mayStay(Instant now) {
                return stay.mayStay(now);
            }

            @Override
            public void end() {
                end.run();
            }
        };
    }

    @Test
    void nobody_is_cut_off_while_the_key_works() throws Exception {
        try (Wire streaming = gateway.connect()) {
            BodyStream stream =
                    streaming.body(streaming.send(get("/s/mcp", key(SHORT))).responseHead());
            stream.expect("data: 1\n\n");

            now.set(EXPIRY.minusMillis(1));
            assertThat(gateway.engine().calls().endRevoked(now.get())).isZero();
            assertThat(gateway.engine().calls().endRevoked(EXPIRY)).isEqualTo(1);
            stream.expectEnd();
        }
    }
}
