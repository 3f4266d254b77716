package dev.securemcp.proxy.backend;

/** The backend gave no response head. The message names the backend and nothing secret. */
public final class BackendException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why there was none. */
    public enum Kind {
        /** No connection, or it broke before the head was there: 502. */
        CONNECTION,
        /** The head did not come in time: 504. */
        TIMEOUT,
        /** All connections are taken and the queue is full: 503. */
        BUSY,
        /** The client went away; nobody reads an answer. */
        CANCELLED
    }

    private final Kind kind;

    public BackendException(Kind kind, String message) {
        // No stack trace: it would show the event loop and cost more than the call.
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
