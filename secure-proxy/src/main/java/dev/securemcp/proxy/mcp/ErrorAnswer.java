package dev.securemcp.proxy.mcp;

/**
 * An error on its way to the client: a row of the table, made exact.
 *
 * @param reason the row
 * @param source what decided: the row's, or the name of the policy element
 * @param status HTTP status
 * @param code JSON-RPC error code
 * @param message for the person at the client; never a secret
 * @param retryAfter whole seconds after which it is worth trying again, {@value #NO_RETRY} where nothing is said about it
 */
public record ErrorAnswer(Reason reason, String source, int status, int code, String message, long retryAfter) {

    /** No advice about trying again. */
    public static final long NO_RETRY = -1;

    /** The row as it stands. */
    public static ErrorAnswer of(Reason reason) {
        return new ErrorAnswer(reason, reason.source(), reason.status(), reason.code(), reason.message(), NO_RETRY);
    }

    /** The row with a more exact message. */
    public static ErrorAnswer of(Reason reason, String message) {
        return of(reason).withMessage(message);
    }

    /** The row's message, a colon, and what exactly is wrong. */
    public static ErrorAnswer detailed(Reason reason, String detail) {
        return of(reason, reason.message() + ": " + detail);
    }

    public ErrorAnswer withMessage(String text) {
        return new ErrorAnswer(reason, source, status, code, text, retryAfter);
    }

    public ErrorAnswer withSource(String element) {
        return new ErrorAnswer(reason, element, status, code, message, retryAfter);
    }

    /** Another HTTP status; a code that was the status follows it, a standard code stays. */
    public ErrorAnswer withStatus(int httpStatus) {
        return new ErrorAnswer(reason, source, httpStatus, code == status ? httpStatus : code, message, retryAfter);
    }

    /** Another JSON-RPC code: revisions differ about some. */
    public ErrorAnswer withCode(int rpcCode) {
        return new ErrorAnswer(reason, source, status, rpcCode, message, retryAfter);
    }

    /**
     * The same error as the answer of a call that HTTP calls a success: for clients that hang on any other status. The code
     * keeps telling what happened.
     */
    public ErrorAnswer asOk() {
        return new ErrorAnswer(reason, source, 200, code, message, retryAfter);
    }

    /**
     * The same with advice about trying again.
     *
     * @param seconds at least 0
     */
    public ErrorAnswer withRetryAfter(long seconds) {
        return new ErrorAnswer(reason, source, status, code, message, seconds);
    }
}
