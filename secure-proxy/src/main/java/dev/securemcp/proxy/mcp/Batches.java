package dev.securemcp.proxy.mcp;

/** Whether a POST body may be a JSON array of messages, and who says that it may not. */
public enum Batches {
    ALLOWED(""),
    NOT_IN_REVISION("this protocol revision has no batches; send each message in a POST of its own"),
    REFUSED_HERE("this server takes no batches; send each message in a POST of its own");

    private final String refusal;

    Batches(String refusal) {
        this.refusal = refusal;
    }

    /** What a client that sent a batch is told; empty where it may. */
    public String refusal() {
        return refusal;
    }

    /**
     * The rule for one request.
     *
     * @param versionHeader the value of {@code MCP-Protocol-Version}, or null; without it a server assumes 2025-03-26 (MCP
     *     2025-06-18, Transports, Protocol Version Header), and the legacy HTTP+SSE transport never sends it
     * @param refusedHere whether the server's configuration refuses batches
     */
    public static Batches of(String versionHeader, boolean refusedHere) {
        if (versionHeader != null
                && !Revision.of(versionHeader).map(Revision::batches).orElse(false)) {
            return NOT_IN_REVISION;
        }
        return refusedHere ? REFUSED_HERE : ALLOWED;
    }
}
