package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.securemcp.proxy.gateway.ScriptedBackend.Script;
import dev.securemcp.proxy.gateway.WireMessage.Ending;
import dev.securemcp.proxy.gateway.WireMessage.Head;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of events pass as they are, at once, and end as they ended at the backend. */
class StreamRelayTest {

    /** Everything that a stream may hold: comments, ids, retry, a priming event, all three line ends, characters of four bytes. */
    private static final String EVENTS = ": hello\n\nid: 1\ndata:\n\nretry: 3000\n\nevent: message\nid: 2\n"
            + "data: {\"jsonrpc\":\"2.0\",\r\ndata: \"method\":\"notifications/progress\"}\r\n\r\n"
            + "data:no space \u00fc\ud83d\ude00\r\runknown: x\ndata: \"last\"\n\n";

    @TempDir
    static Path directory;

    private static ScriptedBackend backend;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        backend = new ScriptedBackend(talk -> {});
        gateway = GatewayFixture.before(backend, directory);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        backend.forget();
    }

    static Stream<Integer> everyCut() {
        return IntStream.rangeClosed(0, EVENTS.getBytes(StandardCharsets.UTF_8).length)
                .boxed();
    }

    @ParameterizedTest
    @MethodSource("everyCut")
    void everyByteComesThroughWhereverChunksAreCut(int cut) throws Exception {
        byte[] bytes = EVENTS.getBytes(StandardCharsets.UTF_8);
        backend.script(talk -> {
            talk.request();
            talk.openStream();
            if (cut > 0) {
                talk.wire().send(Integer.toHexString(cut) + "\r\n");
                talk.wire().send(Arrays.copyOf(bytes, cut)).send("\r\n");
            }
            if (cut < bytes.length) {
                talk.wire().send(Integer.toHexString(bytes.length - cut) + "\r\n");
                talk.wire().send(Arrays.copyOfRange(bytes, cut, bytes.length)).send("\r\n");
            }
            talk.lastChunk();
        });
        WireMessage answer = gateway.exchange(post("/s/mcp", call("7", "t")));

        assertThat(answer.text()).isEqualTo(EVENTS);
        assertThat(answer.ending()).isEqualTo(Ending.COMPLETE);
    }

    @Test
    void headersTellWhatStandsInBetweenToLeaveTheStreamAlone() throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.openStream("Cache-Control: max-age=60\r\n", "Mcp-Session-Id: abc\r\n")
                    .lastChunk();
        });
        Head head = gateway.exchange(post("/s/mcp", call("7", "t"))).head();

        assertThat(head.first("Content-Type")).isEqualTo("text/event-stream");
        assertThat(head.all("Cache-Control")).containsExactly("no-cache, no-transform");
        assertThat(head.first("X-Accel-Buffering")).isEqualTo("no");
        assertThat(head.first("Mcp-Session-Id")).isEqualTo("abc");
    }

    @Test
    void theHeadOfAStreamComesBeforeAnyEvent() throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.openStream().wire().drain();
        });
        try (Wire wire = gateway.connect()) {
            assertThat(wire.send(get("/s/mcp")).responseHead().status()).isEqualTo(200);
        }
    }

    @Test
    void eachEventComesBeforeTheNextIsSent() throws Exception {
        CountDownLatch[] seen = {new CountDownLatch(1), new CountDownLatch(1)};
        backend.script(talk -> {
            talk.request();
            talk.openStream().chunk("data: 1\n\n");
            seen[0].await();
            talk.chunk("data: 2");
            seen[1].await();
            talk.chunk("\n\n").lastChunk();
        });
        try (Wire wire = gateway.connect()) {
            BodyStream stream =
                    wire.body(wire.send(post("/s/mcp", call("7", "t"))).responseHead());
            stream.expect("data: 1\n\n");
            seen[0].countDown();
            stream.expect("data: 2");
            seen[1].countDown();
            stream.expect("\n\n").expectEnd();
        }
    }

    @Test
    void aStreamOfKnownLengthBecomesOneOfUnknown() throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9\r\n\r\ndata: 1\n\n");
        });
        WireMessage answer = gateway.exchange(post("/s/mcp", call("7", "t")));

        assertThat(answer.header("Content-Length"))
                .as("comments and last words of the gateway would not fit into it")
                .isNull();
        assertThat(answer.text()).isEqualTo("data: 1\n\n");
        assertThat(answer.ending()).isEqualTo(Ending.COMPLETE);
    }

    /** How a stream ends at the backend, and what the client of a request with id 7 sees. */
    static Stream<Arguments> endings() {
        String error = "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":502,";
        return Stream.of(
                Arguments.of("clean after events", "data: 1\n\n", true, false, null),
                Arguments.of("clean after ids", "id: 1\ndata: 1\n\n", true, false, null),
                Arguments.of("clean within an event", "data: 1", true, false, null),
                Arguments.of("dead at a boundary without ids", "data: 1\n\n", false, false, error),
                Arguments.of("dead before any event", "", false, false, error),
                Arguments.of("dead after a comment", ": x\n\n", false, false, error),
                Arguments.of("dead with ids", "id: 1\ndata: 1\n\n", false, true, null),
                Arguments.of("dead within an event", "data: 1\n\ndata: 2\n", false, true, null),
                Arguments.of("dead within a line", "data: 1\n\ndat", false, true, null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void endsAsTheBackendEnds(String name, String sent, boolean clean, boolean cut, String told) throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.openStream();
            if (!sent.isEmpty()) {
                talk.chunk(sent);
            }
            if (clean) {
                talk.lastChunk();
            } else {
                talk.close();
            }
        });
        WireMessage answer = gateway.exchange(post("/s/mcp", call("7", "t")));

        assertThat(answer.ending()).isEqualTo(cut ? Ending.CUT : Ending.COMPLETE);
        assertThat(answer.text()).startsWith(sent);
        String more = answer.text().substring(sent.length());
        if (told == null) {
            assertThat(more).isEmpty();
        } else {
            assertThat(more)
                    .startsWith(told)
                    .contains("\"reason\":\"BackendStreamFailure\"")
                    .endsWith("\n\n");
        }
    }

    @Test
    void nobodyIsToldWhereNobodyWaits() throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.openStream().chunk("data: 1\n\n").close();
        });
        WireMessage answer = gateway.exchange(get("/s/mcp"));

        assertThat(answer.text()).isEqualTo("data: 1\n\n");
        assertThat(answer.ending()).isEqualTo(Ending.CUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"400 Bad Request", "404 Not Found", "405 Method Not Allowed", "500 Internal Server Error"})
    void whatABackendRefusesIsPassedOnWithItsBody(String status) throws Exception {
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32022,\"data\":{\"supported\":[\"2025-11-25\"]}}}";
        backend.script(ScriptedBackend.always(Mcp.response(status, body, "Allow: POST\r\n")));
        WireMessage answer = gateway.exchange(post("/s/mcp", call("7", "t")));

        assertThat(answer.head().startLine()).isEqualTo("HTTP/1.1 " + status);
        assertThat(answer.text()).isEqualTo(body);
        assertThat(answer.header("Allow")).isEqualTo("POST");
    }

    @Test
    void aGetThatTheBackendDoesNotTakeIsNoStream() throws Exception {
        backend.script(ScriptedBackend.always(Mcp.response("405 Method Not Allowed", "no", "Allow: POST\r\n")));

        assertThat(gateway.exchange(get("/s/mcp")).status()).isEqualTo(405);
        await().until(() -> gateway.engine().calls().streams() == 0);
    }

    @Test
    void whatAClientSaysAboutItsProtocolReachesTheBackend() throws Exception {
        Script script = talk -> {
            talk.request();
            talk.openStream().lastChunk();
        };
        backend.script(script);
        gateway.exchange(get(
                "/s/mcp",
                "Last-Event-ID: 42\r\n",
                "MCP-Protocol-Version: 2025-11-25\r\n",
                "Mcp-Param-Region: eu\r\n",
                "X-Own: a\r\n",
                "x-own: b\r\n"));
        Head seen = backend.received().head();

        assertThat(seen.startLine()).isEqualTo("GET /b/mcp HTTP/1.1");
        assertThat(seen.first("Last-Event-ID")).isEqualTo("42");
        assertThat(seen.first("MCP-Protocol-Version")).isEqualTo("2025-11-25");
        assertThat(seen.first("Mcp-Param-Region")).isEqualTo("eu");
        assertThat(seen.all("X-Own")).containsExactly("a", "b");
    }
}
