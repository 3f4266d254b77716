package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.BackendResponse;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.gateway.RouteTable.Kind;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import dev.securemcp.proxy.gateway.trace.TraceStore;
import dev.securemcp.proxy.mcp.Envelope;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.McpHeaders;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.mcp.Scan;
import dev.securemcp.proxy.policy.Verdict;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jboss.logging.Logger;

/**
 * The answer's side of a call: sends what the gateway says itself or relays what the backend says, keeps the books about sessions,
 * streams and endpoints, and tells telemetry once when all is over. Confined to the request's event loop.
 */
final class Delivery {

    private static final Logger LOG = Logger.getLogger("dev.securemcp.proxy");

    private final Engine engine;
    private final Gateway gateway;
    private final Route<ServerRuntime> route;
    private final HttpServerRequest http;
    private final HttpServerResponse out;
    private final Exchange exchange;
    private final String sessionId;
    private final CallReport report;
    private final Context context;
    private final Holdings holdings;
    private Forwarding forwarding;
    private ListGate lists;
    private ResultCaching results;
    private Envelope envelope;
    private CrossOrigin.Decision page = CrossOrigin.Decision.NONE;
    private boolean answered;
    private boolean close;
    private boolean closed;

    Delivery(
            Engine engine,
            Gateway gateway,
            Route<ServerRuntime> route,
            HttpServerRequest http,
            Exchange exchange,
            String sessionId) {
        this.engine = engine;
        this.gateway = gateway;
        this.route = route;
        this.http = http;
        this.out = http.response();
        this.exchange = exchange;
        this.sessionId = sessionId;
        this.report = new CallReport(exchange, sessionId, http.getHeader(McpHeaders.PROTOCOL_VERSION));
        this.context = engine.vertx().getOrCreateContext();
        this.holdings = new Holdings(engine, route.server().config().name());
    }

    /** The call begins; false where the gateway takes no new ones. */
    boolean begin() {
        out.closeHandler(gone -> clientGone());
        out.exceptionHandler(broken -> clientGone());
        return holdings.begin();
    }

    /** What policies say of the page that calls, from now on for every answer. */
    void page(CrossOrigin.Decision decision) {
        this.page = decision;
    }

    /** Runs a step of the call; what nobody foresaw ends it instead of leaving its client waiting. */
    <T> Handler<T> guarded(Handler<T> step) {
        return value -> {
            try {
                step.handle(value);
            } catch (RuntimeException e) {
                broke(e);
            }
        };
    }

    /** Whether nobody waits for an answer any more. */
    boolean isClosed() {
        return closed;
    }

    /** The client's body, as far as it was read. */
    void received(BodyReader.Read read) {
        close = !read.complete();
        report.received(read.body().length());
    }

    /** The key was refused: the log may know whose it was. */
    void keyRefused(KeyGuard.Result result) {
        report.keyRefused(result);
    }

    void envelope(Envelope read) {
        this.envelope = read;
        report.envelope(read);
    }

    /** The request is about to go to the backend. */
    void forwarding(Forwarding newForwarding, ListGate newLists, ResultCaching newResults) {
        this.results = newResults;
        this.forwarding = newForwarding;
        this.lists = newLists;
        report.sending();
    }

    /** The backend section has run, and said this. */
    void backendAnswered(Verdict said) {
        report.backendAnswered();
        BackendResponse head = forwarding.head();
        answered = !(said instanceof Verdict.Fail) && (head == null || head.status() < 500);
    }

    /** Takes a place among what the caller's address may have open; false where it has no more. */
    boolean takeOpen() {
        return holdings.takeOpen(exchange.request().ipAddress());
    }

    /** Takes a place for a stream; false where the caller has no more. */
    boolean takeStream() {
        return holdings.takeStream(exchange.caller().countedAs());
    }

    /** Sends an answer that the gateway itself made. */
    void own(ResponseState response) {
        if (closed) {
            return;
        }
        if (forwarding != null) {
            forwarding.abandon();
        }
        releaseWaiting();
        exchange.response(response);
        settleLimits();
        boolean taken = forwarding != null && forwarding.head() != null;
        new StreamAnswer(engine, route, exchange, envelope, taken).move(response);
        report.head(response.statusCode(), false);
        mark(response);
        int bytes = Reply.whole(
                out, http.version(), response, close, engine.environment().clock());
        finish(bytes, Pump.End.COMPLETE);
    }

    /** Sends the head and lets the backend's body flow. */
    void relay(ResponseState response, Scan scan) {
        BackendResponse backend = forwarding == null ? null : forwarding.head();
        if (backend != null
                && ResponseShape.mayHaveBody(backend.status())
                && !ResponseShape.mayHaveBody(response.statusCode())) {
            // A policy chose a status whose response ends with its head (RFC 9110 §6.4.1).
            response.ownBody(new byte[0]);
        }
        if (backend == null || response.ownBody() != null) {
            own(response);
            return;
        }
        if (closed) {
            forwarding.abandon();
            return;
        }
        boolean events = ResponseShape.isEventStream(response);
        boolean readable = ResponseShape.isReadable(response);
        boolean rewrites = route.kind() == Kind.SSE && response.statusCode() == 200 && events;
        boolean reduces = lists.stands() && ResponseShape.succeeded(response, backend);
        if ((rewrites || reduces) && !readable) {
            // Neither endpoint nor list can be read through a content coding that was not asked for: fail closed.
            Reason reason = reduces ? Reason.LIST_NOT_FILTERED : Reason.BACKEND_STREAM_FAILURE;
            failInstead(ErrorAnswer.of(reason), scan);
            return;
        }
        if (reduces) {
            ResponseShape.forgetLength(response);
        }
        if (events) {
            response.headers().set("Cache-Control", "no-cache, no-transform");
            response.headers().set("X-Accel-Buffering", "no");
            // Comments, a rewritten endpoint and last words change it.
            ResponseShape.forgetLength(response);
        }
        settleLimits();
        report.head(response.statusCode(), events);
        mark(response);
        Reply.head(out, response, engine.environment().clock());
        if (!out.headers().contains(HttpHeaders.CONTENT_LENGTH) && ResponseShape.mayHaveBody(response.statusCode())) {
            out.setChunked(true);
        }
        if (close) {
            out.headers().set(HttpHeaders.CONNECTION, "close");
        }
        new BodyFlow(engine, gateway, route, exchange, context, holdings, report)
                .start(
                        new BodyFlow.Answer(
                                backend,
                                forwarding.destination(),
                                scan,
                                events,
                                readable,
                                rewrites,
                                keeping(response, backend, readable),
                                reduces ? lists.rewriter(events) : null),
                        out,
                        this::ended);
    }

    /** Whoever keeps the result; null where this answer is none that is kept. */
    private ResultCaching keeping(ResponseState response, BackendResponse backend, boolean readable) {
        boolean kept = results != null && readable && response.statusCode() == 200 && backend.status() == 200;
        if (!kept) {
            releaseWaiting();
        }
        results = kept ? results : null;
        return results;
    }

    /** Those who wait for this answer need not any more: it is none that is kept. Where the backend broke, one of them asks next. */
    private void releaseWaiting() {
        if (results != null && answered) {
            results.unkept();
        }
    }

    private void ended(Pump.End end, long bytes) {
        try {
            if (results != null) {
                results.ended(end == Pump.End.COMPLETE);
            }
        } finally {
            finish(bytes, end);
        }
    }

    /** Keeps the books about sessions; the response may leave when the future is complete. */
    Future<Void> remember(ResponseState response) {
        BackendResponse backend = forwarding == null ? null : forwarding.head();
        if (backend == null) {
            return Future.succeededFuture();
        }
        return new SessionBook(
                        engine.sessions(),
                        engine.services().places(),
                        route.server().config().name(),
                        exchange.caller(),
                        sessionId)
                .note(new SessionBook.Passed(
                        http.method().name(),
                        envelope,
                        response.statusCode(),
                        backend.status(),
                        backend.headers().get(McpHeaders.SESSION_ID),
                        forwarding.destination()));
    }

    private void failInstead(ErrorAnswer answer, Scan scan) {
        exchange.failure(Failure.of(answer));
        own(Reply.of(answer, scan, null));
    }

    /** A fault of ours: the client is told as far as that is still possible. */
    void broke(RuntimeException cause) {
        LOG.errorf(cause, "request %s could not be processed", exchange.requestId());
        if (closed) {
            return;
        }
        exchange.failure(Failure.of(Reason.INTERNAL_ERROR).withDetail(cause.toString()));
        try {
            if (!out.headWritten()) {
                out.headers().clear();
                own(Reply.of(ErrorAnswer.of(Reason.INTERNAL_ERROR), envelope, null));
                return;
            }
        } catch (RuntimeException again) {
            LOG.debugf(again, "nor could request %s be answered", exchange.requestId());
        }
        finish(0, Pump.End.BACKEND_DIED);
        if (forwarding != null) {
            forwarding.abandon();
        }
        out.reset();
    }

    /** Nobody waits any more: the backend's exchange is given up. */
    void clientGone() {
        if (closed) {
            return;
        }
        // Over first: giving up fails the forwarding, and that failure is nobody's to answer or to count.
        finish(0, Pump.End.CLIENT_GONE);
        if (forwarding != null) {
            forwarding.abandon();
        }
    }

    private void finish(long bytes, Pump.End end) {
        if (closed) {
            return;
        }
        closed = true;
        exchange.end();
        if (exchange.limited()) {
            exchange.limits().ended(report.bytesIn(), bytes);
        }
        holdings.release();
        keepTrace();
        engine.telemetry().record(report.finish(bytes, end));
    }

    /** The answer is known: limits that ask for it count now, before the client can send its next call. */
    private void settleLimits() {
        if (exchange.limited()) {
            exchange.limits().answered();
        }
    }

    /** What every answer carries, whoever made it. */
    private void mark(ResponseState response) {
        page.stamp(response);
        if (exchange.tracing()) {
            response.headers().set("Apim-Trace-Id", exchange.requestId().toString());
        }
    }

    private void keepTrace() {
        if (exchange.tracing()) {
            engine.traces()
                    .keep(new TraceStore.Trace(
                            exchange.requestId().toString(),
                            exchange.timestamp(),
                            exchange.api().id(),
                            exchange.caller().subscriptionId(),
                            exchange.mcp().toolName(),
                            exchange.response() == null
                                    ? 0
                                    : exchange.response().statusCode(),
                            exchange.traceLog()));
        }
    }
}
