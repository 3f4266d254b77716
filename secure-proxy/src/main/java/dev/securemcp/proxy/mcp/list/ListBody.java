package dev.securemcp.proxy.mcp.list;

import dev.securemcp.proxy.mcp.Scan;
import dev.securemcp.proxy.mcp.StreamRewriter;
import io.vertx.core.buffer.Buffer;

/** Reduces a body that is one JSON text. It is held until it is whole; one that is too long, or cannot be read, gives way to an error. */
public final class ListBody implements StreamRewriter {

    private final int limit;
    private final ListRule rule;
    private final Refusal refusal;
    private final Buffer held = Buffer.buffer();
    private boolean over;

    /**
     * @param limit bytes that are held at most
     * @param request what was asked
     * @param refused told when an error takes the body's place
     */
    public ListBody(int limit, ListRule rule, Scan request, Runnable refused) {
        this.limit = limit;
        this.rule = rule;
        this.refusal = new Refusal(request, refused);
    }

    @Override
    public Buffer feed(Buffer chunk) {
        if (over) {
            return Buffer.buffer();
        }
        if (held.length() + chunk.length() > limit) {
            over = true;
            return refusal.body();
        }
        held.appendBuffer(chunk);
        return Buffer.buffer();
    }

    @Override
    public boolean over() {
        return over;
    }

    @Override
    public Buffer end() {
        if (over || held.length() == 0) {
            return Buffer.buffer();
        }
        over = true;
        try {
            return Buffer.buffer(ListMessage.reduce(held.getBytes(), rule));
        } catch (UnreadableListException e) {
            return refusal.body();
        }
    }
}
