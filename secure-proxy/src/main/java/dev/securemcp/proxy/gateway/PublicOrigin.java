package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.expression.RequestUrl;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;

/**
 * How clients see the gateway: the public URL where one is configured, else what the request says.
 *
 * @param url scheme, host and port; null where none is configured
 * @param addresses whose {@code X-Forwarded-Proto} and {@code X-Forwarded-Host} are believed
 */
record PublicOrigin(URI url, ClientAddress addresses) {

    /** The request's URL as its client wrote it. */
    RequestUrl of(HttpServerRequest request) {
        String query = request.query() == null ? "" : "?" + request.query();
        if (url != null) {
            return configured(url, request.path(), query);
        }
        boolean behindProxy = addresses.trusts(request.remoteAddress().hostAddress());
        String proto = behindProxy ? request.getHeader("X-Forwarded-Proto") : null;
        String forwardedHost = behindProxy ? request.getHeader("X-Forwarded-Host") : null;
        String scheme = "https".equalsIgnoreCase(proto) || (proto == null && request.isSSL()) ? "https" : "http";
        String authority = forwardedHost == null ? Requests.host(request) : forwardedHost;
        return withAuthority(scheme, authority == null ? "localhost" : authority, request.path(), query);
    }

    /** A path below the public URL. */
    static RequestUrl configured(URI url, String path, String query) {
        boolean tls = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
        return new RequestUrl(tls ? "https" : "http", url.getHost(), port, path, query);
    }

    private static RequestUrl withAuthority(String scheme, String authority, String path, String query) {
        String name = HostRule.withoutPort(authority);
        int port = scheme.equals("https") ? 443 : 80;
        if (name.length() < authority.length()) {
            try {
                port = Integer.parseInt(authority.substring(name.length() + 1));
            } catch (NumberFormatException e) {
                // no number: the scheme's own port
            }
        }
        return new RequestUrl(scheme, name, port, path, query);
    }
}
