package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.HttpClients.Use;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.ServerConfig;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.exchange.TraceLog;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import dev.securemcp.proxy.identity.access.Challenge;
import dev.securemcp.proxy.identity.access.Permit;
import dev.securemcp.proxy.mcp.Batches;
import dev.securemcp.proxy.mcp.Envelope;
import dev.securemcp.proxy.mcp.EnvelopeFault;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.HeaderCheck;
import dev.securemcp.proxy.mcp.McpHeaders;
import dev.securemcp.proxy.mcp.Message;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.mcp.Scan;
import dev.securemcp.proxy.mcp.StreamRewriter;
import dev.securemcp.proxy.policy.Sections;
import dev.securemcp.proxy.policy.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One request on its way through the gateway, from its head to the end of the response's: guard, body, policies, session, backend,
 * policies again. {@link Delivery} takes over with the answer. Confined to the request's event loop.
 */
final class McpCall {

    private final Engine engine;
    private final Gateway gateway;
    private final ServerRuntime server;
    private final Route<ServerRuntime> route;
    private final HttpServerRequest http;
    private final Exchange exchange;
    private final Delivery delivery;
    private final SessionGate sessions;
    private final String version;
    private final String sessionId;
    private Sections sections;
    private Scan scan;
    private Denial denial;
    private Permit permit = Permit.EVERYTHING;
    private Forwarding forwarding;

    McpCall(Engine engine, Gateway gateway, Route<ServerRuntime> route, HttpServerRequest http, Exchange exchange) {
        this.engine = engine;
        this.gateway = gateway;
        this.server = route.server();
        this.route = route;
        this.http = http;
        this.exchange = exchange;
        this.version = http.getHeader(McpHeaders.PROTOCOL_VERSION);
        this.sessionId = http.getHeader(McpHeaders.SESSION_ID);
        this.delivery = new Delivery(engine, gateway, route, http, exchange, sessionId);
        this.sessions = new SessionGate(engine, gateway, route, exchange, sessionId);
        this.sections = server.policies().sections(null, null);
        exchange.message(new MessageFacts(null, version, sessionId));
        exchange.tools(new CallTools(engine, gateway, route, exchange, sessions));
    }

    /** Takes the request from its head on. */
    void start() {
        guarded(now -> takeHead()).handle(null);
    }

    /** Runs a step; what nobody foresaw ends the call instead of leaving its client waiting. */
    private <T> Handler<T> guarded(Handler<T> step) {
        return value -> {
            try {
                step.handle(value);
            } catch (RuntimeException e) {
                delivery.broke(e);
            }
        };
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
        if (page.preflight() && server.guard().hosts().allows(Requests.host(http))) {
            Requests.discardBody(http);
            delivery.own(page.answer());
            return;
        }
        new Admission(gateway, route, http, exchange, page.allowed()).check().onSuccess(guarded(denied -> {
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
        denial = denied;
        refuse(denied.answer());
    }

    private void admitted() {
        if (!admitPage()) {
            return;
        }
        permit = server.rights().of(exchange.caller());
        startTrace();
        sections = server.policies().sections(exchange.caller().productId(), null);
        if (http.method().name().equals("POST")) {
            readBody();
        } else {
            Requests.discardBody(http);
            judge(List.of());
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
        List<String> carried = new ArrayList<>(exchange.request().headers().values("Authorization"));
        carried.addAll(exchange.request().headers().values("Cookie"));
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
        DeniedBody.read(engine.vertx(), http, gateway).onComplete(guarded(denied -> {
            if (denied.failed()) {
                delivery.clientGone();
                return;
            }
            delivery.received(denied.result().read());
            scan = denied.result().scan();
            if (scan instanceof Envelope envelope) {
                delivery.envelope(envelope);
            }
            fail(Failure.of(answer));
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
        BodyReader.read(engine.vertx(), http, bounds).onComplete(guarded(read -> {
            if (read.failed()) {
                delivery.clientGone();
                return;
            }
            delivery.received(read.result());
            if (read.result().tooLarge()) {
                fail(Failure.of(Reason.BODY_TOO_LARGE));
            } else if (read.result().late()) {
                fail(Failure.of(Reason.BODY_TIMEOUT));
            } else {
                scanBody(read.result().body().getBytes());
            }
        }));
    }

    private void scanBody(byte[] body) {
        exchange.request().body(body);
        scan = gateway.scanner().scan(body, batches());
        if (scan instanceof EnvelopeFault fault) {
            fail(Failure.of(fault.answer()));
            return;
        }
        Envelope envelope = (Envelope) scan;
        delivery.envelope(envelope);
        exchange.message(new MessageFacts(envelope.first(), version, sessionId));
        Optional<ErrorAnswer> disagreement = HeaderCheck.agreement(http.headers(), envelope);
        if (disagreement.isPresent()) {
            fail(Failure.of(disagreement.get()));
            return;
        }
        ErrorAnswer withoutRight = permit.judge(envelope);
        if (withoutRight == null) {
            judge(envelope.messages());
        } else {
            denial = Denial.ofRights(withoutRight);
            fail(Failure.of(withoutRight));
        }
    }

    /** Inbound: once for each message of a batch, and one denial denies it; once where there is no message. */
    private void judge(List<Message> messages) {
        Future<Verdict> verdict = messages.isEmpty() ? sections.inbound().run(exchange) : judge(messages, 0);
        verdict.onSuccess(guarded(said -> {
            if (delivery.isClosed()) {
                return;
            }
            switch (said) {
                case Verdict.Continue go -> checkSession(messages);
                case Verdict.Respond(ResponseState response) -> delivery.own(limited(response));
                case Verdict.Fail(Failure failure) -> fail(failure);
            }
        }));
    }

    private Future<Verdict> judge(List<Message> messages, int index) {
        Message message = messages.get(index);
        exchange.message(new MessageFacts(message, version, sessionId));
        sections = server.policies().sections(exchange.caller().productId(), message.tool());
        Future<Verdict> verdict = sections.inbound().run(exchange);
        if (index == messages.size() - 1) {
            return verdict;
        }
        return verdict.compose(
                said -> said == Verdict.CONTINUE ? judge(messages, index + 1) : Future.succeededFuture(said));
    }

    private void checkSession(List<Message> messages) {
        if (messages.size() > 1) {
            // Several tools share one way to the backend: that of the server.
            sections = server.policies().sections(exchange.caller().productId(), null);
        }
        sessions.destination().onSuccess(guarded(own -> forward(messages, own)));
    }

    private void forward(List<Message> messages, Optional<Destination> own) {
        if (delivery.isClosed()) {
            return;
        }
        if (own.isEmpty()) {
            fail(Failure.of(Reason.SESSION_NOT_FOUND));
            return;
        }
        if (sessions.opensTooMany(messages)) {
            fail(Failure.of(Reason.SESSION_LIMIT_EXCEEDED));
            return;
        }
        boolean stream = http.method().name().equals("GET") || listens(messages);
        if (stream && !delivery.takeStream()) {
            fail(Failure.of(Reason.STREAM_LIMIT_EXCEEDED));
            return;
        }
        Optional<ResultCaching> results = stream
                ? Optional.empty()
                : ResultCaching.of(
                        engine, gateway, server.config(), exchange, scan instanceof Envelope read ? read : null);
        if (results.isEmpty()) {
            send(own.get(), stream, null);
        } else {
            results.get().lookup().onSuccess(guarded(hit -> {
                if (hit == null) {
                    send(own.get(), stream, results.get());
                } else {
                    again(results.get().response(hit));
                }
            }));
        }
    }

    /** A result that is kept answers the call: lists as this caller may see them, and outbound as for any other answer. */
    private void again(ResponseState response) {
        if (delivery.isClosed()) {
            return;
        }
        ListGate lists = lists();
        if (lists.stands()) {
            StreamRewriter rewriter = lists.rewriter(false);
            Buffer seen = rewriter.feed(Buffer.buffer(response.ownBody()));
            response.ownBody(Buffer.buffer()
                    .appendBuffer(seen)
                    .appendBuffer(rewriter.end())
                    .getBytes());
        }
        exchange.response(response);
        sections.outbound().run(exchange).onSuccess(guarded(this::afterOutbound));
    }

    private ListGate lists() {
        return new ListGate(exchange, permit, (int) gateway.limits().bytes(Limit.LIST_MESSAGE), scan);
    }

    private void send(Destination own, boolean stream, ResultCaching results) {
        if (delivery.isClosed()) {
            return;
        }
        ListGate lists = lists();
        forwarding = new Forwarding(
                engine.relay(),
                exchange,
                route,
                gateway.backends(),
                own,
                stream ? Use.STREAM : Use.CALL,
                lists.stands() || results != null || listsToolsToLearn(),
                new MadeBody(gateway.scanner(), batches(), scan instanceof Envelope envelope ? envelope : null));
        delivery.forwarding(forwarding, lists, results);
        exchange.forwarder(forwarding);
        sections.backend().run(exchange).onSuccess(guarded(this::afterBackend));
    }

    /** Whether what tools take is learnt from the answer. */
    private boolean listsToolsToLearn() {
        return gateway.toolSchemas()
                && scan instanceof Envelope envelope
                && "tools/list".equals(envelope.first().method());
    }

    private Batches batches() {
        return Batches.of(version, server.config().batches() == ServerConfig.Batches.REFUSE);
    }

    /** A modern client's listen request holds its connection like a GET stream does. */
    private static boolean listens(List<Message> messages) {
        return messages.size() == 1
                && "subscriptions/listen".equals(messages.getFirst().method());
    }

    private void afterBackend(Verdict said) {
        delivery.backendAnswered();
        if (delivery.isClosed()) {
            forwarding.abandon();
            return;
        }
        switch (said) {
            case Verdict.Respond(ResponseState response) -> delivery.own(limited(response));
            case Verdict.Fail(Failure failure) -> fail(failure);
            case Verdict.Continue go -> {
                if (exchange.response() == null) {
                    // A backend section that does not forward: an empty 200, as in API Management.
                    exchange.response(new ResponseState(200, null, HeaderFields.empty(), new byte[0]));
                }
                limited(exchange.response());
                sections.outbound().run(exchange).onSuccess(guarded(this::afterOutbound));
            }
        }
    }

    private void afterOutbound(Verdict said) {
        switch (said) {
            case Verdict.Continue go ->
                delivery.remember(exchange.response())
                        .onComplete(guarded(told -> delivery.relay(exchange.response(), scan)));
            case Verdict.Respond(ResponseState response) -> delivery.own(response);
            case Verdict.Fail(Failure failure) -> fail(failure);
        }
    }

    /** Runs on-error over the default answer, then sends what it made of that. */
    private void fail(Failure failure) {
        if (forwarding != null) {
            forwarding.abandon();
        }
        String allow = failure.answer().reason() == Reason.METHOD_NOT_ALLOWED
                ? String.join(", ", HeadGuard.allowed(route.kind()))
                : null;
        exchange.failure(failure);
        ResponseState answer = limited(Reply.of(asClientTakesIt(failure.answer()), scan, allow));
        challenge().ifPresent(challenge -> answer.headers().set("WWW-Authenticate", challenge));
        exchange.response(answer);
        sections.onError().run(exchange).onSuccess(guarded(said -> {
            if (said instanceof Verdict.Respond(ResponseState response)) {
                delivery.own(response);
            } else {
                // A failing on-error must not hide the first failure.
                delivery.own(exchange.response());
            }
        }));
    }

    /** A response with what inbound limits tell of themselves, which later policies may change. */
    private ResponseState limited(ResponseState response) {
        if (exchange.limited()) {
            exchange.limits().apply(response);
        }
        return response;
    }

    private Optional<String> challenge() {
        if (denial == null || !denial.challenged()) {
            return Optional.empty();
        }
        ResourceUrls urls = ResourceUrls.of(exchange.request().originalUrl(), route);
        return Optional.of(Challenge.of(
                urls.metadata(),
                server.neededScopes(scan),
                denial.error(),
                denial.error() == null ? null : denial.answer().message()));
    }

    /**
     * Some clients hang on any status but 200; their operator has the error alone say what happened. Whoever is asked for a token must
     * see the status that belongs to that.
     */
    private ErrorAnswer asClientTakesIt(ErrorAnswer answer) {
        if (denial != null && denial.challenged()) {
            return answer;
        }
        boolean calls = scan instanceof Envelope envelope
                && !envelope.batch()
                && envelope.first().tool() != null;
        return calls && server.config().toolDenials() == ServerConfig.ToolDenials.JSON_RPC ? answer.asOk() : answer;
    }
}
