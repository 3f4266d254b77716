package dev.securemcp.proxy.expression;

/** {@code context.Operation}: for MCP the endpoint, or the tool where the tool has settings of its own. */
public interface OperationFacts {

    String id();

    String name();

    /** The HTTP method. */
    String method();

    String urlTemplate();
}
