package dev.securemcp.proxy.backend;

import java.net.URI;

/**
 * A URL of a backend, taken apart once at load.
 *
 * @param tls whether the connection is encrypted
 * @param host name or address, an IPv6 address without its brackets
 * @param port 1–65535
 * @param path starts with a slash
 * @param query without the question mark; null where there is none
 */
public record Target(boolean tls, String host, int port, String path, String query) {

    /** Takes an absolute http or https URL apart; the reader of the configuration has checked it. */
    public static Target of(URI url) {
        boolean tls = url.getScheme().equalsIgnoreCase("https");
        int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
        String host = url.getHost();
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new Target(tls, host, port, path, url.getRawQuery());
    }

    /** The same place with another path and query. */
    public Target withPathAndQuery(String newPath, String newQuery) {
        return new Target(tls, host, port, newPath, newQuery);
    }

    /**
     * The request line's target: this path, and this query followed by {@code more}.
     *
     * @param more the client's own query, null or empty for none
     */
    public String requestUri(String more) {
        boolean none = more == null || more.isEmpty();
        if (query == null) {
            return none ? path : path + "?" + more;
        }
        return none ? path + "?" + query : path + "?" + query + "&" + more;
    }

    /**
     * Where a reference that this backend sent leads, if it stays on this backend (same scheme, host and port).
     *
     * @return null where the reference is no URL or leads elsewhere: a backend must not make the gateway call others
     */
    public Target resolve(String reference) {
        try {
            URI base = new URI(tls ? "https" : "http", null, host, port, path, null, null);
            String trimmed = reference.trim();
            // java.net.URI still follows RFC 2396, where a query alone replaces the last segment; RFC 3986 §5.2.2 keeps
            // the path.
            URI resolved = base.resolve(trimmed.startsWith("?") ? base.getRawPath() + trimmed : trimmed);
            if (resolved.getHost() == null
                    || !("http".equals(resolved.getScheme()) || "https".equals(resolved.getScheme()))) {
                return null;
            }
            Target target = of(resolved);
            return target.tls == tls && target.port == port && target.host.equalsIgnoreCase(host) ? target : null;
        } catch (java.net.URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    /** The {@code Host} field's value; the scheme's own port is left out (RFC 9110 §7.2). */
    public String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    /** For people: the URL without its query, which may hold a credential. */
    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + path;
    }
}
