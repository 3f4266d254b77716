package dev.securemcp.proxy.net;

/** A call gave no whole response. The message names the host and nothing secret. */
public final class OutboundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why there was none. */
    public enum Kind {
        /** No address, no connection, or it broke before all of the response was there. */
        CONNECTION,
        /** Not all of it came in time. */
        TIMEOUT,
        /** Too many calls are under way. */
        BUSY,
        /** The address is one that this URL may not lead to. */
        REFUSED,
        /** The response's body is larger than its bound. */
        TOO_LARGE
    }

    private final Kind kind;

    public OutboundException(Kind kind, String message) {
        // No stack trace: it would show the event loop and cost more than the call.
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
