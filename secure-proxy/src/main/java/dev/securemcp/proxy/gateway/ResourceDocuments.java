package dev.securemcp.proxy.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.securemcp.proxy.config.AuthorizationConfig.ResourceServer;
import dev.securemcp.proxy.gateway.RouteTable.Kind;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import java.util.TreeSet;

/**
 * The metadata of servers as OAuth resources (RFC 9728): what a client reads before it can have a token, so nothing is asked for it and no
 * limit shuts it out. Browsers may read it from any page.
 */
final class ResourceDocuments {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** How long it may be kept: a change of the configuration is seen that much later. */
    private static final String CACHE = "public, max-age=300";

    private final Engine engine;

    ResourceDocuments(Engine engine) {
        this.engine = engine;
    }

    /** The endpoint whose document a path names; null where there is none. */
    Route<ServerRuntime> find(Gateway gateway, String path) {
        if (!path.startsWith(ResourceUrls.WELL_KNOWN + "/")) {
            return null;
        }
        Route<ServerRuntime> route = gateway.find(path.substring(ResourceUrls.WELL_KNOWN.length()));
        boolean resource = route != null
                && route.kind() != Kind.MESSAGES
                && route.server().config().authorization().isPresent();
        return resource ? route : null;
    }

    /** Answers a request for the document of an endpoint. */
    void answer(Gateway gateway, Route<ServerRuntime> route, HttpServerRequest request, SideReport report) {
        Requests.discardBody(request);
        HttpServerResponse out = request.response();
        out.putHeader("Access-Control-Allow-Origin", "*");
        switch (request.method().name()) {
            case "GET", "HEAD" -> {
                String path = request.path().substring(ResourceUrls.WELL_KNOWN.length());
                String origin = ResourceUrls.origin(gateway.origin().of(request));
                send(request, document(route.server(), new ResourceUrls(origin, path)), report);
            }
            case "OPTIONS" -> {
                out.putHeader("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
                        .putHeader("Access-Control-Allow-Headers", "MCP-Protocol-Version")
                        .putHeader("Access-Control-Max-Age", "86400")
                        .setStatusCode(204)
                        .end();
                report.answered(204, 0);
            }
            default -> {
                out.putHeader("Allow", "GET, HEAD, OPTIONS").setStatusCode(405).end();
                report.answered(405, 0);
            }
        }
    }

    private void send(HttpServerRequest request, ObjectNode document, SideReport report) {
        Buffer body = Buffer.buffer(document.toString());
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", CACHE)
                .putHeader("Content-Length", Integer.toString(body.length()));
        boolean bodiless = request.method().name().equals("HEAD");
        if (bodiless) {
            request.response().end();
        } else {
            request.response().end(body);
        }
        report.answered(200, bodiless ? 0 : body.length());
    }

    private static ObjectNode document(ServerRuntime server, ResourceUrls urls) {
        ObjectNode document = JSON.objectNode().put("resource", urls.resource());
        ResourceServer config = (ResourceServer) server.config().authorization().orElseThrow();
        ArrayNode servers = document.putArray("authorization_servers");
        if (config.bridge().isPresent()) {
            servers.add(urls.origin() + "/" + server.path());
        } else {
            config.issuers().forEach(issuer -> servers.add(issuer.issuer().toString()));
        }
        Set<String> scopes = new TreeSet<>(config.scopes());
        server.config().tools().values().forEach(tool -> scopes.addAll(tool.scopes()));
        // Whether there are refresh tokens is between client and issuer (MCP authorization, scope selection).
        scopes.remove("offline_access");
        if (!scopes.isEmpty()) {
            scopes.forEach(document.putArray("scopes_supported")::add);
        }
        document.putArray("bearer_methods_supported").add("header");
        return document.put("resource_name", server.config().displayName());
    }
}
