package dev.securemcp.proxy.policy.document;

/** Where a document applies, outermost first. */
public enum Scope {
    GLOBAL("global", "global"),
    PRODUCT("product", "product"),
    /** A server. */
    API("api", "server"),
    /** A tool of a server: a scope that API Management does not have. */
    OPERATION("operation", "tool");

    private final String id;
    private final String word;

    Scope(String id, String word) {
        this.id = id;
        this.word = word;
    }

    /** The name that {@code context.LastError.Scope} and traces show. */
    public String id() {
        return id;
    }

    /** The word of {@code gateway.yaml} for it, for messages. */
    public String word() {
        return word;
    }
}
