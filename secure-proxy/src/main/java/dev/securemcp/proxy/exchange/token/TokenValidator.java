package dev.securemcp.proxy.exchange.token;

import io.vertx.core.Future;

/** Tells whether a token is to be believed. Shared by all exchanges; nothing in it blocks. */
@FunctionalInterface
public interface TokenValidator {

    /** Believes nothing: where tokens are not set up. */
    TokenValidator NONE =
            (rules, token) -> Future.succeededFuture(TokenDecision.Unavailable.of("tokens are not set up"));

    /**
     * Judges a token.
     *
     * @param rules what it is held to; the same object for every call of a server or policy, since what was validated is remembered by it
     * @param token in compact form, without {@code Bearer}
     * @return never fails; completes on the caller's context
     */
    Future<TokenDecision> validate(TokenRules rules, String token);
}
