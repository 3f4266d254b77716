package dev.securemcp.proxy.mcp;

import java.util.List;
import java.util.Optional;

/** Whether a client takes what an MCP endpoint may answer with (MCP Streamable HTTP). */
public final class AcceptCheck {

    /** What every official client sends on a POST; compared first because parsing costs more. */
    private static final String USUAL = "application/json, text/event-stream";

    private AcceptCheck() {}

    /**
     * A POST to a Streamable HTTP endpoint must take both JSON and a stream: the server chooses. A missing header is refused,
     * as the specification's servers do. Not asked of the message endpoints of legacy HTTP+SSE.
     *
     * @param accept all {@code Accept} fields of the request
     * @return 406, or empty where all is well
     */
    public static Optional<ErrorAnswer> post(List<String> accept) {
        if (accept.size() == 1 && accept.getFirst().equals(USUAL)) {
            return Optional.empty();
        }
        MediaRanges ranges = new MediaRanges(accept);
        return ranges.accepts("application", "json") && ranges.accepts("text", "event-stream")
                ? Optional.empty()
                : Optional.of(ErrorAnswer.of(Reason.NOT_ACCEPTABLE));
    }

    /** A GET that opens a stream must take {@code text/event-stream}. */
    public static Optional<ErrorAnswer> stream(List<String> accept) {
        return new MediaRanges(accept).accepts("text", "event-stream")
                ? Optional.empty()
                : Optional.of(ErrorAnswer.of(Reason.NOT_ACCEPTABLE, "Accept must name text/event-stream"));
    }
}
