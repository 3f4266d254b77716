package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.expression.RequestUrl;
import dev.securemcp.proxy.gateway.RouteTable.Kind;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import java.util.List;

/**
 * The names of an endpoint as an OAuth resource (RFC 9728): its own URL, and the one of its metadata document, where the well-known part
 * stands before the path.
 *
 * @param origin scheme, host and port as clients see them
 * @param path of the endpoint
 */
record ResourceUrls(String origin, String path) {

    /** Before the path of the resource (RFC 9728 §3.1). */
    static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    /** Those of the endpoint that a request asks; of a message endpoint, its stream's. */
    static ResourceUrls of(RequestUrl url, Route<ServerRuntime> route) {
        String path = route.kind() == Kind.STREAMABLE
                ? url.path()
                : "/" + route.server().path() + "/sse";
        return new ResourceUrls(origin(url), path);
    }

    /** Every URL under which a server can be called. */
    static List<String> all(String origin, String base) {
        return List.of(origin + "/" + base + "/mcp", origin + "/" + base, origin + "/" + base + "/sse");
    }

    static String origin(RequestUrl url) {
        return new RequestUrl(url.scheme(), url.host(), url.port(), "", "").toString();
    }

    /** Without a slash at the end, as clients compare it. */
    String resource() {
        return origin + path;
    }

    String metadata() {
        return origin + WELL_KNOWN + path;
    }
}
