package dev.securemcp.proxy.mcp;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * Rewrites the data of the first {@code endpoint} event of a legacy HTTP+SSE stream (MCP 2024-11-05, Transports), which tells
 * the client where to POST; every other byte passes as it came. An event is held back only while it may still turn out to be
 * that one. One rewriter per stream, used by one thread at a time.
 */
public final class EndpointRewriter {

    /** Bytes that are held back for one event unless told otherwise. */
    public static final int DEFAULT_LIMIT = 8 * 1024;

    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int limit;
    private final UnaryOperator<String> rewrite;

    private int bom;
    private boolean afterCr;
    private boolean lineBegun;
    private boolean inEvent;
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
        if (bom < BOM.length) {
            if (b == BOM[bom]) {
                bom++;
                out.appendByte(b);
                return;
            }
            lineBegun = bom > 0;
            bom = BOM.length;
        }
        boolean secondHalf = b == '\n' && afterCr;
        afterCr = b == '\r';
        if (b == '\r' || b == '\n') {
            boolean blank = !lineBegun && !secondHalf;
            lineBegun = false;
            pass(b, out);
            if (blank && inEvent) {
                inEvent = false;
                out.appendBuffer(finish());
                held = Buffer.buffer();
            }
            return;
        }
        if (!lineBegun) {
            lineBegun = true;
            inEvent |= b != ':';
        }
        pass(b, out);
    }

    private void pass(byte b, Buffer out) {
        if (!inEvent) {
            out.appendByte(b);
            return;
        }
        if (held.length() == limit) {
            throw new EndpointTooLongException(limit);
        }
        held.appendByte(b);
    }

    /** The held event, rewritten if it is the one. */
    private Buffer finish() {
        String type = "";
        StringBuilder data = null;
        for (Line line = line(0); line != null; line = line(line.next)) {
            if (line.field.equals("event")) {
                type = line.value;
            } else if (line.field.equals("data")) {
                data = data == null ? new StringBuilder() : data.append('\n');
                data.append(line.value);
            }
        }
        if (!type.equals("endpoint") || data == null) {
            return held;
        }
        done = true;
        String before = data.toString();
        String after = rewrite.apply(before);
        if (after.equals(before)) {
            return held;
        }
        if (after.indexOf('\n') >= 0 || after.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("the rewritten endpoint must be one line");
        }
        return replaceData(after);
    }

    private Buffer replaceData(String after) {
        Buffer event = Buffer.buffer(held.length() + after.length());
        boolean written = false;
        for (Line line = line(0); line != null; line = line(line.next)) {
            if (!line.field.equals("data")) {
                event.appendBuffer(held, line.from, line.next - line.from);
            } else if (!written) {
                written = true;
                event.appendString("data: ").appendString(after).appendBuffer(held, line.to, line.next - line.to);
            }
        }
        return event;
    }

    /** A line of the held event: {@code from} to {@code to} without its line end, {@code next} behind it. */
    private record Line(int from, int to, int next, String field, String value) {}

    private Line line(int from) {
        if (from == held.length()) {
            return null;
        }
        int to = from;
        while (to < held.length() && held.getByte(to) != '\r' && held.getByte(to) != '\n') {
            to++;
        }
        int next = Math.min(to + 1, held.length());
        if (to < held.length() && held.getByte(to) == '\r' && next < held.length() && held.getByte(next) == '\n') {
            next++;
        }
        String text = held.getString(from, to, StandardCharsets.UTF_8.name());
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        return new Line(from, to, next, field, value.startsWith(" ") ? value.substring(1) : value);
    }
}
