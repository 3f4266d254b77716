package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.exchange.token.TokenDecision.Invalid;
import dev.securemcp.proxy.exchange.token.TokenDecision.Unavailable;
import dev.securemcp.proxy.exchange.token.TokenDecision.Valid;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.exchange.token.TokenValidator;
import dev.securemcp.proxy.expression.value.Jwt;
import dev.securemcp.proxy.mcp.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Believes a token that says so: {@code name/scope+scope/role+role}, of an issuer and a client that are always the same, without an end.
 * {@code bad} is invalid, {@code away} cannot be checked, {@code slow} waits until the test decides, {@code until-…} ends.
 */
final class FakeTokens implements TokenValidator {

    static final String ISSUER = "https://login.example.com";

    private final List<TokenRules> asked = new CopyOnWriteArrayList<>();
    private final Promise<TokenDecision> slow = Promise.promise();

    @Override
    public Future<TokenDecision> validate(TokenRules rules, String token) {
        asked.add(rules);
        String[] parts = token.split("/", -1);
        return switch (parts[0]) {
            case "bad" ->
                Future.succeededFuture(new Invalid(Reason.TOKEN_EXPIRED, "The token has \"expired\" at 12:00 \u2026"));
            case "away" -> Future.succeededFuture(new Unavailable("no key set of https://secret.internal"));
            case "broken" -> Future.failedFuture(new IllegalStateException("broken"));
            case "slow" -> slow.future();
            default -> Future.succeededFuture(valid(parts));
        };
    }

    /** What comes of {@code slow}. */
    void decide(TokenDecision decision) {
        slow.complete(decision);
    }

    /** The rules that tokens were held to so far. */
    List<TokenRules> asked() {
        return asked;
    }

    static Valid valid(String... parts) {
        String name = parts[0];
        Map<String, List<String>> claims = new HashMap<>();
        claims.put("azp", List.of("client"));
        if (parts.length > 1 && !parts[1].isEmpty()) {
            claims.put("scope", List.of(parts[1].replace('+', ' ')));
        }
        if (parts.length > 2) {
            claims.put("roles", List.of(parts[2].split("\\+", -1)));
        }
        Instant expires = name.startsWith("until-")
                ? Instant.ofEpochSecond(Long.parseLong(name.substring("until-".length())))
                : Instant.MAX;
        if (name.equals("nobody")) {
            claims.clear();
        }
        String subject = name.equals("nobody") ? null : name;
        return new Valid(new Jwt("JWT", "RS256", null, ISSUER, subject, List.of(), null, null, null, claims), expires);
    }

    /** A field that shows a token. */
    static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }
}
