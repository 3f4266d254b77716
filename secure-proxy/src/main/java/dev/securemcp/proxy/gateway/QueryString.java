package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.RequestState;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * A raw query string (RFC 3986 §3.4), read and cut without decoding what is passed on. Names are compared without case, as policies
 * compare them: a key must not get past the gateway because its name was written otherwise.
 */
final class QueryString {

    private QueryString() {}

    /**
     * The decoded value of the first parameter of that name.
     *
     * @param query without the question mark; may be null
     * @return null where there is none
     */
    static String first(String query, String name) {
        if (query == null || query.isEmpty()) {
            return null;
        }
        for (int at = 0; at <= query.length(); ) {
            int end = end(query, at);
            int equals = query.indexOf('=', at);
            int nameEnd = equals >= 0 && equals < end ? equals : end;
            if (name.equalsIgnoreCase(decoded(query.substring(at, nameEnd)))) {
                return nameEnd == end ? "" : decoded(query.substring(nameEnd + 1, end));
            }
            at = end + 1;
        }
        return null;
    }

    /**
     * Hands over every parameter of that name: its value as it was written, and decoded.
     *
     * @param query without the question mark; may be null
     */
    static void forEach(String query, String name, BiConsumer<String, String> values) {
        if (query == null || query.isEmpty()) {
            return;
        }
        for (int at = 0; at <= query.length(); ) {
            int end = end(query, at);
            int equals = query.indexOf('=', at);
            if (equals >= 0 && equals < end && name.equalsIgnoreCase(decoded(query.substring(at, equals)))) {
                String raw = query.substring(equals + 1, end);
                values.accept(raw, decoded(raw));
            }
            at = end + 1;
        }
    }

    /**
     * The query without any parameter of that name: keys in a query must reach nobody else.
     *
     * @return the rest as it was written; empty where nothing is left
     */
    static String without(String query, String name) {
        if (query == null || query.isEmpty()) {
            return "";
        }
        StringBuilder rest = new StringBuilder(query.length());
        for (int at = 0; at <= query.length(); ) {
            int end = end(query, at);
            int equals = query.indexOf('=', at);
            int nameEnd = equals >= 0 && equals < end ? equals : end;
            if (!name.equalsIgnoreCase(decoded(query.substring(at, nameEnd)))) {
                if (!rest.isEmpty()) {
                    rest.append('&');
                }
                rest.append(query, at, end);
            }
            at = end + 1;
        }
        return rest.toString();
    }

    /**
     * The query that the backend gets, as policies have left it: without the client's key, but a parameter of its name stays where a
     * policy set it.
     *
     * @param key the name of the key's parameter
     * @return without the question mark; empty for none
     */
    static String forBackend(RequestState request, String key) {
        String query = request.url().queryString();
        String plain = query.startsWith("?") ? query.substring(1) : query;
        return request.parameterSetByPolicy(key) ? plain : without(plain, key);
    }

    private static int end(String query, int from) {
        int end = query.indexOf('&', from);
        return end < 0 ? query.length() : end;
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a lone percent sign: the text as it was sent
        }
    }
}
