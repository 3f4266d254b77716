package dev.securemcp.proxy.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.securemcp.proxy.config.AuthorizationConfig.ResourceServer;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.gateway.RouteTable.Kind;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.net.HttpCalls;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Ending;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Traffic;
import io.vertx.core.Context;
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

    /** The same for what is the backend's. */
    private static final String CACHE_BACKEND = "public, max-age=60";

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

    /** What pages may read of a refusal. */
    static CrossOrigin.Decision anyPage() {
        HeaderFields fields = HeaderFields.empty();
        fields.add("Access-Control-Allow-Origin", "*");
        return new CrossOrigin.Decision(true, false, fields, false);
    }

    /** Answers a request for the document of an endpoint. */
    void answer(Gateway gateway, Route<ServerRuntime> route, HttpServerRequest request, SideReport report) {
        Requests.discardBody(request);
        HttpServerResponse out = request.response();
        out.putHeader("Access-Control-Allow-Origin", "*");
        switch (request.method().name()) {
            case "GET", "HEAD" -> {
                String path = request.path().substring(ResourceUrls.WELL_KNOWN.length());
                ResourceUrls urls =
                        new ResourceUrls(ResourceUrls.origin(gateway.origin().of(request)), path);
                if (route.server().passthrough() == null) {
                    send(request, document(route.server(), urls), CACHE, report);
                } else {
                    passOn(route.server().passthrough().of(route.kind()), request, urls, report);
                }
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

    /** What the backend says of itself, but that it is to be found here. */
    private void passOn(BackendResource backend, HttpServerRequest request, ResourceUrls urls, SideReport report) {
        Context own = engine.vertx().getOrCreateContext();
        HttpCalls http = engine.environment().services().http();
        backend.document(http, System.nanoTime())
                .onComplete(asked -> own.runOnContext(now -> {
                    if (request.response().closed() || request.response().ended()) {
                        report.refused(ErrorAnswer.of(Reason.OPERATION_NOT_FOUND), Ending.CANCELLED, new Traffic(0, 0));
                        return;
                    }
                    BackendResource.Answer answer = asked.result();
                    if (answer.document() == null) {
                        request.response().setStatusCode(answer.status()).end();
                        report.answered(answer.status(), 0);
                        return;
                    }
                    ObjectNode document = answer.document().deepCopy().put("resource", urls.resource());
                    // What is signed would be believed before what stands here (RFC 9728 §3.2), and names the backend.
                    document.remove("signed_metadata");
                    send(request, document, CACHE_BACKEND, report);
                }));
    }

    private static void send(HttpServerRequest request, ObjectNode document, String cache, SideReport report) {
        Buffer body = Buffer.buffer(document.toString());
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", cache)
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
