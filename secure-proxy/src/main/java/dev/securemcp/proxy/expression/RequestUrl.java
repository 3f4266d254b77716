package dev.securemcp.proxy.expression;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code IUrl}: a URL in parts. Immutable; the query is taken apart on first use. */
public final class RequestUrl {

    private final String scheme;
    private final String host;
    private final int port;
    private final String path;
    private final String queryString;
    private final String whole;
    private volatile Map<String, List<String>> query;

    /**
     * @param scheme {@code http} or {@code https}
     * @param port as a number; the scheme's own where the URL names none
     * @param path begins with a slash, as sent (percent signs kept)
     * @param queryString with its question mark, or empty
     */
    public RequestUrl(String scheme, String host, int port, String path, String queryString) {
        this(scheme, host, port, path, queryString == null ? "" : queryString, queryString == null ? "" : queryString);
    }

    private RequestUrl(String scheme, String host, int port, String path, String queryString, String whole) {
        this.scheme = scheme;
        this.host = host;
        this.port = port;
        this.path = path;
        this.queryString = queryString;
        this.whole = whole;
    }

    /** The same URL, whose text shows only this query, while {@link #query()} knows all parameters that it had. */
    public RequestUrl showing(String shownQuery) {
        return new RequestUrl(scheme, host, port, path, shownQuery, whole);
    }

    public String scheme() {
        return scheme;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public String path() {
        return path;
    }

    /** With its question mark, or empty. */
    public String queryString() {
        return queryString;
    }

    /** The decoded parameters by name (whatever its case), each with its values in order. */
    public Map<String, List<String>> query() {
        Map<String, List<String>> known = query;
        if (known == null) {
            known = parse(whole);
            query = known;
        }
        return known;
    }

    private static Map<String, List<String>> parse(String text) {
        Map<String, List<String>> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int at = text.startsWith("?") ? 1 : 0;
        while (at < text.length()) {
            int end = text.indexOf('&', at);
            end = end < 0 ? text.length() : end;
            int equals = text.indexOf('=', at);
            boolean hasValue = equals >= 0 && equals < end;
            String name = decode(text.substring(at, hasValue ? equals : end));
            String value = hasValue ? decode(text.substring(equals + 1, end)) : "";
            if (!name.isEmpty() || hasValue) {
                found.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
            }
            at = end + 1;
        }
        found.replaceAll((name, values) -> List.copyOf(values));
        return Collections.unmodifiableMap(found);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a lone percent sign: the text as it was sent
        }
    }

    /** The whole URL; the port only where it is not the scheme's own. */
    @Override
    public String toString() {
        boolean standard =
                (port == 80 && scheme.equals("http")) || (port == 443 && scheme.equals("https")) || port <= 0;
        return scheme + "://" + host + (standard ? "" : ":" + port) + path + queryString;
    }
}
