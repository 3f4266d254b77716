package dev.securemcp.proxy.policy.transform;

import dev.securemcp.proxy.expression.ExpressionException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A query string under change: parameters that are not touched stay as they were written. Names are compared without case. */
final class QueryEdit {

    /** Most characters of a query; a policy that makes a longer one fails. */
    static final int MAX = 16_384;

    private final List<String> parameters = new ArrayList<>();

    /** @param query with or without its question mark */
    QueryEdit(String query) {
        String text = query.startsWith("?") ? query.substring(1) : query;
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf('&', at);
            end = end < 0 ? text.length() : end;
            if (end > at) {
                parameters.add(text.substring(at, end));
            }
            at = end + 1;
        }
    }

    boolean has(String name) {
        return parameters.stream().anyMatch(parameter -> name.equalsIgnoreCase(name(parameter)));
    }

    void remove(String name) {
        parameters.removeIf(parameter -> name.equalsIgnoreCase(name(parameter)));
    }

    void add(String name, String value) {
        parameters.add(UriText.component(name) + "=" + UriText.component(value));
    }

    /** Adds the parameters of another query whose names are not here yet. */
    void addMissing(QueryEdit other) {
        List<String> missing = other.parameters.stream()
                .filter(parameter -> !has(name(parameter)))
                .toList();
        parameters.addAll(missing);
    }

    /** With its question mark; empty where there is no parameter. */
    String queryString() {
        String joined = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
        if (joined.length() > MAX) {
            throw new ExpressionException(
                    "InvalidOperationException", "the query would be longer than " + MAX + " characters", null);
        }
        return joined;
    }

    private static String name(String parameter) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name; // a lone percent sign: the text as it was sent
        }
    }
}
