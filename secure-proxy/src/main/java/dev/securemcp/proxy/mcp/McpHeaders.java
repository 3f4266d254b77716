package dev.securemcp.proxy.mcp;

import io.vertx.core.http.HttpHeaders;

/** Names of the header fields that MCP defines (Streamable HTTP, all revisions). Compared without case. */
public final class McpHeaders {

    public static final CharSequence PROTOCOL_VERSION = HttpHeaders.createOptimized("MCP-Protocol-Version");
    public static final CharSequence SESSION_ID = HttpHeaders.createOptimized("Mcp-Session-Id");
    public static final CharSequence LAST_EVENT_ID = HttpHeaders.createOptimized("Last-Event-ID");

    /** From 2026-07-28: the body's {@code method}. */
    public static final CharSequence METHOD = HttpHeaders.createOptimized("Mcp-Method");

    /** From 2026-07-28: the body's tool, prompt, resource or task. */
    public static final CharSequence NAME = HttpHeaders.createOptimized("Mcp-Name");

    /** From 2026-07-28: begins the names of headers that repeat arguments which the tool's schema marks. */
    public static final String PARAM_PREFIX = "Mcp-Param-";

    private McpHeaders() {}
}
