package dev.securemcp.proxy.mcp.list;

/** A message that may be a list and cannot be read: it must not be passed on. */
final class UnreadableListException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableListException(String message) {
        super(message, null, false, false);
    }
}
