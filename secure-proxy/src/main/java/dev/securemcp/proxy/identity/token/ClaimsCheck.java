package dev.securemcp.proxy.identity.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.exchange.token.TokenRules.RequiredClaim;
import dev.securemcp.proxy.expression.value.Jwt;
import dev.securemcp.proxy.mcp.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Holds the claims of a token whose signature is good to the rules: time (RFC 7519 §4.1), audience, required claims. Pure. */
final class ClaimsCheck {

    /** About the year 8300; what is later is no date but a mistake or a trick. */
    private static final double LATEST = 200_000_000_000d;

    private ClaimsCheck() {}

    /**
     * Judges the time.
     *
     * @return when the token stops being valid, skew included; {@link Instant#MAX} where it does not say
     */
    static Instant lifetime(TokenRules rules, JsonNode claims, Instant now) throws TokenFault {
        Duration skew = rules.clockSkew();
        Instant expiration = time(claims, "exp");
        Instant notBefore = time(claims, "nbf");
        if (expiration == null && rules.expirationRequired()) {
            throw new TokenFault(Reason.TOKEN_CLAIM_NOT_FOUND, "The token does not say when it expires (`exp`)");
        }
        if (expiration != null && !now.isBefore(expiration.plus(skew))) {
            throw new TokenFault(Reason.TOKEN_EXPIRED, "The token has expired");
        }
        if (notBefore != null && now.plus(skew).isBefore(notBefore)) {
            throw TokenFault.malformed("The token is not valid yet (`nbf`)");
        }
        return expiration == null ? Instant.MAX : expiration.plus(skew);
    }

    private static Instant time(JsonNode claims, String name) throws TokenFault {
        JsonNode value = claims.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isNumber() || !(Math.abs(value.asDouble()) < LATEST)) {
            throw TokenFault.malformed("The token's `" + name + "` is not a time");
        }
        return Instant.ofEpochMilli((long) (value.asDouble() * 1000));
    }

    /** Judges whom the token is for. */
    static void audience(TokenRules rules, JsonNode claims) throws TokenFault {
        if (rules.audiences().isEmpty()) {
            return;
        }
        JsonNode audience = claims.get("aud");
        if (audience == null) {
            throw new TokenFault(Reason.TOKEN_AUDIENCE_NOT_ALLOWED, "The token is for nobody in particular (`aud`)");
        }
        if (audience.isTextual() && rules.audiences().contains(audience.textValue())) {
            return;
        }
        for (JsonNode one : audience) {
            if (audience.isArray() && one.isTextual() && rules.audiences().contains(one.textValue())) {
                return;
            }
        }
        throw new TokenFault(Reason.TOKEN_AUDIENCE_NOT_ALLOWED, "The token is for another audience (`aud`)");
    }

    /** Judges the claims that the rules ask for. */
    static void required(TokenRules rules, Jwt jwt) throws TokenFault {
        for (RequiredClaim required : rules.claims()) {
            claim(required, jwt);
        }
    }

    private static void claim(RequiredClaim required, Jwt jwt) throws TokenFault {
        List<String> found = jwt.claims().get(required.name());
        if (found == null || found.isEmpty()) {
            throw new TokenFault(
                    Reason.TOKEN_CLAIM_NOT_FOUND, "The token lacks the required claim `" + required.name() + "`");
        }
        List<String> values = split(found, required.separator());
        boolean holds = required.all()
                ? values.containsAll(required.values())
                : required.values().isEmpty() || required.values().stream().anyMatch(values::contains);
        if (!holds) {
            throw new TokenFault(
                    Reason.TOKEN_CLAIM_VALUE_NOT_ALLOWED,
                    "The claim `" + required.name() + "` of the token has a value that is not accepted");
        }
    }

    private static List<String> split(List<String> found, String separator) {
        if (separator == null || separator.isEmpty()) {
            return found;
        }
        List<String> parts = new ArrayList<>();
        for (String value : found) {
            parts.addAll(List.of(value.split(Pattern.quote(separator), -1)));
        }
        return parts;
    }
}
