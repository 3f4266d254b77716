package dev.securemcp.proxy.exchange;

import dev.securemcp.proxy.expression.OperationFacts;

/** {@code context.Operation}: the tool where a tool is called, else the endpoint. */
record EndpointOperation(String method, String tool) implements OperationFacts {

    @Override
    public String id() {
        return tool == null ? "mcp" : tool;
    }

    @Override
    public String name() {
        return id();
    }

    @Override
    public String urlTemplate() {
        return "/mcp";
    }
}
