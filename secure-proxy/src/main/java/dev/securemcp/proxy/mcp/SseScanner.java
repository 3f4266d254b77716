package dev.securemcp.proxy.mcp;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Watches server-sent events pass (WHATWG HTML §9.2.6), chunk by chunk, wherever the chunks are cut; changes nothing and keeps
 * nothing but the bounded data of the event that is passing. One scanner per stream, used by one thread at a time.
 */
public final class SseScanner {

    private static final int MAX_TYPE = 64;

    private enum Field {
        NAME,
        COMMENT,
        DATA,
        EVENT,
        ID,
        OTHER
    }

    private final int maxData;
    private final Consumer<SseEvent> listener;
    private final byte[] name = new byte[6];

    private int bom;
    private boolean afterCr;
    private Field field = Field.NAME;
    private int nameLength;
    private boolean valueStart;

    private boolean pending;
    private boolean blockHasId;
    private int dataLines;
    private Buffer data = Buffer.buffer();
    private boolean cut;
    private Buffer type = Buffer.buffer();

    private boolean carriedIds;
    private long events;

    /** Tells boundaries and ids only. */
    public SseScanner() {
        this(0, null);
    }

    /**
     * Also hands over every event that has data.
     *
     * @param maxData bytes of an event's data that are kept; what is longer arrives {@linkplain SseEvent#cut() cut}
     */
    public SseScanner(int maxData, Consumer<SseEvent> listener) {
        this.maxData = maxData;
        this.listener = listener;
    }

    /** Looks at the next bytes of the stream. */
    public void feed(Buffer chunk) {
        for (int i = 0; i < chunk.length(); i++) {
            accept(chunk.getByte(i));
        }
    }

    /**
     * Whether a comment or an event may be put in here: no event has begun and no line is open. Between the CR and the LF of
     * one line end it may too: the LF then ends an empty line, which means nothing.
     */
    public boolean atBoundary() {
        return field == Field.NAME && nameLength == 0 && !pending && (bom == 0 || bom >= 3);
    }

    /** Whether a complete event had an id, so that a client that is cut off can resume. */
    public boolean carriedIds() {
        return carriedIds;
    }

    /** Complete events with data so far. */
    public long events() {
        return events;
    }

    private void accept(byte b) {
        if (bom < 3) {
            if (b == byteOrderMark(bom)) {
                bom++;
                return;
            }
            // Half a mark is the beginning of a field nobody knows.
            nameLength = bom;
            bom = 3;
        }
        if (b == '\n' && afterCr) {
            afterCr = false;
            return;
        }
        afterCr = b == '\r';
        if (b == '\r' || b == '\n') {
            endLine();
        } else if (field == Field.NAME) {
            name(b);
        } else if (valueStart && b == ' ') {
            valueStart = false;
        } else {
            valueStart = false;
            value(b);
        }
    }

    private static byte byteOrderMark(int index) {
        return (byte) (index == 0 ? 0xEF : index == 1 ? 0xBB : 0xBF);
    }

    private void name(byte b) {
        if (b == ':') {
            valueStart = true;
            beginField();
            return;
        }
        if (nameLength < name.length) {
            name[nameLength] = b;
        }
        if (nameLength < Integer.MAX_VALUE) {
            nameLength++;
        }
    }

    private void beginField() {
        field = nameLength == 0
                ? Field.COMMENT
                : isName("data") ? Field.DATA : isName("event") ? Field.EVENT : isName("id") ? Field.ID : Field.OTHER;
        if (field == Field.DATA && dataLines++ > 0) {
            keep((byte) '\n');
        } else if (field == Field.EVENT) {
            type = Buffer.buffer();
        } else if (field == Field.ID) {
            blockHasId = false;
        }
    }

    private boolean isName(String expected) {
        if (nameLength != expected.length()) {
            return false;
        }
        for (int i = 0; i < nameLength; i++) {
            if (name[i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void value(byte b) {
        switch (field) {
            case DATA -> keep(b);
            case EVENT -> {
                if (type.length() < MAX_TYPE) {
                    type.appendByte(b);
                }
            }
            case ID -> blockHasId = true;
            default -> {}
        }
    }

    private void keep(byte b) {
        if (listener == null) {
            return;
        }
        if (data.length() < maxData) {
            data.appendByte(b);
        } else {
            cut = true;
        }
    }

    private void endLine() {
        if (field == Field.NAME && nameLength == 0) {
            endEvent();
            return;
        }
        if (field == Field.NAME) {
            beginField();
        }
        pending |= field != Field.COMMENT;
        field = Field.NAME;
        nameLength = 0;
        valueStart = false;
    }

    private void endEvent() {
        if (!pending) {
            return;
        }
        pending = false;
        carriedIds |= blockHasId;
        blockHasId = false;
        if (dataLines > 0) {
            events++;
            if (listener != null) {
                SseEvent event =
                        new SseEvent(type.length() == 0 ? "message" : type.toString(StandardCharsets.UTF_8), data, cut);
                data = Buffer.buffer();
                listener.accept(event);
            }
        }
        dataLines = 0;
        cut = false;
        type = Buffer.buffer();
    }
}
