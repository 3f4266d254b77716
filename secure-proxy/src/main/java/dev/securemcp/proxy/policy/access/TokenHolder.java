package dev.securemcp.proxy.policy.access;

import dev.securemcp.proxy.exchange.Caller;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.exchange.token.TokenDecision.Valid;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.expression.value.Jwt;
import java.time.Instant;

/**
 * What a valid token tells of the caller: who it is, and how long it may listen to a stream.
 *
 * @param everyCall whether every call passes the element. A token of some calls alone tells nobody's name: {@code initialize} would have
 *     another principal than the calls of its session
 */
record TokenHolder(boolean everyCall) {

    /**
     * The exchange learns what the token tells, if it was found valid and is the client's own.
     *
     * @param text the token as it was found
     * @param rules what it was held to
     */
    void shown(Exchange exchange, String text, TokenRules rules, TokenDecision decision) {
        if (!(decision instanceof Valid(Jwt token, Instant expires)) || !TokenPlace.sent(exchange, text)) {
            return;
        }
        if (!expires.equals(Instant.MAX)) {
            exchange.stayWhile(now -> now.isBefore(expires));
        }
        Caller holder = exchange.caller().with(token);
        // Anybody can make a token that needs no signature, and what names nobody would be everybody's.
        boolean proves = rules.signatureRequired() && !holder.nameless();
        if (everyCall && proves && exchange.caller().token() == null) {
            exchange.caller(holder);
        }
    }
}
