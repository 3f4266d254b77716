package dev.securemcp.proxy.gateway.bridge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where a client has people sent back to: what may be registered, and what counts as registered. */
final class RedirectUri {

    /** Names of this computer itself (RFC 8252 §7.3; {@code localhost} is what most MCP clients write). */
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    /** What browsers run or show instead of handing it to a program. */
    private static final Set<String> NEVER = Set.of(
            "javascript", "data", "file", "blob", "about", "vbscript", "view-source", "filesystem", "ws", "wss", "ftp");

    static final int MAX_LENGTH = 512;

    private RedirectUri() {}

    /**
     * Why a URI cannot be registered; null where it can.
     *
     * @param allowed what the operator allows: URIs, or their beginnings with a {@code *} at the end; empty for all that are safe
     */
    static String fault(String uri, List<String> allowed) {
        if (uri.length() > MAX_LENGTH
                || !uri.chars().allMatch(c -> c > ' ' && c < 0x7f && "\"<>\\^`{|}".indexOf(c) < 0)) {
            return "a redirect URI is longer than " + MAX_LENGTH
                    + " characters, or holds one that may not stand in a URI";
        }
        URI parsed;
        try {
            parsed = new URI(uri);
        } catch (URISyntaxException e) {
            return "a redirect URI is no URI";
        }
        if (!parsed.isAbsolute() || parsed.getRawFragment() != null || uri.indexOf('#') >= 0) {
            return "a redirect URI is not absolute, or has a fragment";
        }
        if (parsed.getRawUserInfo() != null
                || (parsed.getRawAuthority() != null && parsed.getRawAuthority().indexOf('@') >= 0)) {
            return "a redirect URI has user information";
        }
        String scheme = parsed.getScheme();
        if (!scheme.equals(scheme.toLowerCase(Locale.ROOT)) || NEVER.contains(scheme)) {
            return "a redirect URI has a scheme that is not accepted";
        }
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (web && (parsed.getHost() == null || parsed.getPort() == 0 || parsed.getPort() > 65_535)) {
            return "a redirect URI has no host";
        }
        if (scheme.equals("http") && !LOOPBACK.contains(parsed.getHost())) {
            return "over http a redirect URI may only lead to 127.0.0.1, [::1] or localhost";
        }
        if (!allowed.isEmpty()) {
            return allowed.stream().anyMatch(pattern -> allows(pattern, uri))
                    ? null
                    : "a redirect URI is not one of those that this server allows";
        }
        // RFC 8252 §7.1: a private-use scheme is a domain name of its owner's, reversed.
        return web || scheme.indexOf('.') > 0 ? null : "a private-use scheme must have a dot in it (RFC 8252)";
    }

    /** Whether the operator has named where a URI leads: by a pattern that stands for it and says which host or which program's scheme. */
    static boolean isNamed(String uri, List<String> allowed) {
        return allowed.stream().anyMatch(pattern -> namesItsTarget(pattern) && allows(pattern, uri));
    }

    /** {@code https://*} stands for everybody. */
    private static boolean namesItsTarget(String pattern) {
        boolean web = pattern.startsWith("https:") || pattern.startsWith("http:");
        int host = pattern.indexOf("://") + 3;
        return !web || !pattern.endsWith("*") || (host > 2 && pattern.indexOf('/', host) > host);
    }

    private static boolean allows(String pattern, String uri) {
        if (!pattern.endsWith("*")) {
            return matches(pattern, uri);
        }
        String beginning = pattern.substring(0, pattern.length() - 1);
        // A path that leads back up would leave what the pattern names.
        boolean climbs = uri.contains("/../")
                || uri.endsWith("/..")
                || uri.toLowerCase(Locale.ROOT).contains("%2e");
        return !climbs && (uri.startsWith(beginning) || withoutPort(uri).startsWith(withoutPort(beginning)));
    }

    /** Whether a URI that is asked for is one that was registered: the same text, but for the port of a loopback URI (RFC 8252 §7.3). */
    static boolean matches(String registered, String asked) {
        return registered.equals(asked)
                || (isLoopback(registered)
                        && isLoopback(asked)
                        && withoutPort(registered).equals(withoutPort(asked)));
    }

    /** Whether it leads to a program on the person's own computer over http. */
    static boolean isLoopback(String uri) {
        if (!uri.startsWith("http://")) {
            return false;
        }
        String authority = authority(uri);
        int colon = authority.lastIndexOf(':');
        boolean port = colon > authority.lastIndexOf(']');
        if (port && !authority.substring(colon + 1).matches("[0-9]{1,5}")) {
            return false;
        }
        return LOOPBACK.contains(port ? authority.substring(0, colon) : authority);
    }

    private static String authority(String uri) {
        int begin = uri.indexOf("://") + 3;
        int end = begin;
        while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        return uri.substring(begin, end);
    }

    /** A loopback URI without its port; any other as it is. */
    static String withoutPort(String uri) {
        if (!isLoopback(uri)) {
            return uri;
        }
        String authority = authority(uri);
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']')
                ? "http://" + authority.substring(0, colon) + uri.substring("http://".length() + authority.length())
                : uri;
    }

    /** Where it leads, for people: a host, this computer, or a program's own scheme. */
    static String target(String uri) {
        if (isLoopback(uri)) {
            return "a program on this computer";
        }
        return uri.startsWith("https://")
                ? authority(uri)
                : "the program that opens " + uri.substring(0, uri.indexOf(':') + 1);
    }
}
