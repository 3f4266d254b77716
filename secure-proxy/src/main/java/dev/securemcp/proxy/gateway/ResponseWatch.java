package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.mcp.Batches;
import dev.securemcp.proxy.mcp.Envelope;
import dev.securemcp.proxy.mcp.EnvelopeScanner;
import dev.securemcp.proxy.mcp.Message;
import dev.securemcp.proxy.mcp.SseEvent;
import dev.securemcp.proxy.mcp.SseScanner;
import io.vertx.core.buffer.Buffer;

/**
 * Reads along to learn how a call ended: with a result, a JSON-RPC error, or a tool's own error. Keeps at most {@value #MAX} bytes;
 * of what is longer, nothing is said.
 */
final class ResponseWatch {

    /** Bytes of one message that are kept (64 KiB): tool errors are short. */
    private static final int MAX = 64 << 10;

    private final EnvelopeScanner scanner;
    private final String id;
    private final Buffer body = Buffer.buffer();
    private boolean tooLong;
    private Message.Outcome outcome = Message.Outcome.NONE;

    /**
     * @param id the request's id as a JSON token: in a stream only the answer to it counts
     */
    ResponseWatch(EnvelopeScanner scanner, String id) {
        this.scanner = scanner;
        this.id = id;
    }

    /** Watches a stream of events. */
    SseScanner events() {
        return new SseScanner(MAX, this::event);
    }

    /** Watches a body that is one message. */
    void chunk(Buffer chunk) {
        tooLong |= body.length() + chunk.length() > MAX;
        if (!tooLong) {
            body.appendBuffer(chunk);
        }
    }

    /** What the answer said; {@link Message.Outcome#NONE} where nothing is known. */
    Message.Outcome outcome() {
        if (!tooLong && body.length() > 0) {
            read(body.getBytes());
        }
        return outcome;
    }

    private void event(SseEvent event) {
        if (!event.cut() && event.type().equals("message")) {
            read(event.data().getBytes());
        }
    }

    private void read(byte[] message) {
        if (scanner.scan(message, Batches.ALLOWED) instanceof Envelope envelope && !envelope.batch()) {
            Message first = envelope.first();
            boolean answer = first.kind() == Message.Kind.RESPONSE || first.kind() == Message.Kind.ERROR;
            if (answer && id.equals(first.id())) {
                outcome = first.outcome();
            }
        }
    }
}
