package dev.securemcp.proxy.mcp;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Constants of server-sent events (WHATWG HTML §9.2). */
public final class Sse {

    public static final String CONTENT_TYPE = "text/event-stream";

    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);

    private Sse() {}

    /** The event that carries one message, whose lines may end in any way. */
    public static Buffer message(Buffer message) {
        Buffer event = Buffer.buffer(message.length() + 32).appendString("event: message\ndata: ");
        for (int i = 0; i < message.length(); i++) {
            byte b = message.getByte(i);
            if (b == '\n') {
                event.appendString("\ndata: ");
            } else if (b != '\r') {
                event.appendByte(b);
            }
        }
        return event.appendString("\n\n");
    }

    /**
     * A comment that clients skip, for streams that would be cut for silence. To be sent only where
     * {@link SseScanner#atBoundary()} holds.
     */
    public static Buffer keepAlive() {
        return Buffer.buffer(KEEP_ALIVE);
    }
}
