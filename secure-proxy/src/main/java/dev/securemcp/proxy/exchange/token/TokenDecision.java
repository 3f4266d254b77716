package dev.securemcp.proxy.exchange.token;

import dev.securemcp.proxy.expression.value.Jwt;
import dev.securemcp.proxy.mcp.Reason;
import java.time.Instant;

/** What came of judging a token. */
public sealed interface TokenDecision {

    /**
     * It is to be believed.
     *
     * @param token what it says
     * @param expires when it stops being valid, clock skew included; {@link Instant#MAX} where it does not say
     */
    record Valid(Jwt token, Instant expires) implements TokenDecision {}

    /**
     * It is not.
     *
     * @param reason one of the {@code TOKEN_…} rows, or {@link Reason#JWT_INVALID}
     * @param message what was wrong, for the caller: holds nothing of the token but names of claims
     */
    record Invalid(Reason reason, String message) implements TokenDecision {}

    /**
     * It cannot be told: no key set could be had. A denial all the same.
     *
     * @param detail why, for logs alone
     */
    record Unavailable(String detail) implements TokenDecision {
        static Unavailable of(String detail) {
            return new Unavailable(detail);
        }
    }
}
