package dev.securemcp.proxy.store.redis;

/** Redis gave no usable answer. The message names no key, no value and no password. */
public final class RedisException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why there is none. */
    public enum Kind {
        /** It counts as down; it was not asked. */
        DOWN,
        /** No connection could be made, or it broke before the answer came; what was asked may have been done. */
        CONNECTION,
        /** The answer did not come in time; what was asked may have been done. */
        TIMEOUT,
        /** Too much is under way already. */
        BUSY,
        /** It answered with an error, such as that its memory is full. */
        REFUSED
    }

    private final Kind kind;

    RedisException(Kind kind, String message) {
        // Without a stack trace: it is made for every call while Redis is down.
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
