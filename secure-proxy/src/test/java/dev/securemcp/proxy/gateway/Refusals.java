package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.ACCEPT;
import static dev.securemcp.proxy.gateway.Mcp.HOST;
import static dev.securemcp.proxy.gateway.Mcp.JSON;
import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;

import java.util.stream.Stream;

/** What the protocol refuses, as requests on the wire, each with what it is answered. */
final class Refusals {

    private static final String VERSION = "MCP-Protocol-Version: ";
    private static final String MODERN = "2026-07-28";

    private Refusals() {}

    /** A request and what it is answered. */
    record Row(String name, String request, int status, int code, String reason, String allow) {

        static Row of(String name, String request, int status, int code, String reason) {
            return new Row(name, request, status, code, reason, null);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> all() {
        return Stream.of(heads(), bodies(), modern(), methods(), unknown()).flatMap(rows -> rows);
    }

    private static Stream<Row> heads() {
        String body = call("1", "t");
        String length = "Content-Length: " + body.length() + "\r\n\r\n" + body;
        String evil = "Origin: https://evil.example\r\n";
        String from = "POST /s/mcp HTTP/1.1\r\n";
        return Stream.of(
                Row.of("Origin of a stranger", post("/s/mcp", body, evil), 403, 403, "OriginNotAllowed"),
                Row.of("Origin on GET", get("/s/mcp", evil), 403, 403, "OriginNotAllowed"),
                Row.of("Origin on SSE", get("/s/sse", evil), 403, 403, "OriginNotAllowed"),
                Row.of("Origin on a message endpoint", post("/s/messages/x", body, evil), 403, 403, "OriginNotAllowed"),
                Row.of(
                        "Origin on DELETE",
                        "DELETE /s/mcp HTTP/1.1\r\n" + HOST + evil + "\r\n",
                        403,
                        403,
                        "OriginNotAllowed"),
                Row.of(
                        "a second Origin",
                        post("/s/mcp", body, "Origin: https://page.example\r\n", evil),
                        403,
                        403,
                        "OriginNotAllowed"),
                Row.of("Origin null", post("/s/mcp", body, "Origin: null\r\n"), 403, 403, "OriginNotAllowed"),
                Row.of(
                        "Host of a stranger",
                        from + "Host: evil.example\r\n" + ACCEPT + JSON + length,
                        403,
                        403,
                        "HostNotAllowed"),
                Row.of(
                        "Host twice",
                        from + HOST + "Host: evil.example\r\n" + ACCEPT + JSON + length,
                        400,
                        -32600,
                        "DuplicateHeader"),
                Row.of("no Host", "POST /s/mcp HTTP/1.0\r\n" + ACCEPT + JSON + length, 403, 403, "HostNotAllowed"),
                Row.of("no Accept", from + HOST + JSON + length, 406, 406, "NotAcceptable"),
                Row.of(
                        "Accept without streams",
                        from + HOST + "Accept: application/json\r\n" + JSON + length,
                        406,
                        406,
                        "NotAcceptable"),
                Row.of(
                        "Accept without JSON",
                        from + HOST + "Accept: text/event-stream\r\n" + JSON + length,
                        406,
                        406,
                        "NotAcceptable"),
                Row.of(
                        "GET that accepts no stream",
                        "GET /s/mcp HTTP/1.1\r\n" + HOST + "Accept: application/json\r\n\r\n",
                        406,
                        406,
                        "NotAcceptable"),
                Row.of("no Content-Type", from + HOST + ACCEPT + length, 415, 415, "UnsupportedMediaType"),
                Row.of(
                        "Content-Type of a form",
                        from + HOST + ACCEPT + "Content-Type: text/plain\r\n" + length,
                        415,
                        415,
                        "UnsupportedMediaType"),
                Row.of(
                        "another charset",
                        from + HOST + ACCEPT + "Content-Type: application/json; charset=utf-16\r\n" + length,
                        415,
                        415,
                        "UnsupportedMediaType"),
                Row.of(
                        "MCP-Protocol-Version twice",
                        post("/s/mcp", body, VERSION + "2025-06-18\r\n", VERSION + "2025-11-25\r\n"),
                        400,
                        -32600,
                        "DuplicateHeader"),
                Row.of(
                        "Mcp-Method twice",
                        post("/s/mcp", body, "Mcp-Method: a\r\n", "mcp-method: a\r\n"),
                        400,
                        -32600,
                        "DuplicateHeader"),
                Row.of(
                        "Mcp-Name twice",
                        post("/s/mcp", body, "Mcp-Name: a\r\n", "Mcp-Name: b\r\n"),
                        400,
                        -32600,
                        "DuplicateHeader"),
                Row.of(
                        "Mcp-Session-Id twice",
                        post("/s/mcp", body, "Mcp-Session-Id: a\r\n", "Mcp-Session-Id: a\r\n"),
                        400,
                        -32600,
                        "DuplicateHeader"),
                Row.of(
                        "Last-Event-ID twice",
                        get("/s/mcp", "Last-Event-ID: 1\r\n", "Last-Event-ID: 2\r\n"),
                        400,
                        -32600,
                        "DuplicateHeader"),
                Row.of(
                        "versions joined on the way",
                        post("/s/mcp", body, VERSION + "2025-06-18, 2025-11-25\r\n"),
                        400,
                        -32600,
                        "DuplicateHeader"),
                Row.of(
                        "Content-Type twice",
                        from + HOST + ACCEPT + JSON + JSON + length,
                        415,
                        415,
                        "UnsupportedMediaType"),
                Row.of(
                        "Content-Type of a form on a message endpoint",
                        "POST /s/messages/x HTTP/1.1\r\n" + HOST + "Content-Type: text/plain\r\n" + length,
                        415,
                        415,
                        "UnsupportedMediaType"),
                Row.of(
                        "a body in a content coding",
                        post("/s/mcp", "\u001f\u008b\b", "Content-Encoding: gzip\r\n"),
                        400,
                        -32700,
                        "MalformedJson"),
                Row.of(
                        "a declared length over the limit",
                        post("/s/mcp", call("1", "t".repeat(5000))),
                        413,
                        413,
                        "BodyTooLarge"));
    }

    private static Stream<Row> bodies() {
        String batch = "[" + call("1", "a") + "," + call("2", "b") + "]";
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",";
        return Stream.of(
                Row.of("no JSON", post("/s/mcp", "{\"jsonrpc\":"), 400, -32700, "MalformedJson"),
                Row.of("an empty body", post("/s/mcp", ""), 400, -32700, "MalformedJson"),
                Row.of(
                        "something behind the message",
                        post("/s/mcp", call("1", "t") + "x"),
                        400,
                        -32700,
                        "MalformedJson"),
                Row.of("a string", post("/s/mcp", "\"tools/call\""), 400, -32600, "InvalidMessage"),
                Row.of("an empty object", post("/s/mcp", "{}"), 400, -32600, "InvalidMessage"),
                Row.of("JSON-RPC 1.0", post("/s/mcp", "{\"id\":1,\"method\":\"ping\"}"), 400, -32600, "InvalidMessage"),
                Row.of("an empty batch", post("/s/mcp", "[]"), 400, -32600, "InvalidMessage"),
                Row.of(
                        "a batch in a revision without",
                        post("/s/mcp", batch, VERSION + "2025-06-18\r\n"),
                        400,
                        -32600,
                        "BatchNotAllowed"),
                Row.of("a batch where they are refused", post("/strict/mcp", batch), 400, -32600, "BatchNotAllowed"),
                Row.of(
                        "the id twice",
                        post("/s/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}"),
                        400,
                        -32600,
                        "AmbiguousMessage"),
                Row.of(
                        "the method in two cases",
                        post("/s/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"Method\":\"x\"}"),
                        400,
                        -32600,
                        "AmbiguousMessage"),
                Row.of(
                        "the tool's name twice",
                        post("/s/mcp", call + "\"params\":{\"name\":\"a\",\"name\":\"b\"}}"),
                        400,
                        -32600,
                        "AmbiguousMessage"),
                Row.of(
                        "the tool's name in two cases",
                        post("/s/mcp", call + "\"params\":{\"name\":\"a\",\"NAME\":\"b\"}}"),
                        400,
                        -32600,
                        "AmbiguousMessage"),
                Row.of(
                        "the uri twice",
                        post(
                                "/s/mcp",
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\","
                                        + "\"params\":{\"uri\":\"a:b\",\"uri\":\"a:c\"}}"),
                        400,
                        -32600,
                        "AmbiguousMessage"),
                Row.of(
                        "_meta twice",
                        post("/s/mcp", call + "\"params\":{\"name\":\"a\",\"_meta\":{},\"_meta\":{}}}"),
                        400,
                        -32600,
                        "AmbiguousMessage"));
    }

    private static Stream<Row> modern() {
        String meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + MODERN + "\"}";
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"t\"," + meta + "}}";
        String version = VERSION + MODERN + "\r\n";
        String method = "Mcp-Method: tools/call\r\n";
        return Stream.of(
                Row.of(
                        "no version header",
                        post("/s/mcp", body, method, "Mcp-Name: t\r\n"),
                        400,
                        -32020,
                        "HeaderMismatch"),
                Row.of(
                        "another version",
                        post("/s/mcp", body, VERSION + "2025-11-25\r\n", method, "Mcp-Name: t\r\n"),
                        400,
                        -32020,
                        "HeaderMismatch"),
                Row.of(
                        "no Mcp-Method",
                        post("/s/mcp", body, version, "Mcp-Name: t\r\n"),
                        400,
                        -32020,
                        "HeaderMismatch"),
                Row.of(
                        "another method",
                        post("/s/mcp", body, version, "Mcp-Method: tools/list\r\n", "Mcp-Name: t\r\n"),
                        400,
                        -32020,
                        "HeaderMismatch"),
                Row.of("no Mcp-Name", post("/s/mcp", body, version, method), 400, -32020, "HeaderMismatch"),
                Row.of(
                        "another name",
                        post("/s/mcp", body, version, method, "Mcp-Name: u\r\n"),
                        400,
                        -32020,
                        "HeaderMismatch"),
                Row.of(
                        "another name, encoded",
                        post("/s/mcp", body, version, method, "Mcp-Name: =?base64?dQ==?=\r\n"),
                        400,
                        -32020,
                        "HeaderMismatch"),
                Row.of(
                        "the name encoded in a second way",
                        post("/s/mcp", body, version, method, "Mcp-Name: =?base64?dA=?=\r\n"),
                        400,
                        -32020,
                        "HeaderMismatch"),
                Row.of(
                        "the claim twice",
                        post(
                                "/s/mcp",
                                body.replace(
                                        meta, meta.replace("}", ",\"io.modelcontextprotocol/protocolVersion\":\"x\"}")),
                                version,
                                method,
                                "Mcp-Name: t\r\n"),
                        400,
                        -32600,
                        "AmbiguousMessage"),
                Row.of(
                        "a modern version without the claim",
                        post("/s/mcp", call("1", "t"), version, method, "Mcp-Name: t\r\n"),
                        400,
                        -32602,
                        "VersionClaimMissing"));
    }

    private static Stream<Row> methods() {
        String end = " HTTP/1.1\r\n" + HOST + "\r\n";
        String streamable = "POST, GET, DELETE";
        return Stream.of(
                new Row("PUT", "PUT /s/mcp" + end, 405, 405, "MethodNotAllowed", streamable),
                new Row("PATCH on the alias", "PATCH /s" + end, 405, 405, "MethodNotAllowed", streamable),
                new Row("OPTIONS", "OPTIONS /s/mcp" + end, 405, 405, "MethodNotAllowed", streamable),
                new Row("a method nobody knows", "FROBNICATE /s/mcp" + end, 405, 405, "MethodNotAllowed", streamable),
                new Row("POST to SSE", post("/s/sse", call("1", "t")), 405, 405, "MethodNotAllowed", "GET"),
                new Row("DELETE of SSE", "DELETE /s/sse" + end, 405, 405, "MethodNotAllowed", "GET"),
                new Row("GET of a message endpoint", get("/s/messages/x"), 405, 405, "MethodNotAllowed", "POST"));
    }

    private static Stream<Row> unknown() {
        return Stream.of(
                        get("/"),
                        get("/unknown/mcp"),
                        get("/s/mcp/"),
                        get("/s/%6dcp"),
                        get("/s/sse/x"),
                        get("//s/mcp"),
                        post("/s", call("1", "t")).replace("POST /s ", "POST /t "),
                        get("/.well-known/oauth-protected-resource"),
                        get("/.well-known/oauth-protected-resource/s/mcp"),
                        get("/.well-known/oauth-authorization-server"),
                        get("/.well-known/openid-configuration"),
                        get("/s/.well-known/openid-configuration"))
                .map(request ->
                        Row.of(request.substring(0, request.indexOf(" HTTP")), request, 404, 404, "OperationNotFound"));
    }
}
