package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What becomes of an authorization request (RFC 6749 §4.1.1, RFC 7636, RFC 8707, RFC 9207). Pure. */
sealed interface AuthorizeDecision {

    /** A page tells the person: whoever is asking could not be told from anybody else, so nothing is sent anywhere. */
    record ShowError(Refusal refusal) implements AuthorizeDecision {}

    /** The client is told, at its own address. */
    record SendBack(Refusal refusal, String redirect, String state) implements AuthorizeDecision {}

    /**
     * It is a sound request.
     *
     * @param prompt what the client wishes of the issuer's page; null for nothing
     * @param fresh whether the person is to be asked even where the browser remembers a consent
     * @param silent whether no page of ours may be shown
     * @param hint who is going to sign in; null where nobody said
     */
    record Ask(Asked asked, String prompt, boolean fresh, boolean silent, String hint) implements AuthorizeDecision {}

    /** A longer state of a client's is refused: it would not fit into what the client gets back. */
    int MAX_STATE = 2048;

    /** Scopes of OpenID Connect, which clients ask for everywhere: they mean nothing here, and do no harm. */
    Set<String> IGNORED = Set.of("openid", "profile", "email", "offline_access");

    /**
     * Decides.
     *
     * @param client who is asking, as its id says; null where it is not known
     */
    static AuthorizeDecision decide(BridgeSite site, Parameters request, Client client) {
        if (request.faulty("client_id", "redirect_uri")) {
            return new ShowError(Refusal.REQUEST_INVALID);
        }
        if (client == null) {
            return new ShowError(Refusal.CLIENT_UNKNOWN);
        }
        String redirect = request.get("redirect_uri");
        if (redirect == null || redirect.length() > RedirectUri.MAX_LENGTH || !client.mayBeAnsweredAt(redirect)) {
            return new ShowError(Refusal.REDIRECT_NOT_REGISTERED);
        }
        String state = request.faulty("state") ? null : request.get("state");
        Refusal refusal = refusal(site, request, state);
        if (refusal != null) {
            return new SendBack(refusal, redirect, state != null && state.length() > MAX_STATE ? null : state);
        }
        List<String> prompts = request.words("prompt");
        String hint = request.get("login_hint");
        return new Ask(
                new Asked(
                        site.server(),
                        client.id(),
                        client.refresh(),
                        redirect,
                        state,
                        request.get("code_challenge"),
                        scopes(site, request),
                        request.get("resource") == null ? null : BridgeSite.canonical(request.get("resource"))),
                prompts.contains("login") ? "login" : prompts.contains("select_account") ? "select_account" : null,
                prompts.contains("consent"),
                prompts.contains("none"),
                hint == null || hint.length() > 256 ? null : hint);
    }

    private static Refusal refusal(BridgeSite site, Parameters request, String state) {
        if (request.faulty("resource")) {
            return Refusal.RESOURCE_UNKNOWN;
        }
        String mode = request.get("response_mode");
        boolean object = request.get("request") != null || request.get("request_uri") != null;
        if (request.faulty()
                || object
                || (mode != null && !mode.equals("query"))
                || (state != null && state.length() > MAX_STATE)) {
            return Refusal.REQUEST_INVALID;
        }
        if (!"code".equals(request.get("response_type"))) {
            return Refusal.RESPONSE_TYPE_UNKNOWN;
        }
        if (!Pkce.isSound(request.get("code_challenge"), request.get("code_challenge_method"))) {
            return Refusal.PKCE_REQUIRED;
        }
        String resource = request.get("resource");
        if (resource != null && !site.has(resource)) {
            return Refusal.RESOURCE_UNKNOWN;
        }
        boolean known = request.words("scope").stream()
                .allMatch(scope -> site.config().scopes().containsKey(scope) || IGNORED.contains(scope));
        return known ? null : Refusal.SCOPE_UNKNOWN;
    }

    /** What is asked for, in the order of the request; what the server needs where nothing is. */
    private static List<String> scopes(BridgeSite site, Parameters request) {
        List<String> scopes = new ArrayList<>(request.words("scope"));
        scopes.retainAll(site.config().scopes().keySet());
        return scopes.isEmpty() ? site.wanted() : List.copyOf(scopes);
    }
}
