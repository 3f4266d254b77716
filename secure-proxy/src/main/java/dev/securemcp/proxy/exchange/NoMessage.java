package dev.securemcp.proxy.exchange;

import dev.securemcp.proxy.expression.McpFacts;

/** {@code context.Mcp} of a request that carries no message, such as a GET. */
enum NoMessage implements McpFacts {
    INSTANCE;

    @Override
    public String method() {
        return null;
    }

    @Override
    public String toolName() {
        return null;
    }

    @Override
    public String protocolVersion() {
        return null;
    }

    @Override
    public String sessionId() {
        return null;
    }

    @Override
    public String requestId() {
        return null;
    }
}
