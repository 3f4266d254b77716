package dev.securemcp.proxy.gateway.bridge;

import static dev.securemcp.proxy.gateway.bridge.TokenAnswer.refused;

import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Asked;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Code;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Grant;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Issued;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.SpentCode;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Tokens;
import dev.securemcp.proxy.gateway.bridge.BridgeEvents.Event;
import dev.securemcp.proxy.gateway.bridge.BridgeStore.Kind;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;

/** Where clients get tokens: for a code, once, or for a refresh token of ours. */
final class TokenEndpoint {

    /** How long it is known of a code that it was used: far longer than it could have been used at all. */
    private static final Duration SPENT = Duration.ofHours(1);

    private final BridgeEnvironment environment;
    private final Clients clients;
    private final Grants grants;
    private final Refreshes refreshes;

    TokenEndpoint(BridgeEnvironment environment, Clients clients, Issuers issuers) {
        this.environment = environment;
        this.clients = clients;
        this.grants = new Grants(environment);
        this.refreshes = new Refreshes(environment, issuers, grants);
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
            case ClientMetadata.REFRESH -> refreshes.answer(site, proof.id(), form);
            default -> refused(form.get("grant_type") == null ? Refusal.REQUEST_INVALID : Refusal.GRANT_TYPE_UNKNOWN);
        };
    }

    /**
     * The code is gone with its first use, whatever comes of that. That it is used is written down before it is taken: at whatever moment
     * a second use comes, one of the two sees the other.
     */
    private Future<BridgeAnswer> code(BridgeSite site, String clientId, Parameters form) {
        String code = form.get("code");
        if (code == null) {
            return refused(Refusal.REQUEST_INVALID);
        }
        String key = Opaque.hash(code);
        BridgeStore store = environment.store();
        return store.get(Kind.CODE, key).compose(entry -> {
            if (!(entry instanceof Code found)) {
                return store.get(Kind.SPENT_CODE, key)
                        .compose(spent -> spent instanceof SpentCode(String grant)
                                ? reused(site, grant)
                                : refused(Refusal.CODE_INVALID));
            }
            Instant now = environment.clock().instant();
            return store.put(Kind.SPENT_CODE, key, new SpentCode(found.grant()), now.plus(SPENT))
                    .compose(kept -> store.take(Kind.CODE, key))
                    .compose(taken -> {
                        if (taken == null) {
                            return reused(site, found.grant());
                        }
                        Refusal refusal = TokenCheck.code(site, found.asked(), clientId, form);
                        return refusal != null ? refused(refusal) : issue(site, found, now);
                    });
        });
    }

    private Future<BridgeAnswer> reused(BridgeSite site, String grant) {
        return grants.revoke(site, grant).compose(ended -> refused(Refusal.CODE_REUSED));
    }

    private Future<BridgeAnswer> issue(BridgeSite site, Code code, Instant now) {
        Asked asked = code.asked();
        Tokens tokens = code.tokens();
        if (tokens.refresh() == null || !asked.refresh()) {
            return Future.succeededFuture(
                    issued(site, new Issued(tokens.access(), tokens.expires(), null, tokens.scopes()), now));
        }
        String secret = environment.fresh();
        Issued issued =
                new Issued(tokens.access(), tokens.expires(), Refreshes.token(code.grant(), secret), tokens.scopes());
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
        return grants.begin(code.grant(), grant)
                .map(begun -> begun ? issued(site, issued, now) : BridgeAnswer.error(Refusal.CODE_REUSED));
    }

    private BridgeAnswer issued(BridgeSite site, Issued issued, Instant now) {
        environment.events().happened(site.server(), Event.ISSUED);
        return TokenAnswer.of(issued, now);
    }
}
