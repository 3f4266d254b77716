package dev.securemcp.proxy.telemetry;

import java.time.Instant;

/**
 * One exchange, told once when it has ended. Unknown texts are null, unknown numbers −1.
 *
 * @param time when the request arrived
 * @param requestId the gateway's own id of the exchange
 * @param server configured name of the server, null where the route led to none
 * @param httpMethod of the request
 * @param operation what was asked for
 * @param caller who asked
 * @param verdict what became of it
 * @param timing how long it took
 * @param traffic how much it moved
 */
public record ExchangeEvent(
        Instant time,
        String requestId,
        String server,
        String httpMethod,
        Operation operation,
        Caller caller,
        Verdict verdict,
        Timing timing,
        Traffic traffic) {

    /**
     * What was asked for. All but the session are words of the caller.
     *
     * @param method JSON-RPC method, {@value #BATCH} for a batch, null where there is no message
     * @param tool {@code params.name} of {@code tools/call}
     * @param prompt {@code params.name} of {@code prompts/get}
     * @param resource {@code params.uri}
     * @param revision protocol revision of the request
     * @param session {@link SessionHash} of the session id
     * @param client name of the client's implementation, where it was said
     */
    public record Operation(
            String method,
            String tool,
            String prompt,
            String resource,
            String revision,
            String session,
            String client) {

        /** The method of a body that holds several messages. */
        public static final String BATCH = "_batch";

        /** A request without a message. */
        public static final Operation NONE = new Operation(null, null, null, null, null, null, null);
    }

    /**
     * Who asked.
     *
     * @param subscription configured name of the subscription whose key was presented and known
     * @param product that the call came under
     * @param principal of a validated token
     * @param address of the client
     */
    public record Caller(String subscription, String product, String principal, String address) {

        /** The best name there is: subscription, else principal, else address. */
        public String label() {
            if (subscription != null) {
                return subscription;
            }
            return principal != null ? principal : address;
        }

        /** Which of the three {@link #label} is. */
        public String kind() {
            if (subscription != null) {
                return "subscription";
            }
            return principal != null ? "principal" : "address";
        }
    }

    /** What the gateway did with the request. */
    public enum Decision {
        /** It was relayed, or answered as its policies say. */
        ALLOWED,
        /** A guard or policy refused it. */
        DENIED,
        /** Something failed on the way. */
        ERROR
    }

    /** How the response ended. */
    public enum Ending {
        COMPLETE,
        /** The client went away before the end. */
        CANCELLED,
        /** The backend broke off. */
        BROKEN
    }

    /**
     * What became of it.
     *
     * @param decision of the gateway
     * @param reason why not, from the table of errors; null where allowed
     * @param source which policy or part decided; null where allowed
     * @param status HTTP status that the client got, 0 where it got none
     * @param rpcCode code of the JSON-RPC error that the client got, from us or from the backend; null for none known
     * @param toolError whether the result said {@code isError}
     * @param ending how the response ended
     */
    public record Verdict(
            Decision decision,
            String reason,
            String source,
            int status,
            Integer rpcCode,
            boolean toolError,
            Ending ending) {}

    /**
     * Durations in nanoseconds.
     *
     * @param total from the request's head to the response's end
     * @param head from the request's head to the response's
     * @param backend from sending to the backend to its response head, the last attempt's
     * @param stream from the response's head to its end where the response was an event stream
     */
    public record Timing(long total, long head, long backend, long stream) {}

    /**
     * Bytes of bodies as they crossed the client's connection.
     *
     * @param in of the request
     * @param out of the response
     */
    public record Traffic(long in, long out) {}

    /** The one word for how it went. */
    public Outcome outcome() {
        return switch (verdict.decision()) {
            case DENIED -> Outcome.DENIED;
            case ERROR -> Outcome.ERROR;
            case ALLOWED -> allowed();
        };
    }

    private Outcome allowed() {
        if (verdict.ending() == Ending.CANCELLED) {
            return Outcome.CANCELLED;
        }
        // Clients probe with GET and DELETE and are told 404 or 405 by servers that work as they should.
        int failed = operation.method() == null ? 500 : 400;
        if (verdict.ending() == Ending.BROKEN || verdict.rpcCode() != null || verdict.status() >= failed) {
            return Outcome.ERROR;
        }
        return verdict.toolError() ? Outcome.TOOL_ERROR : Outcome.OK;
    }
}
