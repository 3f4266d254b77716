package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.config.BridgeConfig.Credential.ClientSecret;
import dev.securemcp.proxy.gateway.bridge.IssuerTokens.Answer;
import dev.securemcp.proxy.net.HttpCalls;
import dev.securemcp.proxy.net.OutboundRequest;
import dev.securemcp.proxy.net.OutboundRequest.Trust;
import dev.securemcp.proxy.net.OutboundUrl;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** The issuer behind one bridge: its metadata, which is asked for when it is first needed, and its token endpoint. */
final class Issuer {

    private static final Logger LOG = Logger.getLogger("dev.securemcp.proxy");

    /** Metadata changes as seldom as keys do; what is older is asked for anew, and serves until there is an answer. */
    private static final Duration FRESH = Duration.ofHours(1);

    /** An issuer that does not answer is not asked for each person anew. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int MAX_BYTES = 256 << 10;

    /** What was found, and when to ask again. */
    private record Known(IssuerMetadata metadata, Instant again) {}

    private final Vertx vertx;
    private final HttpCalls http;
    private final InstantSource clock;
    private final SecureRandom random;
    private final BridgeSite site;
    private final long timeoutMillis;
    private final AtomicReference<Known> known;
    private final SingleFlight<String, IssuerMetadata> flight = new SingleFlight<>();

    Issuer(Vertx vertx, HttpCalls http, InstantSource clock, SecureRandom random, BridgeSite site, Duration timeout) {
        this.vertx = vertx;
        this.http = http;
        this.clock = clock;
        this.random = random;
        this.site = site;
        this.timeoutMillis = timeout.toMillis();
        this.known = new AtomicReference<>(IssuerMetadata.configured(site.config())
                .map(configured -> new Known(configured, Instant.MAX))
                .orElse(new Known(null, Instant.MIN)));
    }

    /** What is known of the issuer; null where it has not told. Never fails. */
    Future<IssuerMetadata> metadata() {
        Known found = known.get();
        if (clock.instant().isBefore(found.again())) {
            return Future.succeededFuture(found.metadata());
        }
        Future<IssuerMetadata> fetched = flight.run("", this::fetch);
        // What is old serves on; the next one gets the new.
        return found.metadata() == null ? fetched : Future.succeededFuture(found.metadata());
    }

    private Future<IssuerMetadata> fetch() {
        OutboundRequest request = request(
                HttpMethod.GET,
                site.config().issuer().metadata().toString(),
                HttpHeaders.headers().set(HttpHeaders.ACCEPT, "application/json"),
                null);
        return http.send(request)
                .map(response -> response.status() == 200
                        ? IssuerMetadata.read(response.body(), site.config()).orElse(null)
                        : null)
                .otherwise(failed -> null)
                .map(this::learnt);
    }

    private IssuerMetadata learnt(IssuerMetadata fresh) {
        Instant now = clock.instant();
        if (fresh == null) {
            LOG.warnf(
                    "the bridge of %s: no sound metadata at %s",
                    site.server(), site.config().issuer().metadata());
        }
        return known.updateAndGet(before -> fresh != null
                        ? new Known(fresh, now.plus(FRESH))
                        : new Known(before.metadata(), now.plus(PAUSE)))
                .metadata();
    }

    /**
     * Asks for tokens. Never fails.
     *
     * @param grant the parameters of the grant itself
     * @param asked the scopes that were asked for, in the names that clients see
     * @param nonce that the ID token must have; null where none was asked for
     */
    Future<Answer> tokens(IssuerMetadata issuer, Map<String, String> grant, List<String> asked, String nonce) {
        return proved(issuer, grant)
                .compose(http::send)
                .map(response -> IssuerTokens.read(
                        site, issuer, response.status(), response.body(), asked, nonce, clock.instant()))
                .onSuccess(this::tell)
                .otherwise(failed -> {
                    LOG.warnf("the bridge of %s: no answer of its issuer: %s", site.server(), failed.getMessage());
                    return new Answer.Refused(Refusal.ISSUER_UNAVAILABLE, false, "");
                });
    }

    private void tell(Answer answer) {
        if (answer instanceof Answer.Refused(Refusal refusal, boolean _, String detail)
                && refusal != Refusal.ISSUER_REFUSED) {
            LOG.warnf("the bridge of %s: %s %s", site.server(), refusal.reason(), detail);
        }
    }

    private Future<OutboundRequest> proved(IssuerMetadata issuer, Map<String, String> grant) {
        Map<String, String> form = new LinkedHashMap<>(grant);
        MultiMap headers = HttpHeaders.headers()
                .set(HttpHeaders.ACCEPT, "application/json")
                .set(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded");
        String id = site.config().clientId();
        if (site.config().credential() instanceof ClientSecret(var secret)) {
            if (issuer.basic()) {
                String pair = encoded(id) + ":" + encoded(secret.reveal());
                headers.set(
                        HttpHeaders.AUTHORIZATION,
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
            } else {
                form.put("client_id", id);
                form.put("client_secret", secret.reveal());
            }
            return Future.succeededFuture(post(issuer, headers, form));
        }
        form.put("client_id", id);
        form.put("client_assertion_type", ClientAssertion.TYPE);
        return vertx.executeBlocking(
                        () -> ClientAssertion.make(
                                site.identity(), id, issuer.token(), Opaque.fresh(random), clock.instant()),
                        false)
                .map(assertion -> {
                    form.put("client_assertion", assertion);
                    return post(issuer, headers, form);
                });
    }

    private OutboundRequest post(IssuerMetadata issuer, MultiMap headers, Map<String, String> form) {
        return request(HttpMethod.POST, issuer.token(), headers, Buffer.buffer(Parameters.form(form)));
    }

    private OutboundRequest request(HttpMethod method, String url, MultiMap headers, Buffer body) {
        return new OutboundRequest(
                method, OutboundUrl.parse(url), Trust.OPERATOR, headers, body, timeoutMillis, MAX_BYTES, 0, null);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
