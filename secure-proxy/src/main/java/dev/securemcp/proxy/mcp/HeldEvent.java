package dev.securemcp.proxy.mcp;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** A whole event as it stood in the stream, to the end of its blank line. */
public final class HeldEvent {

    /** A line: {@code from} to {@code to} without its line end, {@code next} behind it. */
    private record Line(int from, int to, int next, String field, int value) {}

    private final Buffer raw;
    private final String type;
    private final Buffer data;

    /** @param raw all its lines, with the blank one */
    public HeldEvent(Buffer raw) {
        this.raw = raw;
        String lastType = "";
        Buffer joined = null;
        for (Line line = line(0); line != null; line = line(line.next)) {
            if (line.field.equals("event")) {
                lastType = raw.getString(line.value, line.to, StandardCharsets.UTF_8.name());
            } else if (line.field.equals("data")) {
                joined = joined == null ? Buffer.buffer(raw.length()) : joined.appendByte((byte) '\n');
                joined.appendBuffer(raw, line.value, line.to - line.value);
            }
        }
        this.type = lastType;
        this.data = joined;
    }

    /** What {@code event} says; empty where nothing does, which means {@code message}. */
    public String type() {
        return type;
    }

    /** Its data lines joined with LF; null where it has none, so that it is no event for its reader. */
    public Buffer data() {
        return data;
    }

    /** As it came. */
    public Buffer raw() {
        return raw;
    }

    /**
     * The event with other data; every other line as it came.
     *
     * @param after without CR; lines of it become lines of data
     */
    public Buffer withData(Buffer after) {
        Buffer event = Buffer.buffer(raw.length() + after.length());
        boolean written = false;
        for (Line line = line(0); line != null; line = line(line.next)) {
            if (!line.field.equals("data")) {
                event.appendBuffer(raw, line.from, line.next - line.from);
            } else if (!written) {
                written = true;
                appendLines(event, after);
                event.appendBuffer(raw, line.to, line.next - line.to);
            }
        }
        return event;
    }

    /** Data as the lines of an event, without the last one's end. */
    private static void appendLines(Buffer event, Buffer data) {
        event.appendString("data: ");
        int from = 0;
        for (int i = 0; i < data.length(); i++) {
            if (data.getByte(i) == '\n') {
                event.appendBuffer(data, from, i + 1 - from).appendString("data: ");
                from = i + 1;
            }
        }
        event.appendBuffer(data, from, data.length() - from);
    }

    private Line line(int from) {
        if (from == raw.length()) {
            return null;
        }
        int to = from;
        int colon = -1;
        while (to < raw.length() && raw.getByte(to) != '\r' && raw.getByte(to) != '\n') {
            if (colon < 0 && raw.getByte(to) == ':') {
                colon = to;
            }
            to++;
        }
        int next = Math.min(to + 1, raw.length());
        if (to < raw.length() && raw.getByte(to) == '\r' && next < raw.length() && raw.getByte(next) == '\n') {
            next++;
        }
        int value = colon < 0 ? to : colon + 1;
        if (value < to && raw.getByte(value) == ' ') {
            value++;
        }
        // Names that mean something are short; a longer one is some other field.
        int nameEnd = Math.min(colon < 0 ? to : colon, from + 16);
        return new Line(from, to, next, raw.getString(from, nameEnd, StandardCharsets.UTF_8.name()), value);
    }
}
