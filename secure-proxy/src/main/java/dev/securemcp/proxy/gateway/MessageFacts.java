package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.expression.McpFacts;
import dev.securemcp.proxy.mcp.Message;

/**
 * {@code context.Mcp} for one message.
 *
 * @param message what the body says; null for requests without one (GET, DELETE)
 * @param version the value of {@code MCP-Protocol-Version}; null where there is none
 * @param sessionId the value of {@code Mcp-Session-Id}; null where there is none
 */
record MessageFacts(Message message, String version, String sessionId) implements McpFacts {

    @Override
    public String method() {
        return message == null ? null : message.method();
    }

    @Override
    public String toolName() {
        return message == null ? null : message.tool();
    }

    @Override
    public String protocolVersion() {
        String inBody = message == null ? null : message.meta().protocolVersion();
        return inBody == null ? version : inBody;
    }

    @Override
    public String requestId() {
        String token = message == null ? null : message.id();
        boolean quoted = token != null && token.length() >= 2 && token.startsWith("\"");
        return quoted ? token.substring(1, token.length() - 1) : token;
    }
}
