package dev.securemcp.proxy.identity.access;

import dev.securemcp.proxy.config.AuthorizationConfig.IssuerConfig;
import dev.securemcp.proxy.config.AuthorizationConfig.Require;
import dev.securemcp.proxy.config.AuthorizationConfig.ResourceServer;
import dev.securemcp.proxy.exchange.Caller;
import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.exchange.token.TokenValidator;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The token check of a server that is an OAuth resource server: on every request, from its head alone, before any policy. A token is
 * taken from {@code Authorization: Bearer} and from nowhere else (RFC 9728 {@code bearer_methods_supported}, MCP authorization).
 */
public final class TokenGuard {

    /** What came of it. */
    public sealed interface Result {}

    /**
     * The request may go on.
     *
     * @param caller with the token, where one came
     * @param until when what was shown stops being valid
     */
    public record Passed(Caller caller, Instant until) implements Result {}

    /**
     * It may not.
     *
     * @param caller whose valid token it was, for logs; else as before
     * @param error the code for the challenge; null where no token came
     * @param challenged whether another token would help: not where the issuer's keys cannot be had
     */
    public record Refused(Caller caller, ErrorAnswer answer, String error, boolean challenged) implements Result {}

    /** An issuer's rules; issuers have different keys, so they are never mixed. */
    private record Issuer(Set<String> names, TokenRules rules) {}

    private static final String SOURCE = "authorization";

    /** Seconds until it is worth asking again where an issuer is away. */
    private static final int RETRY = 5;

    private final Require require;
    private final List<Issuer> issuers;
    private final Set<String> scopes;
    private final Grants grants;

    private TokenGuard(Require require, List<Issuer> issuers, Set<String> scopes, Grants grants) {
        this.require = require;
        this.issuers = List.copyOf(issuers);
        this.scopes = scopes;
        this.grants = grants;
    }

    /**
     * The guard of a server.
     *
     * @param resources the server's URLs as clients see them, for the audience where none is configured
     */
    public static TokenGuard of(ResourceServer config, List<String> resources) {
        List<Issuer> issuers = new ArrayList<>();
        for (IssuerConfig issuer : config.issuers()) {
            TokenRules rules = TokenRules.builder()
                    .discovery(List.of(discovery(issuer)))
                    .issuers(issuer.tokenIssuers())
                    .listedIssuersOnly(true)
                    .audiences(config.audiences().isEmpty() ? resources : config.audiences())
                    .algorithms(issuer.algorithms())
                    .clockSkew(config.clockSkew())
                    .build();
            issuers.add(new Issuer(Set.copyOf(issuer.tokenIssuers()), rules));
        }
        return new TokenGuard(
                config.require(),
                issuers,
                Set.copyOf(config.scopes()),
                new Grants(config.scopeClaims(), config.roleClaims(), config.implied()));
    }

    private static TokenRules.Issuer discovery(IssuerConfig issuer) {
        return issuer.named() && issuer.jwks().isEmpty()
                ? TokenRules.Issuer.named(issuer.issuer())
                : new TokenRules.Issuer(issuer.metadata(), issuer.jwks().orElse(null));
    }

    /** What a token grants here. */
    public Grants grants() {
        return grants;
    }

    /**
     * Judges a request.
     *
     * @param authorization the values of its {@code Authorization} fields
     * @param caller what is known of the caller so far: the subscription, where a key came
     * @return never fails
     */
    public Future<Result> check(List<String> authorization, Caller caller, TokenValidator validator) {
        BearerToken bearer = BearerToken.of(authorization);
        return switch (bearer) {
            case BearerToken.None _
            when require == Require.EITHER && caller.subscription() != null ->
                Future.succeededFuture(new Passed(caller, Instant.MAX));
            case BearerToken.None _ ->
                Future.succeededFuture(new Refused(
                        caller,
                        ErrorAnswer.of(Reason.TOKEN_NOT_PRESENT, missing()).withSource(SOURCE),
                        null,
                        true));
            case BearerToken.Malformed malformed ->
                Future.succeededFuture(invalid(caller, Reason.JWT_INVALID, malformed.problem()));
            case BearerToken.Present(String token) -> validate(token, caller, validator);
        };
    }

    private String missing() {
        return require == Require.EITHER
                ? "A token or a subscription key is required and neither was sent"
                : Reason.TOKEN_NOT_PRESENT.message();
    }

    private Future<Result> validate(String token, Caller caller, TokenValidator validator) {
        TokenRules rules = rules(token);
        if (rules == null) {
            return Future.succeededFuture(
                    invalid(caller, Reason.TOKEN_ISSUER_NOT_ALLOWED, Reason.TOKEN_ISSUER_NOT_ALLOWED.message()));
        }
        return validator
                .validate(rules, token)
                .map(decision -> result(decision, caller))
                // It never does fail; if it did, that would be no reason to let anybody in.
                .otherwise(broken -> unavailable(caller));
    }

    /** The rules of the issuer that the token says it is from; null where it says none that is known here. */
    private TokenRules rules(String token) {
        if (issuers.size() == 1) {
            return issuers.getFirst().rules();
        }
        UnverifiedIssuer said = UnverifiedIssuer.of(token);
        for (Issuer issuer : issuers) {
            if (said.isOneOf(issuer.names())) {
                return issuer.rules();
            }
        }
        return null;
    }

    private Result result(TokenDecision decision, Caller caller) {
        return switch (decision) {
            case TokenDecision.Valid valid -> {
                Caller known = caller.with(valid.token());
                if (known.nameless()) {
                    yield invalid(
                            caller, Reason.TOKEN_CLAIM_NOT_FOUND, "The token names neither a subject nor a client");
                }
                yield grants.scopes(valid.token()).containsAll(scopes)
                        ? new Passed(known, valid.expires())
                        : new Refused(
                                known, ErrorAnswer.of(Reason.INSUFFICIENT_SCOPE), Challenge.INSUFFICIENT_SCOPE, true);
            }
            case TokenDecision.Invalid invalid -> invalid(caller, invalid.reason(), invalid.message());
            case TokenDecision.Unavailable _ -> unavailable(caller);
        };
    }

    private static Refused invalid(Caller caller, Reason reason, String message) {
        return new Refused(caller, ErrorAnswer.of(reason, message).withSource(SOURCE), Challenge.INVALID_TOKEN, true);
    }

    /** Not the token's fault: a 401 would send the client for another, and there are clients that throw theirs away. */
    private static Refused unavailable(Caller caller) {
        return new Refused(
                caller, ErrorAnswer.of(Reason.TOKEN_CHECK_UNAVAILABLE).withRetryAfter(RETRY), null, false);
    }
}
