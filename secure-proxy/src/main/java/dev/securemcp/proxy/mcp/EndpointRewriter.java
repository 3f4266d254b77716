package dev.securemcp.proxy.mcp;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * Rewrites the data of the first {@code endpoint} event of a legacy HTTP+SSE stream (MCP 2024-11-05, Transports), which tells
 * the client where to POST; every other byte passes as it came. An event is held back only while it may still turn out to be
 * that one. One rewriter per stream, used by one thread at a time.
 */
public final class EndpointRewriter implements StreamRewriter {

    /** Bytes that are held back for one event unless told otherwise. */
    public static final int DEFAULT_LIMIT = 8 * 1024;

    private final int limit;
    private final UnaryOperator<String> rewrite;

    private final EventEdges edges = new EventEdges();
    private boolean done;
    private Buffer held = Buffer.buffer();

    public EndpointRewriter(UnaryOperator<String> rewrite) {
        this(DEFAULT_LIMIT, rewrite);
    }

    /**
     * @param limit bytes of one event that are held back at most
     * @param rewrite from the event's data to what the client is told: one line, not null. What it throws, {@link #feed} throws
     */
    public EndpointRewriter(int limit, UnaryOperator<String> rewrite) {
        this.limit = limit;
        this.rewrite = rewrite;
    }

    /** Whether the event has passed; from then on chunks pass untouched and uncopied. */
    public boolean done() {
        return done;
    }

    /**
     * Takes the next bytes of the stream and answers those that may go to the client now, possibly none. What is still held
     * when the stream ends belongs to an event that never became whole, and is to be dropped: clients do the same.
     *
     * @throws EndpointTooLongException where an event before or at the endpoint event is longer than the limit; the stream
     *     must then be reset, since passing it on could tell the client the backend's own address
     */
    @Override
    public Buffer feed(Buffer chunk) {
        if (done) {
            return chunk;
        }
        Buffer out = Buffer.buffer(chunk.length() + 64);
        for (int i = 0; i < chunk.length(); i++) {
            accept(chunk.getByte(i), out);
            if (done) {
                return out.appendBuffer(chunk, i + 1, chunk.length() - i - 1);
            }
        }
        return out;
    }

    private void accept(byte b, Buffer out) {
        switch (edges.accept(b)) {
            case BETWEEN -> out.appendByte(b);
            case WITHIN -> hold(b);
            case LAST -> {
                hold(b);
                out.appendBuffer(finish(new HeldEvent(held)));
                held = Buffer.buffer();
            }
        }
    }

    private void hold(byte b) {
        if (held.length() == limit) {
            throw new EndpointTooLongException(limit);
        }
        held.appendByte(b);
    }

    /** The held event, rewritten if it is the one. */
    private Buffer finish(HeldEvent event) {
        if (!event.type().equals("endpoint") || event.data() == null) {
            return event.raw();
        }
        done = true;
        String before = event.data().toString(StandardCharsets.UTF_8);
        String after = rewrite.apply(before);
        if (after.equals(before)) {
            return event.raw();
        }
        if (after.indexOf('\n') >= 0 || after.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("the rewritten endpoint must be one line");
        }
        return event.withData(Buffer.buffer(after));
    }
}
