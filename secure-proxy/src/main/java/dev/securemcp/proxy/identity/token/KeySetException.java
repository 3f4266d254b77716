package dev.securemcp.proxy.identity.token;

/** A key set could not be had. The message is for logs and names hosts, nothing else of what was fetched. */
final class KeySetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeySetException(String message) {
        // No stack trace: it would show the event loop alone.
        super(message, null, false, false);
    }
}
