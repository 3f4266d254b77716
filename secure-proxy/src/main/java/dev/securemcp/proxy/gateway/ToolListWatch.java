package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.mcp.SseEvent;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Reads an answer to {@code tools/list} along as the backend wrote it, to learn what its tools take. Holds so many bytes at most. */
final class ToolListWatch {

    private final KnownTools known;
    private final String server;
    private final long generation;
    private final int max;
    private final Buffer body = Buffer.buffer();
    private boolean tooLong;

    /** @param max bytes of the answer that are read */
    ToolListWatch(KnownTools known, String server, int max) {
        this.known = known;
        this.server = server;
        this.generation = known.generation(server);
        this.max = max;
    }

    int max() {
        return max;
    }

    /** A part of a body that is one message. */
    void chunk(Buffer chunk) {
        tooLong |= body.length() + chunk.length() > max;
        if (!tooLong) {
            body.appendBuffer(chunk);
        }
    }

    /** The body has come to its end. */
    void complete() {
        if (!tooLong && body.length() > 0) {
            known.learn(server, generation, body.getBytes());
        }
    }

    /** An event of a stream. */
    void event(SseEvent event) {
        boolean whole =
                !event.cut() && event.type().equals("message") && event.data().length() <= max;
        if (whole && event.data().toString(StandardCharsets.UTF_8).contains("\"inputSchema\"")) {
            known.learn(server, generation, event.data().getBytes());
        }
    }
}
