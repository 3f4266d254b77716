package dev.securemcp.proxy.identity.access;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The ways in which a backend may read the URI of a resource, for rules that must not be got around by another spelling (RFC 3986 §6.2.2:
 * case of scheme and host, percent-encoding).
 */
final class UriForms {

    /** A segment {@code .} or {@code ..}: where the URI leads depends on who reads it. */
    private static final Pattern DOTS = Pattern.compile("(^|[/\\\\])\\.{1,2}([/\\\\?#]|$)");

    private UriForms() {}

    /** Whether it climbs: then no pattern says where it leads. */
    static boolean climbs(String uri) {
        return DOTS.matcher(uri).find() || DOTS.matcher(decoded(uri)).find();
    }

    /** As it is written, and as it reads once case and percent-encoding are undone. */
    static List<String> of(String uri) {
        String plain = lowerHost(decoded(uri));
        return plain.equals(uri) ? List.of(uri) : List.of(uri, plain);
    }

    private static String decoded(String uri) {
        if (uri.indexOf('%') < 0) {
            return uri;
        }
        try {
            return URLDecoder.decode(uri.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return uri; // a lone percent sign: nothing to undo
        }
    }

    private static String lowerHost(String uri) {
        int scheme = uri.indexOf(':');
        if (scheme < 0) {
            return uri;
        }
        int end = scheme;
        if (uri.startsWith("//", scheme + 1)) {
            int slash = uri.indexOf('/', scheme + 3);
            end = slash < 0 ? uri.length() : slash;
        }
        return uri.substring(0, end).toLowerCase(Locale.ROOT) + uri.substring(end);
    }
}
