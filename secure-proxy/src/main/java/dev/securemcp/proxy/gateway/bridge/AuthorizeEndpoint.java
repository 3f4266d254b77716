package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Secret;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Asked;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Browser;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Consent;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.SignIn;
import dev.securemcp.proxy.gateway.bridge.BridgeEvents.Event;
import dev.securemcp.proxy.gateway.bridge.BridgeStore.Kind;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where sign-ins begin. The gateway is one client at the issuer for all of its own clients, so the issuer cannot ask people about
 * them: the page here does, each time, before the issuer is asked (MCP security best practices, "confused deputy").
 */
final class AuthorizeEndpoint {

    private final BridgeEnvironment environment;
    private final Clients clients;
    private final Issuers issuers;
    private final ConsentMemory memory;
    private final WayBack back;
    private final Duration patience;
    private final AddressRate rate;

    AuthorizeEndpoint(BridgeEnvironment environment, Clients clients, Issuers issuers) {
        this.environment = environment;
        this.clients = clients;
        this.issuers = issuers;
        this.memory = new ConsentMemory(environment.key());
        this.back = new WayBack(memory, environment.clock());
        this.patience = environment.limits().time(Limit.BRIDGE_PENDING_TIME);
        this.rate = new AddressRate(environment.limits().count(Limit.BRIDGE_SIGN_INS), environment.clock());
    }

    /** A client has sent a person here. */
    Future<BridgeAnswer> asked(BridgeSite site, BridgeRequest request) {
        if (!rate.allows(request.address())) {
            return Future.succeededFuture(BridgeAnswer.errorPage(Refusal.TOO_MANY));
        }
        Parameters parameters = request.parameters();
        return clients.find(site, parameters.get("client_id"), request.address())
                .compose(found -> {
                    if (found.refusal() != null) {
                        return Future.succeededFuture(BridgeAnswer.errorPage(found.refusal()));
                    }
                    return switch (AuthorizeDecision.decide(site, parameters, found.client())) {
                        case AuthorizeDecision.ShowError(Refusal refusal) ->
                            Future.succeededFuture(BridgeAnswer.errorPage(refusal));
                        case AuthorizeDecision.SendBack(Refusal refusal, String redirect, String state) ->
                            Future.succeededFuture(
                                    back.refuse(302, site, found.client().id(), redirect, state, refusal, request));
                        case AuthorizeDecision.Ask ask -> ask(site, found.client(), ask, request);
                    };
                });
    }

    private Future<BridgeAnswer> ask(BridgeSite site, Client client, AuthorizeDecision.Ask ask, BridgeRequest request) {
        List<String> cookies = request.headers().getAll("Cookie");
        String digest = memory.digest(client, ask.asked());
        boolean agreed = !ask.fresh()
                && memory.remembers(site, request, digest, environment.clock().instant());
        if (ask.silent() && !agreed) {
            return Future.succeededFuture(back.refuse(302, site, ask.asked(), Refusal.CONSENT_NEEDED, request));
        }
        String secret = environment.fresh();
        Browser browser =
                new Browser(Cookies.signIn(site.secure(), environment.fresh().substring(0, 10)), Opaque.hash(secret));
        String csrf = environment.fresh();
        Consent consent = new Consent(
                ask.asked(), browser, Opaque.hash(csrf), digest, ask.silent() ? "none" : ask.prompt(), ask.hint());
        Future<BridgeAnswer> answer;
        if (agreed) {
            answer = toIssuer(302, site, consent);
        } else {
            String transaction = environment.fresh();
            environment.events().happened(site.server(), Event.ASKED);
            answer = environment
                    .store()
                    .put(
                            Kind.CONSENT,
                            Opaque.hash(transaction),
                            consent,
                            environment.clock().instant().plus(patience))
                    .map(kept -> BridgeAnswer.page(
                            200,
                            Pages.consent(
                                    site,
                                    client,
                                    ask.asked(),
                                    transaction,
                                    csrf,
                                    site.config().rememberConsent())));
        }
        // Long enough for both pages, ours and the issuer's.
        return answer.map(sent -> {
            BridgeAnswer all = sent.with("Set-Cookie", Cookies.set(browser.cookie(), secret, patience.multipliedBy(2)));
            for (String over : Cookies.superfluous(cookies, site.secure())) {
                all = all.with("Set-Cookie", Cookies.forget(over));
            }
            return all;
        });
    }

    /** A person has answered on our page. */
    Future<BridgeAnswer> decided(BridgeSite site, BridgeRequest request) {
        Parameters form = request.form();
        if (form == null || form.faulty() || form.get("transaction") == null) {
            return Future.succeededFuture(BridgeAnswer.errorPage(Refusal.REQUEST_INVALID));
        }
        if (!isOurPage(site, request)) {
            return Future.succeededFuture(BridgeAnswer.errorPage(Refusal.CONSENT_FORGED));
        }
        return environment
                .store()
                .take(Kind.CONSENT, Opaque.hash(form.get("transaction")))
                .compose(entry -> {
                    if (!(entry instanceof Consent consent)
                            || !consent.asked().server().equals(site.server())) {
                        return Future.succeededFuture(BridgeAnswer.errorPage(Refusal.SIGN_IN_UNKNOWN));
                    }
                    if (!isSameBrowser(consent.browser(), request)) {
                        return Future.succeededFuture(BridgeAnswer.errorPage(Refusal.BROWSER_MISMATCH));
                    }
                    String csrf = form.get("csrf");
                    if (csrf == null || !Opaque.same(consent.csrf(), Opaque.hash(csrf))) {
                        return Future.succeededFuture(BridgeAnswer.errorPage(Refusal.CONSENT_FORGED));
                    }
                    if (!"approve".equals(form.get("decision"))) {
                        // Who says no often does so since the address looks wrong: that must not lead there either.
                        return Future.succeededFuture(
                                back.refuse(303, site, consent.asked(), Refusal.CONSENT_DENIED, request)
                                        .with(
                                                "Set-Cookie",
                                                Cookies.forget(consent.browser().cookie())));
                    }
                    return toIssuer(303, site, consent)
                            .map(answer -> "on".equals(form.get("remember"))
                                    ? remembering(site, consent, request, answer)
                                    : answer);
                });
    }

    /** What browsers say of where a form was sent from; those that say nothing are held by cookie and token alone. */
    private static boolean isOurPage(BridgeSite site, BridgeRequest request) {
        String origin = request.headers().get("Origin");
        String from = request.headers().get("Sec-Fetch-Site");
        return (origin == null || origin.equals(site.origin())) && (from == null || from.equals("same-origin"));
    }

    /** Whether a request brings the cookie that the sign-in began with. */
    static boolean isSameBrowser(Browser browser, BridgeRequest request) {
        return Cookies.values(request.headers().getAll("Cookie"), browser.cookie()).stream()
                .anyMatch(value -> Opaque.same(browser.hash(), Opaque.hash(value)));
    }

    private BridgeAnswer remembering(BridgeSite site, Consent consent, BridgeRequest request, BridgeAnswer answer) {
        Duration age = site.config().rememberConsent();
        if (age.isZero()) {
            return answer;
        }
        String name = Cookies.consents(site.secure());
        List<String> before = Cookies.values(request.headers().getAll("Cookie"), name);
        Asked asked = consent.asked();
        String place = memory.placeDigest(asked.server(), asked.clientId(), asked.redirect());
        return answer.with(
                "Set-Cookie",
                Cookies.set(
                        name,
                        memory.with(
                                before,
                                List.of(consent.memory(), place),
                                environment.clock().instant(),
                                age),
                        age));
    }

    /** On to the issuer, with a state and a code challenge of our own, and without {@code resource}, which it might not know. */
    private Future<BridgeAnswer> toIssuer(int status, BridgeSite site, Consent consent) {
        Asked asked = consent.asked();
        environment.events().happened(site.server(), Event.AGREED);
        return issuers.of(site).metadata().compose(issuer -> {
            if (issuer == null) {
                return Future.succeededFuture(BridgeAnswer.sendBack(
                        status, site, asked.redirect(), asked.state(), Refusal.ISSUER_UNAVAILABLE, ""));
            }
            Set<String> scopes = new LinkedHashSet<>();
            asked.scopes().forEach(scope -> scopes.add(site.config().scopes().get(scope)));
            scopes.addAll(site.config().upstreamScopes());
            String state = environment.fresh();
            String verifier = environment.fresh();
            String nonce = scopes.contains("openid") ? environment.fresh() : null;
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("client_id", site.config().clientId());
            parameters.put("response_type", "code");
            parameters.put("redirect_uri", site.callback());
            parameters.put("scope", String.join(" ", scopes));
            parameters.put("state", state);
            parameters.put("code_challenge", Opaque.hash(verifier));
            parameters.put("code_challenge_method", Pkce.METHOD);
            parameters.put("nonce", nonce);
            parameters.put("prompt", consent.prompt());
            parameters.put("login_hint", consent.hint());
            return environment
                    .store()
                    .put(
                            Kind.SIGN_IN,
                            Opaque.hash(state),
                            new SignIn(asked, consent.browser(), Secret.of(verifier), nonce),
                            environment.clock().instant().plus(patience))
                    .map(kept -> BridgeAnswer.redirect(status, Parameters.appended(issuer.authorize(), parameters)));
        });
    }
}
