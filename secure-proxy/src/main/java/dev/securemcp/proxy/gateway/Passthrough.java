package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.gateway.RouteTable.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server whose backend is an OAuth resource server itself: its challenges are handed through, but lead to us for its metadata.
 *
 * @param streamable the backend's Streamable HTTP endpoint
 * @param sse its endpoint for the older transport
 */
record Passthrough(BackendResource streamable, BackendResource sse) {

    /** An {@code auth-param} (RFC 9110 §11.2): a token or a quoted string. */
    private static final Pattern METADATA = Pattern.compile(
            "(?i)(?<![A-Za-z0-9_-])resource_metadata\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]+))");

    static Passthrough of(Upstream upstream) {
        return new Passthrough(new BackendResource(upstream.streamable()), new BackendResource(upstream.sse()));
    }

    /** What is behind an endpoint. */
    BackendResource of(Kind kind) {
        return kind == Kind.STREAMABLE ? streamable : sse;
    }

    /** Makes the challenges of a backend's response name our document. */
    void rewrite(HeaderFields response, Kind kind, ResourceUrls urls) {
        List<String> challenges = new ArrayList<>(response.values("WWW-Authenticate"));
        if (challenges.isEmpty()) {
            return;
        }
        response.removeAll("WWW-Authenticate");
        String ours = Matcher.quoteReplacement("resource_metadata=\"" + urls.metadata() + "\"");
        for (String challenge : challenges) {
            Matcher named = METADATA.matcher(challenge);
            named.results().findFirst().map(Passthrough::url).ifPresent(of(kind)::learn);
            response.add("WWW-Authenticate", named.replaceAll(ours));
        }
    }

    private static String url(MatchResult named) {
        return named.group(1) == null ? named.group(2) : named.group(1).replaceAll("\\\\(.)", "$1");
    }
}
