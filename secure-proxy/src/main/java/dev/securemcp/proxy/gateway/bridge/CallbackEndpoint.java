package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Asked;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Code;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.SignIn;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Tokens;
import dev.securemcp.proxy.gateway.bridge.BridgeEvents.Event;
import dev.securemcp.proxy.gateway.bridge.BridgeStore.Kind;
import dev.securemcp.proxy.gateway.bridge.IssuerTokens.Answer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Where the issuer sends people back to. The client gets a code of ours; the issuer's own code and tokens stay here. */
final class CallbackEndpoint {

    /** Errors of the issuer's that mean the same to a client (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6). */
    private static final Set<String> PASSED_ON = Set.of("access_denied", "temporarily_unavailable");

    private final BridgeEnvironment environment;
    private final Issuers issuers;
    private final Duration codeLife;

    CallbackEndpoint(BridgeEnvironment environment, Issuers issuers) {
        this.environment = environment;
        this.issuers = issuers;
        this.codeLife = environment.limits().time(Limit.BRIDGE_CODE_TIME);
    }

    Future<BridgeAnswer> answer(BridgeTable table, BridgeRequest request) {
        Parameters parameters = request.parameters();
        String state = parameters.get("state");
        if (parameters.faulty() || state == null) {
            return Future.succeededFuture(BridgeAnswer.errorPage(Refusal.REQUEST_INVALID));
        }
        return environment.store().take(Kind.SIGN_IN, Opaque.hash(state)).compose(entry -> {
            BridgeSite site =
                    entry instanceof SignIn found ? table.site(found.asked().server()) : null;
            if (site == null) {
                return Future.succeededFuture(BridgeAnswer.errorPage(Refusal.SIGN_IN_UNKNOWN));
            }
            SignIn signIn = (SignIn) entry;
            if (!AuthorizeEndpoint.isSameBrowser(signIn.browser(), request)) {
                // Somebody else's sign-in: with it this person's account would go to that one's client, or the other
                // way round.
                return Future.succeededFuture(BridgeAnswer.errorPage(Refusal.BROWSER_MISMATCH));
            }
            return issuers.of(site)
                    .metadata()
                    .compose(issuer -> returned(site, issuer, signIn, parameters))
                    .map(sent -> sent.with(
                            "Set-Cookie", Cookies.forget(signIn.browser().cookie())));
        });
    }

    private Future<BridgeAnswer> returned(
            BridgeSite site, IssuerMetadata issuer, SignIn signIn, Parameters parameters) {
        Asked asked = signIn.asked();
        if (issuer == null) {
            return back(site, asked, Refusal.ISSUER_UNAVAILABLE, "");
        }
        String iss = parameters.get("iss");
        if (iss == null ? issuer.namesItself() : !isThisIssuer(issuer, iss)) {
            return Future.succeededFuture(BridgeAnswer.errorPage(Refusal.ISSUER_MISMATCH));
        }
        String error = parameters.get("error");
        String said = parameters.get("error_description");
        if (error != null) {
            String detail = said == null ? "" : PlainText.description(said, 400);
            Refusal refusal = !PASSED_ON.contains(error)
                    ? Refusal.ISSUER_ANSWER_INVALID
                    : error.equals("access_denied") ? Refusal.ISSUER_REFUSED : Refusal.ISSUER_UNAVAILABLE;
            return back(site, asked, refusal, detail);
        }
        String code = parameters.get("code");
        if (code == null) {
            return back(site, asked, Refusal.ISSUER_ANSWER_INVALID, "");
        }
        Map<String, String> grant = new LinkedHashMap<>();
        grant.put("grant_type", "authorization_code");
        grant.put("code", code);
        grant.put("redirect_uri", site.callback());
        grant.put("code_verifier", signIn.verifier().reveal());
        return issuers.of(site)
                .tokens(issuer, grant, asked.scopes(), signIn.nonce())
                .compose(answer -> switch (answer) {
                    case Answer.Refused(Refusal refusal, boolean _, String detail) ->
                        back(site, asked, refusal, detail);
                    case Answer.Granted(Tokens tokens) -> code(site, asked, tokens);
                });
    }

    /** With several tenants behind one issuer its name is known only by its form. */
    private static boolean isThisIssuer(IssuerMetadata issuer, String named) {
        int tenant = issuer.issuer().indexOf(IssuerMetadata.TENANT);
        if (tenant < 0) {
            return issuer.is(named, null);
        }
        String end = issuer.issuer().substring(tenant + IssuerMetadata.TENANT.length());
        return named.startsWith(issuer.issuer().substring(0, tenant))
                && named.endsWith(end)
                && named.length() > tenant + end.length()
                && named.substring(tenant, named.length() - end.length()).indexOf('/') < 0;
    }

    private Future<BridgeAnswer> code(BridgeSite site, Asked asked, Tokens tokens) {
        String code = environment.fresh();
        environment.events().happened(site.server(), Event.SIGNED_IN);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("code", code);
        parameters.put("state", asked.state());
        parameters.put("iss", site.issuer());
        return environment
                .store()
                .put(
                        Kind.CODE,
                        Opaque.hash(code),
                        new Code(asked, tokens, environment.fresh()),
                        environment.clock().instant().plus(codeLife))
                .map(kept -> BridgeAnswer.redirect(302, Parameters.appended(asked.redirect(), parameters)));
    }

    private static Future<BridgeAnswer> back(BridgeSite site, Asked asked, Refusal refusal, String detail) {
        return Future.succeededFuture(
                BridgeAnswer.sendBack(302, site, asked.redirect(), asked.state(), refusal, detail));
    }
}
