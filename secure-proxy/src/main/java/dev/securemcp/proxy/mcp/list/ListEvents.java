package dev.securemcp.proxy.mcp.list;

import dev.securemcp.proxy.mcp.EventEdges;
import dev.securemcp.proxy.mcp.HeldEvent;
import dev.securemcp.proxy.mcp.Scan;
import dev.securemcp.proxy.mcp.StreamRewriter;
import io.vertx.core.buffer.Buffer;

/**
 * Reduces the messages of a stream of events. An event is held until it is whole, which no client could use before either; comments, ids
 * and whatever is no list pass as they came. What was held when the stream ends never became an event, and is dropped.
 */
public final class ListEvents implements StreamRewriter {

    private static final Buffer LEFT_OUT = Buffer.buffer(": a message was left out\n\n");

    private final int limit;
    private final ListRule rule;
    private final Refusal refusal;
    private final EventEdges edges = new EventEdges();
    private Buffer held = Buffer.buffer();
    private LongEvent tooLong;

    /**
     * @param limit bytes of one event that are held at most; what is longer gives way to an error
     * @param request what was asked; null where the stream belongs to no request
     * @param refused told each time an error takes an event's place
     */
    public ListEvents(int limit, ListRule rule, Scan request, Runnable refused) {
        this.limit = limit;
        this.rule = rule;
        this.refusal = new Refusal(request, refused);
    }

    @Override
    public Buffer feed(Buffer chunk) {
        Buffer out = Buffer.buffer(chunk.length() + 64);
        for (int i = 0; i < chunk.length(); i++) {
            byte b = chunk.getByte(i);
            switch (edges.accept(b)) {
                case BETWEEN -> out.appendByte(b);
                case WITHIN -> hold(b);
                case LAST -> {
                    hold(b);
                    out.appendBuffer(tooLong == null ? reduced(new HeldEvent(held)) : inPlaceOf(tooLong));
                    held = Buffer.buffer();
                    tooLong = null;
                }
            }
        }
        return out;
    }

    private void hold(byte b) {
        if (tooLong == null && held.length() < limit) {
            held.appendByte(b);
            return;
        }
        if (tooLong == null) {
            tooLong = new LongEvent();
            for (int i = 0; i < held.length(); i++) {
                tooLong.accept(held.getByte(i));
            }
            held = Buffer.buffer();
        }
        tooLong.accept(b);
    }

    private Buffer reduced(HeldEvent event) {
        boolean message = event.type().isEmpty() || event.type().equals("message");
        if (!message || event.data() == null || isBlank(event.data())) {
            return event.raw();
        }
        byte[] data = event.data().getBytes();
        try {
            byte[] reduced = ListMessage.reduce(data, rule);
            return reduced == data ? event.raw() : event.withData(Buffer.buffer(reduced));
        } catch (UnreadableListException e) {
            return event.withData(refusal.message(null));
        }
    }

    private Buffer inPlaceOf(LongEvent event) {
        if (!event.mayBeAnswer()) {
            return LEFT_OUT;
        }
        return event.begin()
                .appendString("data: ")
                .appendBuffer(refusal.message(event.messageId()))
                .appendString("\n\n");
    }

    private static boolean isBlank(Buffer data) {
        for (int i = 0; i < data.length(); i++) {
            byte b = data.getByte(i);
            if (b != ' ' && b != '\t' && b != '\n') {
                return false;
            }
        }
        return true;
    }
}
