package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.gateway.ScriptedBackend.Talk;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A silent stream is kept open by comments, and only there where a comment may stand. That time has passed is told by a stream beside
 * it, which is silent at a boundary and gets its comments.
 */
class KeepAliveTest {

    private static final String COMMENT = ": keep-alive\n\n";
    private static final int SILENCE_MILLIS = 100;
    private static final int MANY = 10;

    @TempDir
    Path directory;

    private ScriptedBackend backend;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = new ScriptedBackend(talk -> {});
        gateway = GatewayFixture.before(backend, directory, "limits: { keep-alive: " + SILENCE_MILLIS + "ms }");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    /** What the backend does with a POST; a GET opens the stream that tells the time. */
    private void onPost(ScriptedBackend.Script script) {
        backend.script(talk -> {
            WireMessage request = talk.request();
            if (request.head().startLine().startsWith("GET")) {
                talk.openStream().wire().drain();
            } else {
                script.run(talk);
            }
        });
    }

    private static BodyStream open(Wire wire, String request) throws Exception {
        return wire.body(wire.send(request).responseHead());
    }

    private void awaitComments(int count) throws Exception {
        try (Wire wire = gateway.connect()) {
            open(wire, get("/s/mcp")).expect(COMMENT.repeat(count));
        }
    }

    @Test
    void aSilentStreamGetsCommentsAgainAndAgain() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        onPost(talk -> {
            talk.openStream();
            seen.await();
            talk.chunk("data: 1\n\n").wire().drain();
        });
        try (Wire wire = gateway.connect()) {
            BodyStream stream = open(wire, post("/s/mcp", call("1", "t")));
            stream.expect(COMMENT + COMMENT);
            seen.countDown();
            String next = stream.event();
            while (next.equals(COMMENT)) {
                next = stream.event();
            }
            assertThat(next).isEqualTo("data: 1\n\n");
            stream.expect(COMMENT);
        }
    }

    @Test
    void noneComesBetweenTheLinesOfAnEvent() throws Exception {
        CountDownLatch silent = new CountDownLatch(1);
        onPost(talk -> {
            talk.openStream().chunk("data: 1\n");
            silent.await();
            talk.chunk("data: 2\n\n").wire().drain();
        });
        try (Wire wire = gateway.connect()) {
            BodyStream stream = open(wire, post("/s/mcp", call("1", "t"))).expect("data: 1\n");
            awaitComments(3);
            silent.countDown();
            stream.expect("data: 2\n\n" + COMMENT);
        }
    }

    @Test
    void noneComesWhereEventsDoIt() throws Exception {
        Semaphore turn = new Semaphore(1);
        onPost(talk -> {
            talk.openStream();
            while (true) {
                turn.acquire();
                talk.chunk("data: x\n\n");
            }
        });
        Thread clock = Thread.startVirtualThread(() -> {
            try {
                awaitComments(MANY);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        try (Wire wire = gateway.connect()) {
            BodyStream stream = open(wire, post("/s/mcp", call("1", "t")));
            int comments = 0;
            while (clock.isAlive()) {
                comments += stream.event().equals(COMMENT) ? 1 : 0;
                turn.release();
            }
            // On a machine that is busy with other things the events themselves pause now and then.
            assertThat(comments).isLessThan(MANY / 2);
        }
    }

    @Test
    void noneComesIntoAnAnswerThatIsNoStream() throws Exception {
        staysUntouched("Content-Type: application/json\r\n");
    }

    @Test
    void noneComesIntoAStreamThatCannotBeRead() throws Exception {
        staysUntouched("Content-Type: text/event-stream\r\nContent-Encoding: gzip\r\n");
    }

    private void staysUntouched(String fields) throws Exception {
        CountDownLatch silent = new CountDownLatch(1);
        onPost((Talk talk) -> {
            talk.send("HTTP/1.1 200 OK\r\n" + fields + "Transfer-Encoding: chunked\r\n\r\n")
                    .chunk("{");
            silent.await();
            talk.chunk("}").lastChunk();
        });
        try (Wire wire = gateway.connect()) {
            BodyStream body = open(wire, post("/s/mcp", call("1", "t"))).expect("{");
            awaitComments(3);
            silent.countDown();
            body.expect("}").expectEnd();
        }
    }
}
