package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Asked;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Grant;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Issued;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether what a client shows at the token endpoint gets it a token (RFC 6749 §4.1.3, §6; RFC 7636 §4.6; RFC 9700 §4.14). Pure. */
final class TokenCheck {

    private TokenCheck() {}

    /**
     * Judges a code that was found.
     *
     * @param clientId who shows it, and has proved so
     * @return why it gets nothing; null where it gets a token
     */
    static Refusal code(BridgeSite site, Asked asked, String clientId, Parameters request) {
        if (!asked.server().equals(site.server()) || !asked.clientId().equals(clientId)) {
            return Refusal.CODE_INVALID;
        }
        // OAuth 2.1 no longer has it here; where a client sends it, it must be the same.
        String redirect = request.get("redirect_uri");
        if (redirect != null && !redirect.equals(asked.redirect())) {
            return Refusal.CODE_INVALID;
        }
        if (!Pkce.meets(asked.challenge(), request.get("code_verifier"))) {
            return Refusal.CODE_INVALID;
        }
        return resource(site, asked.resource(), request);
    }

    private static Refusal resource(BridgeSite site, String bound, Parameters request) {
        String resource = request.get("resource");
        if (resource == null) {
            return null;
        }
        boolean same = site.has(resource) && (bound == null || bound.equals(BridgeSite.canonical(resource)));
        return same ? null : Refusal.RESOURCE_UNKNOWN;
    }

    /** What becomes of a refresh token whose grant was found. */
    sealed interface Refresh {

        /** The issuer is asked for a new access token. */
        record Renew(List<String> scopes) implements Refresh {}

        /** It was renewed a moment ago, and the client has not heard of it or asks twice at once: it is told again. */
        record Repeat(Issued issued) implements Refresh {}

        /** The request is refused, the grant stays. */
        record Refuse(Refusal refusal) implements Refresh {}

        /** Somebody has a token that is not theirs: the grant ends. */
        record Revoke(Refusal refusal) implements Refresh {}
    }

    /**
     * Judges a refresh token.
     *
     * @param presented its hash
     * @param clientId who shows it, and has proved so
     * @param grace how long a token that was replaced is answered as it was then
     */
    static Refresh refresh(
            BridgeSite site,
            Grant grant,
            String presented,
            String clientId,
            Parameters request,
            Instant now,
            Duration grace) {
        if (!grant.server().equals(site.server()) || !grant.clientId().equals(clientId)) {
            return new Refresh.Revoke(Refusal.REFRESH_INVALID);
        }
        boolean current = Opaque.same(grant.current(), presented);
        boolean repeated = !current && Opaque.same(grant.replaced(), presented);
        // Another gateway may have replaced it by a clock that is a little ahead. Both ends count: a clock that was set
        // back by more opens no second window.
        boolean inGrace = repeated
                && now.isAfter(grant.replacedAt().minus(grace))
                && now.isBefore(grant.replacedAt().plus(grace));
        if (!current && !inGrace) {
            return new Refresh.Revoke(Refusal.REFRESH_REUSED);
        }
        Refusal resource = resource(site, grant.resource(), request);
        if (resource != null) {
            return new Refresh.Refuse(resource);
        }
        List<String> asked = request.words("scope").stream()
                .filter(scope -> grant.scopes().contains(scope) || !AuthorizeDecision.IGNORED.contains(scope))
                .toList();
        if (!grant.scopes().containsAll(asked)) {
            return new Refresh.Refuse(Refusal.SCOPE_UNKNOWN);
        }
        return inGrace ? new Refresh.Repeat(grant.last()) : new Refresh.Renew(asked.isEmpty() ? grant.scopes() : asked);
    }
}
