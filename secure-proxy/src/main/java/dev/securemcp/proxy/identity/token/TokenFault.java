package dev.securemcp.proxy.identity.token;

import dev.securemcp.proxy.mcp.Reason;

/** A token is not to be believed. Never leaves this package: it becomes a decision. */
final class TokenFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** @param message for the caller: nothing of the token but names of claims */
    TokenFault(Reason reason, String message) {
        // No stack trace: anybody can cause this, and it says nothing.
        super(message, null, false, false);
        this.reason = reason;
    }

    static TokenFault malformed(String message) {
        return new TokenFault(Reason.JWT_INVALID, message);
    }

    Reason reason() {
        return reason;
    }
}
