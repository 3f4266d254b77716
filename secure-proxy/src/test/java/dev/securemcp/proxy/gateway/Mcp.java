package dev.securemcp.proxy.gateway;

import java.nio.charset.StandardCharsets;

/** MCP requests and answers as texts on the wire. */
final class Mcp {

    static final String ACCEPT = "Accept: application/json, text/event-stream\r\n";
    static final String JSON = "Content-Type: application/json\r\n";
    static final String HOST = "Host: localhost\r\n";

    /** What a tool call's answer may be. */
    static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}";

    private Mcp() {}

    /** A JSON-RPC request for a tool. */
    static String call(String id, String tool) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{}}}";
    }

    /** A JSON-RPC request that opens a session. */
    static String initialize() {
        return "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                + "\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}";
    }

    /** A complete POST as every official client sends it. */
    static String post(String path, String body, String... fields) {
        return postHead(path, fields) + "Content-Length: " + length(body) + "\r\n\r\n" + body;
    }

    /** The same without its framing and the blank line. */
    static String postHead(String path, String... fields) {
        return "POST " + path + " HTTP/1.1\r\n" + HOST + ACCEPT + JSON + String.join("", fields);
    }

    /** A GET for a stream of events. */
    static String get(String path, String... fields) {
        return "GET " + path + " HTTP/1.1\r\n" + HOST + "Accept: text/event-stream\r\n" + String.join("", fields)
                + "\r\n";
    }

    /** A whole JSON response of a backend. */
    static String ok(String body, String... fields) {
        return response("200 OK", body, fields);
    }

    static String response(String status, String body, String... fields) {
        return "HTTP/1.1 " + status + "\r\n" + JSON + "Content-Length: " + length(body) + "\r\n"
                + String.join("", fields) + "\r\n" + body;
    }

    private static int length(String body) {
        return body.getBytes(StandardCharsets.ISO_8859_1).length;
    }
}
