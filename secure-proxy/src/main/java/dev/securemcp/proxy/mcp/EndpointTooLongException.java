package dev.securemcp.proxy.mcp;

/** The first event of a legacy stream is longer than what is held back for it. */
public final class EndpointTooLongException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EndpointTooLongException(int limit) {
        super("an event before the endpoint event, or that event itself, is longer than " + limit
                + " bytes; is this the backend's SSE endpoint?");
    }
}
