package dev.securemcp.proxy.expression;

/** {@code context.Mcp}: the message under way. Each is null where the message has none. */
public interface McpFacts {

    /** The JSON-RPC method, such as {@code tools/call}. */
    String method();

    /** {@code params.name} of {@code tools/call}. */
    String toolName();

    String protocolVersion();

    /** {@code Mcp-Session-Id}. */
    String sessionId();

    /** The JSON-RPC id as text. */
    String requestId();
}
