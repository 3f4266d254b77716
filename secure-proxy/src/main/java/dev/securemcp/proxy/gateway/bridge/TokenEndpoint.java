package dev.securemcp.proxy.gateway.bridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Secret;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Asked;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Code;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Grant;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Issued;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.SpentCode;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Tokens;
import dev.securemcp.proxy.gateway.bridge.BridgeEvents.Event;
import dev.securemcp.proxy.gateway.bridge.BridgeStore.Kind;
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

/** Where clients get tokens: for a code, once, or for a refresh token of ours, which each use replaces (RFC 9700 §4.14.2). */
final class TokenEndpoint {

    /** How long it is known of a code that it was used: far longer than it could have been used at all. */
    private static final Duration SPENT = Duration.ofHours(1);

    private final BridgeEnvironment environment;
    private final Clients clients;
    private final Issuers issuers;
    private final Duration idle;
    private final Duration grace;
    private final SingleFlight<String, BridgeAnswer> refreshes = new SingleFlight<>();

    TokenEndpoint(BridgeEnvironment environment, Clients clients, Issuers issuers) {
        this.environment = environment;
        this.clients = clients;
        this.issuers = issuers;
        this.idle = environment.limits().time(Limit.BRIDGE_GRANT_IDLE);
        this.grace = environment.limits().time(Limit.BRIDGE_REFRESH_GRACE);
    }

    Future<BridgeAnswer> answer(BridgeSite site, BridgeRequest request) {
        Parameters form = request.form();
        if (form == null || form.faulty()) {
            boolean target = form != null && form.faulty("resource");
            return refused(target ? Refusal.RESOURCE_UNKNOWN : Refusal.REQUEST_INVALID);
        }
        ClientProof proof = ClientProof.read(request.headers().get("Authorization"), form);
        Refusal refusal = clients.refusal(site, proof);
        if (refusal != null) {
            return refused(refusal);
        }
        return switch (String.valueOf(form.get("grant_type"))) {
            case ClientMetadata.CODE -> code(site, proof.id(), form);
            case ClientMetadata.REFRESH -> refresh(site, proof.id(), form);
            default -> refused(form.get("grant_type") == null ? Refusal.REQUEST_INVALID : Refusal.GRANT_TYPE_UNKNOWN);
        };
    }

    /** The code is gone with its first use, whatever comes of that. */
    private Future<BridgeAnswer> code(BridgeSite site, String clientId, Parameters form) {
        String code = form.get("code");
        if (code == null) {
            return refused(Refusal.REQUEST_INVALID);
        }
        String key = Opaque.hash(code);
        BridgeStore store = environment.store();
        return store.take(Kind.CODE, key).compose(entry -> {
            if (!(entry instanceof Code found)) {
                return store.get(Kind.SPENT_CODE, key)
                        .compose(spent -> spent instanceof SpentCode(String grant)
                                ? revoke(site, grant).compose(gone -> refused(Refusal.CODE_REUSED))
                                : refused(Refusal.CODE_INVALID));
            }
            Instant now = environment.clock().instant();
            return store.put(Kind.SPENT_CODE, key, new SpentCode(found.grant()), now.plus(SPENT))
                    .compose(kept -> {
                        Refusal refusal = TokenCheck.code(site, found.asked(), clientId, form);
                        return refusal != null ? refused(refusal) : issue(site, found, now);
                    });
        });
    }

    private Future<BridgeAnswer> issue(BridgeSite site, Code code, Instant now) {
        Asked asked = code.asked();
        Tokens tokens = code.tokens();
        environment.events().happened(site.server(), Event.ISSUED);
        if (tokens.refresh() == null || !asked.refresh()) {
            return Future.succeededFuture(
                    answer(new Issued(tokens.access(), tokens.expires(), null, tokens.scopes()), now));
        }
        String secret = environment.fresh();
        Issued issued = new Issued(tokens.access(), tokens.expires(), token(code.grant(), secret), tokens.scopes());
        Grant grant = new Grant(
                site.server(),
                asked.clientId(),
                asked.resource(),
                tokens.scopes(),
                tokens.refresh(),
                Opaque.hash(secret),
                null,
                now,
                null);
        return environment
                .store()
                .put(Kind.GRANT, code.grant(), grant, now.plus(idle))
                .map(kept -> answer(issued, now));
    }

    private Future<BridgeAnswer> refresh(BridgeSite site, String clientId, Parameters form) {
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
        // Two that ask at the same time with the same words get the same answer; the issuer is asked once.
        return refreshes.run(
                String.join(
                        " ",
                        id,
                        presented,
                        clientId,
                        String.valueOf(form.get("scope")),
                        String.valueOf(form.get("resource"))),
                () -> refresh(site, clientId, form, id, presented));
    }

    private Future<BridgeAnswer> refresh(
            BridgeSite site, String clientId, Parameters form, String id, String presented) {
        return environment.store().get(Kind.GRANT, id).compose(entry -> {
            if (!(entry instanceof Grant grant)) {
                return refused(Refusal.REFRESH_INVALID);
            }
            Instant now = environment.clock().instant();
            return switch (TokenCheck.refresh(site, grant, presented, clientId, form, now, grace)) {
                case Refresh.Refuse(Refusal refusal) -> refused(refusal);
                case Refresh.Revoke(Refusal refusal) -> revoke(site, id).compose(gone -> refused(refusal));
                case Refresh.Repeat(Issued issued) -> Future.succeededFuture(answer(issued, now));
                case Refresh.Renew(List<String> scopes) -> renew(site, id, grant, scopes);
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
                case Answer.Refused(Refusal refusal, boolean ended, String detail) -> lost(id, refusal, ended, detail);
                case Answer.Granted(Tokens tokens) -> renewed(site, id, grant, tokens);
            });
        });
    }

    /** What the issuer has ended is over; in a passing trouble the client keeps what it has. */
    private Future<BridgeAnswer> lost(String id, Refusal refusal, boolean ended, String detail) {
        return ended
                ? environment
                        .store()
                        .take(Kind.GRANT, id)
                        .map(gone -> BridgeAnswer.error(Refusal.REFRESH_INVALID, detail))
                : Future.succeededFuture(BridgeAnswer.error(refusal, detail));
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
        environment.events().happened(site.server(), Event.REFRESHED);
        // A grant that was revoked while the issuer was asked stays so.
        return environment
                .store()
                .take(Kind.GRANT, id)
                .compose(still -> still == null
                        ? refused(Refusal.REFRESH_INVALID)
                        : environment
                                .store()
                                .put(Kind.GRANT, id, next, now.plus(idle))
                                .map(kept -> answer(issued, now)));
    }

    private Future<BridgeEntry> revoke(BridgeSite site, String grant) {
        return environment.store().take(Kind.GRANT, grant).onSuccess(gone -> {
            if (gone != null) {
                environment.events().happened(site.server(), Event.REVOKED);
            }
        });
    }

    /** A refresh token: the grant's id, which finds it, and the secret, which opens it. */
    private static Secret token(String grant, String secret) {
        return Secret.of(grant + "." + secret);
    }

    private static BridgeAnswer answer(Issued issued, Instant now) {
        ObjectNode body = Json.object();
        body.put("access_token", issued.access().reveal());
        body.put("token_type", "Bearer");
        if (issued.expires() != null) {
            body.put(
                    "expires_in",
                    Math.max(0, Duration.between(now, issued.expires()).toSeconds()));
        }
        if (issued.refresh() != null) {
            body.put("refresh_token", issued.refresh().reveal());
        }
        if (!issued.scopes().isEmpty()) {
            body.put("scope", String.join(" ", issued.scopes()));
        }
        // RFC 6749 §5.1 asks for both.
        return BridgeAnswer.json(200, body).with("Pragma", "no-cache");
    }

    private static Future<BridgeAnswer> refused(Refusal refusal) {
        return Future.succeededFuture(BridgeAnswer.error(refusal));
    }
}
