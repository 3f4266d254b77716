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

    /** Consents in one cookie; the oldest makes room. */
    private static final int MAX = 16;

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

    /** Whether one of these cookie values remembers it. */
    boolean remembers(List<String> cookies, String digest, Instant now) {
        return cookies.stream()
                .flatMap(cookie -> entries(cookie).stream())
                .anyMatch(entry -> matches(entry, digest, now));
    }

    private static boolean matches(String entry, String digest, Instant now) {
        return Opaque.same(digest, entry.substring(0, DIGEST)) && alive(entry, now);
    }

    private static boolean alive(String entry, Instant now) {
        return Long.parseLong(entry.substring(DIGEST), 36) > now.getEpochSecond();
    }

    /** The cookie's value with one consent more. */
    String with(List<String> cookies, String digest, Instant now, Duration age) {
        List<String> kept = new ArrayList<>();
        for (String cookie : cookies) {
            entries(cookie).stream()
                    .filter(entry -> !entry.startsWith(digest) && alive(entry, now) && !kept.contains(entry))
                    .forEach(kept::add);
        }
        while (kept.size() >= MAX) {
            kept.removeFirst();
        }
        kept.add(digest + Long.toString(now.plus(age).getEpochSecond(), 36));
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
