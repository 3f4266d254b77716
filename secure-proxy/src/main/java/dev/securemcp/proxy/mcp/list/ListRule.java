package dev.securemcp.proxy.mcp.list;

/** What one caller may see. */
@FunctionalInterface
public interface ListRule {

    /**
     * Whether an element of a list is shown.
     *
     * @param name the name of a tool or prompt, the URI of a resource, or a URI template
     */
    boolean shows(ListKind kind, String name);
}
