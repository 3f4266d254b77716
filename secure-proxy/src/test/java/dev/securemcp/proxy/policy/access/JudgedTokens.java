package dev.securemcp.proxy.policy.access;

import dev.securemcp.proxy.exchange.Services;
import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.exchange.token.TokenValidator;
import dev.securemcp.proxy.expression.value.Jwt;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Judges every token in one way, and remembers by which rules it was asked to. */
final class JudgedTokens implements TokenValidator {

    private final TokenDecision decision;
    private final List<String> tokens = new ArrayList<>();
    private final List<TokenRules> rules = new ArrayList<>();

    JudgedTokens(TokenDecision decision) {
        this.decision = decision;
    }

    /** Believes everything; tokens say this. */
    static JudgedTokens valid(Map<String, String> says) {
        return of(says, Instant.MAX);
    }

    /** The same until then. */
    static JudgedTokens of(Map<String, String> says, Instant expires) {
        return new JudgedTokens(new TokenDecision.Valid(jwt(says), expires));
    }

    /** A token that says this. */
    static Jwt jwt(Map<String, String> says) {
        Map<String, List<String>> claims = new LinkedHashMap<>();
        says.forEach((name, value) -> claims.put(name, List.of(value)));
        return new Jwt("JWT", "RS256", null, says.get("iss"), says.get("sub"), List.of(), null, null, null, claims);
    }

    @Override
    public Future<TokenDecision> validate(TokenRules held, String token) {
        tokens.add(token);
        rules.add(held);
        return Future.succeededFuture(decision);
    }

    Services services() {
        return Services.NONE.withTokens(this);
    }

    List<String> tokens() {
        return tokens;
    }

    /** The rules of the last token. */
    TokenRules rules() {
        return rules.getLast();
    }

    List<TokenRules> all() {
        return rules;
    }
}
