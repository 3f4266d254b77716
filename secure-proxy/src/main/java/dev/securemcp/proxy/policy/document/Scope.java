package dev.securemcp.proxy.policy.document;

/** Where a document applies, outermost first. */
public enum Scope {
    GLOBAL("global"),
    PRODUCT("product"),
    /** A server. */
    API("api"),
    /** A tool of a server: a scope that API Management does not have. */
    OPERATION("operation");

    private final String id;

    Scope(String id) {
        this.id = id;
    }

    /** The name that {@code context.LastError.Scope} and traces show. */
    public String id() {
        return id;
    }
}
