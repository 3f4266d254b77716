package dev.securemcp.proxy.config;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code public-url}: how clients see the gateway. Kept in the form in which browsers write an origin (RFC 6454 §6.2, WHATWG URL), since
 * it is compared as text with what they send, and is the beginning of names that clients compare as text (RFC 8414 §3.3, RFC 9728 §3.3).
 */
final class PublicUrl {

    private PublicUrl() {}

    /** Reads it; empty where it is none, which {@code faults} then say. */
    static Optional<URI> read(Section.Entry entry, Faults faults) {
        Optional<URI> url = BackendSettings.url(entry, faults).map(PublicUrl::origin);
        url.filter(found ->
                        found.getScheme().equals("http") && !AuthorizationSettings.LOOPBACK.contains(found.getHost()))
                .ifPresent(_ -> faults.warning(
                        entry.position(),
                        entry.path(),
                        "over plain http, keys and tokens travel in the clear",
                        "use https"));
        return url;
    }

    /** Scheme, host in lower case, and the port unless it is the scheme's own; without a slash at the end. */
    private static URI origin(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        int own = scheme.equals("https") ? 443 : 80;
        String port = url.getPort() < 0 || url.getPort() == own ? "" : ":" + url.getPort();
        return URI.create(scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + port);
    }
}
