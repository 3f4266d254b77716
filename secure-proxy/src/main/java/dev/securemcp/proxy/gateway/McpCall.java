package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.TraceLog;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import dev.securemcp.proxy.mcp.Envelope;
import dev.securemcp.proxy.mcp.EnvelopeFault;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.HeaderCheck;
import dev.securemcp.proxy.mcp.McpHeaders;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.mcp.Scan;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One request that comes in: from its head to the end of its body, as far as it is let in. Then {@link CallCourse} takes over. Confined
 * to the request's event loop.
 */
final class McpCall {

    private final Engine engine;
    private final Gateway gateway;
    private final ServerRuntime server;
    private final Route<ServerRuntime> route;
    private final HttpServerRequest http;
    private final Exchange exchange;
    private final Delivery delivery;
    private final CallCourse course;

    McpCall(Engine engine, Gateway gateway, Route<ServerRuntime> route, HttpServerRequest http, Exchange exchange) {
        this.engine = engine;
        this.gateway = gateway;
        this.server = route.server();
        this.route = route;
        this.http = http;
        this.exchange = exchange;
        this.delivery = new Delivery(engine, gateway, route, http, exchange, http.getHeader(McpHeaders.SESSION_ID));
        this.course = new CallCourse(engine, gateway, route, http, exchange, delivery);
    }

    /** Takes the request from its head on. */
    void start() {
        delivery.guarded(now -> takeHead()).handle(null);
    }

    private void takeHead() {
        boolean taken = delivery.begin();
        CrossOrigin.Decision page = askCors(server.crossOrigin()::ofAnybody);
        if (page == null) {
            return;
        }
        delivery.page(page);
        if (!taken) {
            refuse(ErrorAnswer.of(Reason.SHUTTING_DOWN).withRetryAfter(1));
            return;
        }
        if (!delivery.takeOpen()) {
            refuse(ErrorAnswer.of(Reason.ADDRESS_BLOCKED, "Too many open requests from this address"));
            return;
        }
        if (page.preflight() && server.guard().hosts().allows(Requests.host(http))) {
            Requests.discardBody(http);
            delivery.own(page.answer());
            return;
        }
        new Admission(gateway, route, http, exchange, page.allowed()).check().onSuccess(delivery.guarded(denied -> {
            if (delivery.isClosed()) {
                return;
            }
            if (denied != null) {
                deny(denied);
            } else {
                admitted();
            }
        }));
    }

    private void deny(Denial denied) {
        if (denied.key() != null) {
            delivery.keyRefused(denied.key());
        }
        course.denied(denied);
        refuse(denied.answer());
    }

    private void admitted() {
        if (!admitPage()) {
            return;
        }
        startTrace();
        course.admitted();
        if (http.method().name().equals("POST")) {
            readBody();
        } else {
            Requests.discardBody(http);
            course.judge(List.of());
        }
    }

    /** Now that the caller is known: what a page may do with its product; false where the call has ended. */
    private boolean admitPage() {
        CrossOrigin.Decision page = askCors(server.crossOrigin()::ofCaller);
        if (page == null) {
            return false;
        }
        delivery.page(page);
        Optional<ErrorAnswer> refused = server.guard().checkOrigin(page.allowed(), http.headers());
        if (refused.isPresent()) {
            refuse(refused.get());
            return false;
        }
        if (page.ends()) {
            Requests.discardBody(http);
            delivery.own(page.answer());
        }
        return !page.ends();
    }

    /** What policies say of the page that calls; null where an expression failed and the call has been refused. */
    private CrossOrigin.Decision askCors(Function<Exchange, CrossOrigin.Decision> cors) {
        try {
            return cors.apply(exchange);
        } catch (ExpressionException e) {
            refuse(ErrorAnswer.of(Reason.EXPRESSION_FAILED).withSource("cors"));
            return null;
        }
    }

    /** Traces the call where it asks for that and its subscription may. */
    private void startTrace() {
        if (!exchange.caller().mayTrace()
                || !engine.traceRequests()
                        .asks(exchange.request().headers(), server.config().name())) {
            return;
        }
        // What the client proves itself with is as secret as the configuration's own values.
        List<String> carried =
                new ArrayList<>(PresentedCredentials.of(exchange.request().headers()));
        carried.addAll(new PresentedKeys(gateway.keys().keys(), server.config().keyNames(), http).spellings());
        exchange.startTrace(new TraceLog(gateway.secrets().and(carried)));
        exchange.trace(
                "gateway",
                http.method() + " " + http.path() + ", subscription "
                        + exchange.subscription().id(),
                Map.of());
    }

    /** Refused by the head: the body is read only as far as it may hold the id that the answer must echo. */
    private void refuse(ErrorAnswer answer) {
        DeniedBody.read(engine.vertx(), http, gateway).onComplete(delivery.guarded(denied -> {
            if (denied.failed()) {
                delivery.clientGone();
                return;
            }
            delivery.received(denied.result().read());
            course.scanned(denied.result().scan());
            if (denied.result().scan() instanceof Envelope envelope) {
                delivery.envelope(envelope);
            }
            course.fail(Failure.of(answer));
        }));
    }

    private void readBody() {
        if (Requests.expectsContinue(http)) {
            http.response().writeContinue();
        }
        BodyReader.Bounds bounds = new BodyReader.Bounds(
                (int) gateway.limits().bytes(Limit.BODY),
                (int) gateway.limits().bytes(Limit.BODY_DRAIN),
                gateway.limits().time(Limit.BODY_TIME).toMillis());
        BodyReader.read(engine.vertx(), http, bounds).onComplete(delivery.guarded(read -> {
            if (read.failed()) {
                delivery.clientGone();
                return;
            }
            delivery.received(read.result());
            if (read.result().tooLarge()) {
                course.fail(Failure.of(Reason.BODY_TOO_LARGE));
            } else if (read.result().late()) {
                course.fail(Failure.of(Reason.BODY_TIMEOUT));
            } else {
                scanBody(read.result().body().getBytes());
            }
        }));
    }

    private void scanBody(byte[] body) {
        exchange.request().body(body);
        Scan scan = gateway.scanner().scan(body, course.batches());
        course.scanned(scan);
        if (scan instanceof EnvelopeFault fault) {
            course.fail(Failure.of(fault.answer()));
            return;
        }
        Envelope envelope = (Envelope) scan;
        delivery.envelope(envelope);
        course.message(envelope.first());
        Optional<ErrorAnswer> disagreement = HeaderCheck.agreement(http.headers(), envelope);
        if (disagreement.isPresent()) {
            course.fail(Failure.of(disagreement.get()));
        } else {
            course.judge(envelope.messages());
        }
    }
}
