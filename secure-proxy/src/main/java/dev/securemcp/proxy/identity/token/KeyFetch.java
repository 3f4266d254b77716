package dev.securemcp.proxy.identity.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.securemcp.proxy.exchange.token.TokenRules.Issuer;
import dev.securemcp.proxy.net.HttpCalls;
import dev.securemcp.proxy.net.OutboundRequest;
import dev.securemcp.proxy.net.OutboundRequest.Trust;
import dev.securemcp.proxy.net.OutboundResponse;
import dev.securemcp.proxy.net.OutboundUrl;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Fetches one key set: the metadata of its issuer (OpenID Connect Discovery 1.0 §4, RFC 8414 §3), then the keys that it points to.
 *
 * <p>The operator wrote where the metadata is, so that may be any address. Where its redirects and its {@code jwks_uri} lead was
 * written by somebody else: another host must have a public address, or one that {@code outbound.allow} allows. Every step is TLS
 * but on loopback and to hosts that are allowed without.
 */
final class KeyFetch {

    private static final int MAX_REDIRECTS = 3;
    private static final String OPENID = "/.well-known/openid-configuration";
    private static final String OAUTH = "/.well-known/oauth-authorization-server";

    private final HttpCalls http;
    private final KeySetSettings settings;
    private final InstantSource clock;

    KeyFetch(HttpCalls http, KeySetSettings settings, InstantSource clock) {
        this.http = http;
        this.settings = settings;
        this.clock = clock;
    }

    /** One fetch under way. */
    private record Run(Context context, OutboundUrl home, long deadline) {}

    /** What a metadata document says. */
    private record Metadata(String issuer, String jwksUri) {}

    /**
     * Fetches. To be called on an event loop; completes there.
     *
     * @return fails with what a log should say
     */
    Future<Keys> fetch(Issuer issuer, Context context) {
        try {
            long deadline = System.nanoTime() + settings.time().toNanos();
            if (issuer.jwks() != null) {
                OutboundUrl url = OutboundUrl.parse(issuer.jwks().toString());
                return keys(new Run(context, url, deadline), url, null);
            }
            if (issuer.metadata() != null) {
                OutboundUrl url = OutboundUrl.parse(issuer.metadata().toString());
                Run run = new Run(context, url, deadline);
                return metadata(run, places(issuer.metadata())).compose(metadata -> keys(run, metadata));
            }
            return named(issuer.name(), context, deadline);
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(new KeySetException(e.getMessage()));
        }
    }

    private Future<Keys> named(URI issuer, Context context, long deadline) {
        List<OutboundUrl> places = placesOf(issuer);
        Run run = new Run(context, places.getFirst(), deadline);
        return metadata(run, places).compose(metadata -> {
            if (!issuer.toString().equals(metadata.issuer())) {
                // RFC 8414 §3.3: otherwise one issuer could speak for another.
                return Future.failedFuture(
                        new KeySetException(run.home().authority() + " calls itself by another name than " + issuer));
            }
            return keys(run, metadata);
        });
    }

    /** The first of these places that answers with a document. */
    private Future<Metadata> metadata(Run run, List<OutboundUrl> places) {
        Future<Metadata> found = metadata(run, places.getFirst());
        for (OutboundUrl place : places.subList(1, places.size())) {
            found = found.recover(
                    missing -> missing instanceof NotThere ? metadata(run, place) : Future.failedFuture(missing));
        }
        return found;
    }

    /** A document's own place, and where RFC 8414 §3.1 puts it where it is that of OpenID Connect. */
    static List<OutboundUrl> places(URI metadata) {
        String url = metadata.toString();
        return url.endsWith(OPENID)
                ? placesOf(URI.create(url.substring(0, url.length() - OPENID.length())))
                : List.of(OutboundUrl.parse(url));
    }

    /** Where the metadata of an issuer may be. */
    static List<OutboundUrl> placesOf(URI issuer) {
        String whole = issuer.toString().replaceFirst("/+$", "");
        String path = issuer.getRawPath() == null ? "" : issuer.getRawPath().replaceFirst("/+$", "");
        String host = whole.substring(0, whole.length() - path.length());
        List<String> places = path.isEmpty()
                ? List.of(whole + OPENID, host + OAUTH)
                : List.of(whole + OPENID, host + OAUTH + path, host + OPENID + path);
        return places.stream().map(OutboundUrl::parse).toList();
    }

    private Future<Metadata> metadata(Run run, OutboundUrl url) {
        return get(run, url).compose(body -> run.context()
                .executeBlocking(
                        () -> {
                            JsonNode node = read(() -> StrictJson.object(body), url, "metadata");
                            return new Metadata(text(node, "issuer", url), text(node, "jwks_uri", url));
                        },
                        false));
    }

    private Future<Keys> keys(Run run, Metadata metadata) {
        OutboundUrl url;
        try {
            url = OutboundUrl.parse(metadata.jwksUri());
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(new KeySetException(
                    "the jwks_uri of " + run.home().authority() + " is no good: " + e.getMessage()));
        }
        return keys(run, url, metadata.issuer());
    }

    private Future<Keys> keys(Run run, OutboundUrl url, String issuer) {
        return get(run, url).compose(body -> run.context()
                .executeBlocking(
                        () -> new Keys(issuer, read(() -> KeySetReader.read(body), url, "key set"), clock.instant()),
                        false));
    }

    private static <T> T read(java.util.function.Supplier<T> reader, OutboundUrl url, String what) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw new KeySetException("the " + what + " of " + url.authority() + " cannot be used: " + e.getMessage());
        }
    }

    private static String text(JsonNode node, String name, OutboundUrl url) {
        JsonNode value = node.get(name);
        if (value == null || !value.isTextual()) {
            throw new KeySetException("the metadata of " + url.authority() + " has no `" + name + "`");
        }
        return value.textValue();
    }

    private Future<byte[]> get(Run run, OutboundUrl url) {
        return get(run, url, url.sameOrigin(run.home()) ? Trust.OPERATOR : Trust.CALLER, 0);
    }

    private Future<byte[]> get(Run run, OutboundUrl url, Trust trust, int redirects) {
        if (!secure(run, url)) {
            return Future.failedFuture(new KeySetException(url.authority()
                    + " would be asked without TLS, so that anybody on the way could put in keys; use https, or name the host under"
                    + " `key-sets.plain-http`"));
        }
        long left = TimeUnit.NANOSECONDS.toMillis(run.deadline() - System.nanoTime());
        if (left <= 0) {
            return Future.failedFuture(new KeySetException(run.home().authority() + " did not answer within "
                    + settings.time().toMillis() + " ms"));
        }
        return http.send(new OutboundRequest(
                        HttpMethod.GET,
                        url,
                        trust,
                        HttpHeaders.headers().add(HttpHeaders.ACCEPT, "application/json"),
                        null,
                        left,
                        settings.maxBytes(),
                        0,
                        null))
                .compose(response -> answered(run, url, trust, redirects, response));
    }

    private Future<byte[]> answered(Run run, OutboundUrl url, Trust trust, int redirects, OutboundResponse response) {
        String location = response.headers().get(HttpHeaders.LOCATION);
        boolean redirect = response.status() / 100 == 3 && location != null;
        if (redirect && redirects < MAX_REDIRECTS) {
            OutboundUrl next;
            try {
                next = url.resolve(location);
            } catch (IllegalArgumentException e) {
                return Future.failedFuture(new KeySetException(
                        url.authority() + " redirects to what cannot be called: " + e.getMessage()));
            }
            if (url.tls() && !next.tls()) {
                return Future.failedFuture(new KeySetException(url.authority() + " redirects from https to http"));
            }
            return get(run, next, next.sameOrigin(url) ? trust : Trust.CALLER, redirects + 1);
        }
        return response.status() == 200
                ? Future.succeededFuture(response.body())
                : Future.failedFuture(new NotThere(url.authority() + " answered " + response.status()));
    }

    /** The operator's own URL was judged when it was read. */
    private boolean secure(Run run, OutboundUrl url) {
        return url.tls()
                || url.sameOrigin(run.home())
                || loopback(url.host())
                || settings.plainHttp().contains(url.host())
                || settings.plainHttp().contains(url.authority());
    }

    private static boolean loopback(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    /** The host answered, but not with the document: it may be elsewhere. */
    private static final class NotThere extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotThere(String message) {
            super(message, null, false, false);
        }
    }
}
