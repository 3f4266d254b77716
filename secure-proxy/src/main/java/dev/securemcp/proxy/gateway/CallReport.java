package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.mcp.Envelope;
import dev.securemcp.proxy.mcp.Message;
import dev.securemcp.proxy.telemetry.ExchangeEvent;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Caller;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Decision;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Ending;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Operation;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Timing;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Traffic;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Verdict;
import dev.securemcp.proxy.telemetry.SessionHash;

/** Gathers, while a call is on its way, what telemetry is told at its end. */
final class CallReport {

    private final String server;
    private final String method;
    private final Exchange exchange;
    private final String sessionId;
    private final String versionHeader;
    private Envelope envelope;
    private ResponseWatch watch;
    private String refusedSubscription;
    private long bytesIn;
    private long sentNanos;
    private long backendNanos = -1;
    private long headNanos = -1;
    private boolean stream;
    private int status;

    /**
     * @param sessionId the value of {@code Mcp-Session-Id}; null where there is none
     * @param versionHeader the value of {@code MCP-Protocol-Version}; null where there is none
     */
    CallReport(Exchange exchange, String sessionId, String versionHeader) {
        this.server = exchange.api().id();
        this.method = exchange.request().method();
        this.exchange = exchange;
        this.sessionId = sessionId;
        this.versionHeader = versionHeader;
    }

    void received(long bytes) {
        bytesIn = bytes;
    }

    /** How much of the client's body was read. */
    long bytesIn() {
        return bytesIn;
    }

    void envelope(Envelope read) {
        envelope = read;
    }

    /** A refused key may still belong to a subscription, which the log then names. */
    void keyRefused(KeyGuard.Result key) {
        refusedSubscription = key.subscription();
    }

    /** The request goes to the backend now. */
    void sending() {
        sentNanos = System.nanoTime();
    }

    /** The backend's head has arrived. */
    void backendAnswered() {
        backendNanos = System.nanoTime() - sentNanos;
    }

    /** The client's head leaves. */
    void head(int newStatus, boolean isStream) {
        status = newStatus;
        stream = isStream;
        headNanos = System.nanoTime() - exchange.startNanos();
    }

    void watch(ResponseWatch newWatch) {
        watch = newWatch;
    }

    /** The event, once nothing flows any more. */
    ExchangeEvent finish(long bytesOut, Pump.End end) {
        long total = System.nanoTime() - exchange.startNanos();
        return new ExchangeEvent(
                exchange.timestamp(),
                exchange.requestId().toString(),
                server,
                method,
                operation(),
                caller(),
                verdict(end),
                new Timing(total, headNanos, backendNanos, stream ? total - headNanos : -1),
                new Traffic(bytesIn, bytesOut));
    }

    private Operation operation() {
        String session = SessionHash.of(sessionId);
        if (envelope == null) {
            return new Operation(null, null, null, null, versionHeader, session, null);
        }
        Message first = envelope.first();
        String revision = first.meta().protocolVersion() == null
                ? versionHeader
                : first.meta().protocolVersion();
        if (envelope.batch()) {
            return new Operation(Operation.BATCH, null, null, null, revision, session, null);
        }
        return new Operation(
                first.method(),
                first.tool(),
                first.prompt(),
                first.uri(),
                revision,
                session,
                first.meta().clientName());
    }

    private Caller caller() {
        String subscription = exchange.caller().subscriptionId();
        return new Caller(
                subscription == null ? refusedSubscription : subscription,
                exchange.caller().productId(),
                exchange.caller().identity(),
                exchange.caller().address());
    }

    private Verdict verdict(Pump.End end) {
        Ending ending =
                switch (end) {
                    case COMPLETE, ENDED_BY_GATEWAY -> Ending.COMPLETE;
                    case CLIENT_GONE -> Ending.CANCELLED;
                    case BACKEND_DIED -> Ending.BROKEN;
                };
        Failure failure = exchange.failure();
        if (failure == null) {
            Message.Outcome outcome = watch == null ? Message.Outcome.NONE : watch.outcome();
            return new Verdict(Decision.ALLOWED, null, null, status, outcome.errorCode(), outcome.toolError(), ending);
        }
        Decision decision = failure.answer().reason().status() >= 500 ? Decision.ERROR : Decision.DENIED;
        return new Verdict(
                decision,
                failure.answer().reason().reason(),
                failure.answer().source(),
                status,
                failure.answer().code(),
                false,
                ending);
    }
}
