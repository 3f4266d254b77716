package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.identity.access.Challenge;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;

/**
 * Why a caller does not get what it asks for.
 *
 * @param answer what it is told
 * @param key what was wrong with its subscription key, for logs; null where it was not the key
 * @param challenged whether it is asked for a token
 * @param error what is wrong with the token that it has shown, in the words of RFC 6750; null where it has shown none
 */
record Denial(ErrorAnswer answer, KeyGuard.Result key, boolean challenged, String error) {

    /** One of what the caller may use: only a scope can be asked for. */
    static Denial ofRights(ErrorAnswer answer) {
        boolean scope = answer.reason() == Reason.INSUFFICIENT_SCOPE;
        return new Denial(answer, null, scope, scope ? Challenge.INSUFFICIENT_SCOPE : null);
    }

    /** One that has nothing to do with keys and tokens. */
    static Denial of(ErrorAnswer answer) {
        return new Denial(answer, null, false, null);
    }
}
