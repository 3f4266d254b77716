package dev.securemcp.proxy.gateway.bridge;

import static dev.securemcp.proxy.gateway.bridge.TokenAnswer.refused;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Secret;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Grant;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Issued;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Tokens;
import dev.securemcp.proxy.gateway.bridge.BridgeEvents.Event;
import dev.securemcp.proxy.gateway.bridge.IssuerTokens.Answer;
import dev.securemcp.proxy.gateway.bridge.TokenCheck.Refresh;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Further tokens for a refresh token of ours, which each use replaces (RFC 9700 §4.14.2). */
final class Refreshes {

    private final BridgeEnvironment environment;
    private final Issuers issuers;
    private final Grants grants;
    private final Duration grace;
    private final SingleFlight<String, BridgeAnswer> flights = new SingleFlight<>();

    Refreshes(BridgeEnvironment environment, Issuers issuers, Grants grants) {
        this.environment = environment;
        this.issuers = issuers;
        this.grants = grants;
        this.grace = environment.limits().time(Limit.BRIDGE_REFRESH_GRACE);
    }

    /** Answers a client that has proved who it is. */
    Future<BridgeAnswer> answer(BridgeSite site, String clientId, Parameters form) {
        String token = form.get("refresh_token");
        if (token == null) {
            return refused(Refusal.REQUEST_INVALID);
        }
        int dot = token.indexOf('.');
        if (dot <= 0) {
            return refused(Refusal.REFRESH_INVALID);
        }
        String id = token.substring(0, dot);
        String presented = Opaque.hash(token.substring(dot + 1));
        return grants.find(id).compose(grant -> {
            if (grant == null) {
                return refused(Refusal.REFRESH_INVALID);
            }
            Instant now = environment.clock().instant();
            return switch (TokenCheck.refresh(site, grant, presented, clientId, form, now, grace)) {
                case Refresh.Refuse(Refusal refusal) -> refused(refusal);
                case Refresh.Revoke(Refusal refusal) -> grants.revoke(site, id).compose(ended -> refused(refusal));
                case Refresh.Repeat(Issued issued) -> Future.succeededFuture(TokenAnswer.of(issued, now));
                // All that show one token at the same time get one answer, whatever else they ask for. Each has been
                // judged by itself before, so it goes to nobody else.
                case Refresh.Renew(List<String> scopes) ->
                    flights.run(id + " " + presented, () -> renew(site, id, grant, scopes));
            };
        });
    }

    private Future<BridgeAnswer> renew(BridgeSite site, String id, Grant grant, List<String> scopes) {
        return issuers.of(site).metadata().compose(issuer -> {
            if (issuer == null) {
                return refused(Refusal.ISSUER_UNAVAILABLE);
            }
            Set<String> upstream = new LinkedHashSet<>();
            scopes.forEach(scope -> upstream.add(site.config().scopes().getOrDefault(scope, scope)));
            upstream.addAll(site.config().upstreamScopes());
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("grant_type", "refresh_token");
            parameters.put("refresh_token", grant.refresh().reveal());
            parameters.put("scope", String.join(" ", upstream));
            return issuers.of(site).tokens(issuer, parameters, scopes, null).compose(answer -> switch (answer) {
                case Answer.Refused(Refusal refusal, boolean ended, String detail) ->
                    lost(id, grant, refusal, ended, detail);
                case Answer.Granted(Tokens tokens) -> renewed(site, id, grant, tokens);
            });
        });
    }

    /** What the issuer has ended is over; in a passing trouble the client keeps what it has. */
    private Future<BridgeAnswer> lost(String id, Grant grant, Refusal refusal, boolean ended, String detail) {
        if (!ended) {
            return Future.succeededFuture(BridgeAnswer.error(refusal, detail));
        }
        return grants.lose(id, grant)
                .compose(done -> done
                        ? Future.succeededFuture(BridgeAnswer.error(Refusal.REFRESH_INVALID, detail))
                        : overtaken(id, grant, detail));
    }

    /**
     * The grant is not what it was when the issuer was asked. Where another gateway has used the same token meanwhile, the client is told
     * what that one got, as any repetition is; what has ended stays so.
     */
    private Future<BridgeAnswer> overtaken(String id, Grant stood, String detail) {
        return grants.find(id)
                .map(now -> now != null && Opaque.same(now.replaced(), stood.current())
                        ? TokenAnswer.of(now.last(), environment.clock().instant())
                        : BridgeAnswer.error(Refusal.REFRESH_INVALID, detail));
    }

    private Future<BridgeAnswer> renewed(BridgeSite site, String id, Grant grant, Tokens tokens) {
        Instant now = environment.clock().instant();
        String secret = environment.fresh();
        Issued issued = new Issued(tokens.access(), tokens.expires(), token(id, secret), tokens.scopes());
        Grant next = new Grant(
                grant.server(),
                grant.clientId(),
                grant.resource(),
                grant.scopes(),
                tokens.refresh() == null ? grant.refresh() : tokens.refresh(),
                Opaque.hash(secret),
                grant.current(),
                now,
                issued);
        return grants.renew(id, grant, next).compose(done -> {
            if (!done) {
                return overtaken(id, grant, "");
            }
            environment.events().happened(site.server(), Event.REFRESHED);
            return Future.succeededFuture(TokenAnswer.of(issued, now));
        });
    }

    /** A refresh token: the grant's id, which finds it, and the secret, which opens it. */
    static Secret token(String grant, String secret) {
        return Secret.of(grant + "." + secret);
    }
}
