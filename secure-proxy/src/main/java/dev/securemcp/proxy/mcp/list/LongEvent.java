package dev.securemcp.proxy.mcp.list;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** An event that is too long to be kept: what has to be known of it to put another in its place. */
final class LongEvent {

    private static final int MAX_NAME = 8;
    private static final int MAX_VALUE = 1024;

    private final TopLevel message = new TopLevel();
    private final ByteArrayOutputStream name = new ByteArrayOutputStream(MAX_NAME);
    private final ByteArrayOutputStream value = new ByteArrayOutputStream(64);
    private String field;
    private boolean valueBegun;
    private String type = "";
    private String eventId;

    /** The next byte of the event. */
    void accept(byte b) {
        if (b == '\r' || b == '\n') {
            endLine();
        } else if (field == null && b != ':') {
            if (name.size() < MAX_NAME) {
                name.write(b);
            }
        } else if (field == null) {
            field = name.toString(StandardCharsets.UTF_8);
        } else {
            boolean space = !valueBegun && b == ' ';
            valueBegun = true;
            if (!space) {
                value(b);
            }
        }
    }

    private void value(byte b) {
        if (field.equals("data")) {
            message.accept(b);
        } else if (value.size() < MAX_VALUE) {
            value.write(b);
        }
    }

    private void endLine() {
        if ("event".equals(field)) {
            type = value.toString(StandardCharsets.UTF_8);
        } else if ("id".equals(field)) {
            eventId = value.toString(StandardCharsets.UTF_8);
        }
        field = null;
        valueBegun = false;
        name.reset();
        value.reset();
    }

    /** Whether it may be the answer to a request. */
    boolean mayBeAnswer() {
        return (type.isEmpty() || type.equals("message")) && !message.hasMethod();
    }

    /** The id of its message; null where it was not found. */
    String messageId() {
        return message.id();
    }

    /** Begins the event that takes its place: with its id, so that a client can resume behind it. */
    Buffer begin() {
        Buffer event = Buffer.buffer();
        if (eventId != null) {
            event.appendString("id: " + eventId + "\n");
        }
        return event;
    }
}
