package dev.securemcp.proxy.exchange;

import java.time.Instant;

/**
 * Whether whoever opened a stream may go on listening: whether the key still opens the server, whether the token is still valid. Asked
 * about once a second for as long as the stream is open, from any thread, and must not block.
 */
@FunctionalInterface
public interface Stay {

    /** Nothing can end it: a caller that had to show nothing. */
    Stay ALWAYS = now -> true;

    /** Whether the caller may still listen at this moment; once false, the stream is ended. */
    boolean mayStay(Instant now);

    /** As long as both say so. */
    default Stay and(Stay other) {
        return this == ALWAYS ? other : now -> mayStay(now) && other.mayStay(now);
    }
}
