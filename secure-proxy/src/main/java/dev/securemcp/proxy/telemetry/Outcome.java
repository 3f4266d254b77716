package dev.securemcp.proxy.telemetry;

/** How an exchange went: a label of metrics and a column of the summary. */
public enum Outcome {
    OK("ok"),
    /** The tool answered and said that it failed. */
    TOOL_ERROR("tool_error"),
    /** A JSON-RPC error, an HTTP error, or a broken answer. */
    ERROR("error"),
    /** The gateway refused it. */
    DENIED("denied"),
    /** The client went away. */
    CANCELLED("cancelled");

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** Whether it counts as an error: of the backend, of the tool or of the gateway, not of the caller. */
    public boolean isError() {
        return this == ERROR || this == TOOL_ERROR;
    }
}
