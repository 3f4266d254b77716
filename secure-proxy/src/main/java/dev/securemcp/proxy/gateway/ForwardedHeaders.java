package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.RequestState;
import io.vertx.core.MultiMap;

/**
 * Tells the backend who called whom, and how ({@code Forwarded}, RFC 7239, and the older {@code X-Forwarded-*}). What a client
 * claims about itself has been dropped; the address is the one that policies see, after trusted proxies were looked through.
 */
final class ForwardedHeaders {

    private ForwardedHeaders() {}

    /** Sets the fields, but those that a policy has set in words. */
    static void apply(RequestState request, MultiMap headers) {
        HeaderFields client = request.headers();
        String address = request.ipAddress();
        String scheme = request.originalUrl().scheme();
        String host = hostAndPort(request);
        set(client, headers, "X-Forwarded-For", address);
        set(client, headers, "X-Forwarded-Proto", scheme);
        set(client, headers, "X-Forwarded-Host", host);
        set(client, headers, "Forwarded", "for=" + node(address) + ";host=" + quoted(host) + ";proto=" + scheme);
    }

    private static void set(HeaderFields client, MultiMap headers, String name, String value) {
        if (!client.setByPolicy(name)) {
            headers.set(name, value);
        }
    }

    private static String hostAndPort(RequestState request) {
        String scheme = request.originalUrl().scheme();
        int port = request.originalUrl().port();
        boolean standard = port <= 0 || port == (scheme.equals("https") ? 443 : 80);
        return standard ? request.originalUrl().host() : request.originalUrl().host() + ":" + port;
    }

    /** RFC 9110 §5.6.4. The host is the client's text: it must not end the quotes and go on with fields of its own. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** RFC 7239 §6: an IPv6 address stands in brackets and quotes. */
    private static String node(String address) {
        return address.indexOf(':') >= 0 ? "\"[" + address + "]\"" : address;
    }
}
