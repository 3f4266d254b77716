package dev.securemcp.proxy.mcp;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Constants of server-sent events (WHATWG HTML §9.2). */
public final class Sse {

    public static final String CONTENT_TYPE = "text/event-stream";

    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);

    private Sse() {}

    /**
     * A comment that clients skip, for streams that would be cut for silence. To be sent only where
     * {@link SseScanner#atBoundary()} holds.
     */
    public static Buffer keepAlive() {
        return Buffer.buffer(KEEP_ALIVE);
    }
}
