package dev.securemcp.proxy.net;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A URL that the gateway may call, taken apart: http or https, with a host, without credentials.
 *
 * @param tls whether the connection is encrypted
 * @param host name or address, an IPv6 address without its brackets
 * @param port 1–65535
 * @param requestUri path and query as they go into the request line (RFC 9112 §3.2.1)
 */
public record OutboundUrl(boolean tls, String host, int port, String requestUri) {

    /** No sane URL is longer (RFC 9110 §4.1 asks for 8,000 at least). */
    private static final int MAX_LENGTH = 16_000;

    /** Printable characters that no URL may hold (RFC 3986 §2); they travel percent-encoded. */
    private static final String ESCAPED = " \"<>\\^`{|}";

    /**
     * Reads an absolute URL. Characters that may not stand in one are percent-encoded, a fragment is dropped.
     *
     * @throws IllegalArgumentException where it is none that can be called; the message names no part of it, since it may hold a
     *     credential
     */
    public static OutboundUrl parse(String text) {
        String trimmed = text.strip();
        if (trimmed.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("the URL is longer than " + MAX_LENGTH + " characters");
        }
        try {
            return of(new URI(escape(trimmed)));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL: " + e.getReason(), e);
        }
    }

    private static OutboundUrl of(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("the URL does not begin with http:// or https://");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the URL holds credentials; send them in a header");
        }
        String host = url.getHost();
        if (host == null || host.isEmpty() || url.getPort() == 0 || url.getPort() > 65_535) {
            throw new IllegalArgumentException("the URL has no host that can be called, or a wrong port");
        }
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        boolean tls = scheme.equals("https");
        int port = url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return new OutboundUrl(tls, host.toLowerCase(Locale.ROOT), port, path + query);
    }

    private static String escape(String text) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            boolean illegal = c < 0x20 || c >= 0x7f || ESCAPED.indexOf(c) >= 0;
            if (illegal && escaped == null) {
                escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (illegal) {
                for (byte b : text.substring(i, next).getBytes(StandardCharsets.UTF_8)) {
                    escaped.append('%').append(String.format(Locale.ROOT, "%02X", b & 0xff));
                }
            } else if (escaped != null) {
                escaped.append((char) c);
            }
            i = next;
        }
        return escaped == null ? text : escaped.toString();
    }

    /**
     * Where a redirect leads.
     *
     * @param location the {@code Location} field, absolute or relative to this URL
     * @throws IllegalArgumentException where it is no URL that can be called
     */
    public OutboundUrl resolve(String location) {
        try {
            return of(new URI(toString()).resolve(new URI(escape(location.strip()))));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL: " + e.getReason(), e);
        }
    }

    /** Whether both lead to the same scheme, host and port. */
    public boolean sameOrigin(OutboundUrl other) {
        return tls == other.tls && port == other.port && host.equals(other.host);
    }

    /** Host and port for people; the scheme's own port is left out. */
    public String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    /** The whole URL. May hold a credential in its query: not for messages. */
    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + requestUri;
    }
}
