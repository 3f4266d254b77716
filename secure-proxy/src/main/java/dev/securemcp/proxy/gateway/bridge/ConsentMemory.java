package dev.securemcp.proxy.gateway.bridge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Consents that a browser remembers, in a cookie of its own: which client may be sent back to where, with which scopes, until when.
 * Sealed, so that nobody but the gateway writes into it; bound to nothing but the browser. Pure.
 */
final class ConsentMemory {

    private static final String USE = "consents";

    /** Entries in one cookie, two for a consent; the oldest make room. */
    private static final int MAX = 32;

    /** Bytes of a digest that are kept of what was agreed to: enough that nobody finds another request with the same. */
    private static final int DIGEST = 22;

    private final BridgeKey key;

    ConsentMemory(BridgeKey key) {
        this.key = key;
    }

    /** What a consent is recognised by: everything that the page showed. */
    String digest(Client client, BridgeEntry.Asked asked) {
        return key.seal(
                        "consent",
                        asked.server(),
                        client.id(),
                        client.name(),
                        RedirectUri.withoutPort(asked.redirect()),
                        String.join(" ", asked.scopes().stream().sorted().toList()))
                .substring(0, DIGEST);
    }

    /** What it is recognised by that a person has let a client send them there, whatever it asked for. */
    String placeDigest(String server, String clientId, String redirect) {
        return key.seal("consent to be sent to", server, clientId, RedirectUri.withoutPort(redirect))
                .substring(0, DIGEST);
    }

    /** Whether the browser that asks remembers it. */
    boolean remembers(BridgeSite site, BridgeRequest request, String digest, Instant now) {
        if (site.config().rememberConsent().isZero()) {
            return false;
        }
        String name = Cookies.consents(site.secure());
        return Cookies.values(request.headers().getAll("Cookie"), name).stream()
                .flatMap(cookie -> entries(cookie).stream())
                .anyMatch(entry -> matches(entry, digest, now));
    }

    private static boolean matches(String entry, String digest, Instant now) {
        return Opaque.same(digest, entry.substring(0, DIGEST)) && alive(entry, now);
    }

    private static boolean alive(String entry, Instant now) {
        return Long.parseLong(entry.substring(DIGEST), 36) > now.getEpochSecond();
    }

    /** The cookie's value with one consent more, which these digests stand for. */
    String with(List<String> cookies, List<String> digests, Instant now, Duration age) {
        List<String> kept = new ArrayList<>();
        for (String cookie : cookies) {
            entries(cookie).stream()
                    .filter(entry ->
                            !digests.contains(entry.substring(0, DIGEST)) && alive(entry, now) && !kept.contains(entry))
                    .forEach(kept::add);
        }
        while (kept.size() + digests.size() > MAX) {
            kept.removeFirst();
        }
        String until = Long.toString(now.plus(age).getEpochSecond(), 36);
        digests.forEach(digest -> kept.add(digest + until));
        String body = String.join(".", kept);
        return body + "~" + key.seal(USE, body);
    }

    /** The entries of a cookie that bears our seal; none of any other. */
    private List<String> entries(String cookie) {
        int seal = cookie.lastIndexOf('~');
        if (seal <= 0 || !Opaque.same(key.seal(USE, cookie.substring(0, seal)), cookie.substring(seal + 1))) {
            return List.of();
        }
        return List.of(cookie.substring(0, seal).split("\\."));
    }
}
