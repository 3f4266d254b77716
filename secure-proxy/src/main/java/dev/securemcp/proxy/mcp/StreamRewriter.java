package dev.securemcp.proxy.mcp;

import io.vertx.core.buffer.Buffer;

/**
 * Changes a body on its way, chunk by chunk, wherever the chunks are cut. One rewriter per body, used by one thread at a time; it holds
 * back only what it bounds itself.
 */
public interface StreamRewriter {

    /**
     * Takes the next bytes and answers those that may go on now, possibly none.
     *
     * @throws RuntimeException where the body can neither be changed nor passed on: it must be reset
     */
    Buffer feed(Buffer chunk);

    /** The body has ended: what was held back and may still go. */
    default Buffer end() {
        return Buffer.buffer();
    }

    /** Whether nothing more will go on, whatever comes: the body can be ended at once. */
    default boolean over() {
        return false;
    }

    /** This one, and then another on what it lets go. */
    default StreamRewriter then(StreamRewriter next) {
        StreamRewriter first = this;
        return new StreamRewriter() {
            @Override
            public Buffer feed(Buffer chunk) {
                return next.feed(first.feed(chunk));
            }

            @Override
            public Buffer end() {
                return Buffer.buffer().appendBuffer(next.feed(first.end())).appendBuffer(next.end());
            }

            @Override
            public boolean over() {
                return first.over() || next.over();
            }
        };
    }
}
