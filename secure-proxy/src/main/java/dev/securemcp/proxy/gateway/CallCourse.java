package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.HttpClients.Use;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.ServerConfig;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.gateway.RouteTable.Kind;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import dev.securemcp.proxy.identity.access.Permit;
import dev.securemcp.proxy.mcp.Batches;
import dev.securemcp.proxy.mcp.Envelope;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.McpHeaders;
import dev.securemcp.proxy.mcp.Message;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.mcp.Scan;
import dev.securemcp.proxy.mcp.StreamRewriter;
import dev.securemcp.proxy.policy.Sections;
import dev.securemcp.proxy.policy.Verdict;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/**
 * The course of a call that has come in: judged by its rights and by policies, with its session, to the backend and back, or to the
 * answer that says why not. {@link McpCall} brings it in and {@link Delivery} takes over with the answer. Confined to the request's event
 * loop.
 */
final class CallCourse {

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

    CallCourse(
            Engine engine,
            Gateway gateway,
            Route<ServerRuntime> route,
            HttpServerRequest http,
            Exchange exchange,
            Delivery delivery) {
        this.engine = engine;
        this.gateway = gateway;
        this.server = route.server();
        this.route = route;
        this.http = http;
        this.exchange = exchange;
        this.delivery = delivery;
        this.version = http.getHeader(McpHeaders.PROTOCOL_VERSION);
        this.sessionId = http.getHeader(McpHeaders.SESSION_ID);
        this.sessions = new SessionGate(engine, gateway, route, exchange, sessionId);
        this.sections = server.policies().sections(null, null);
        message(null);
        exchange.tools(new CallTools(engine, gateway, route, exchange, sessions));
    }

    /** The message that is judged now; null for none. */
    void message(Message message) {
        exchange.message(new MessageFacts(message, version, sessionId));
    }

    /** The caller is known, and may come in. */
    void admitted() {
        permit = server.rights().of(exchange.caller());
        sections = server.policies().sections(exchange.caller().productId(), null);
    }

    /** The caller may not come in; {@link #fail} tells it. */
    void denied(Denial why) {
        denial = why;
    }

    /** What the body was read as; null where it was not read. */
    void scanned(Scan read) {
        scan = read;
    }

    /** Inbound: once for each message of a batch, and one denial denies it; once where there is no message. */
    void judge(List<Message> messages) {
        if (scan instanceof Envelope envelope && !mayUse(envelope)) {
            return;
        }
        Future<Verdict> verdict = messages.isEmpty() ? sections.inbound().run(exchange) : judge(messages, 0);
        verdict.onSuccess(delivery.guarded(said -> {
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

    /** Whether the caller has the right to all of it; else the call has ended. */
    private boolean mayUse(Envelope envelope) {
        ErrorAnswer withoutRight = permit.judge(envelope);
        if (withoutRight == null) {
            return true;
        }
        denial = Denial.ofRights(withoutRight);
        fail(Failure.of(withoutRight));
        return false;
    }

    private Future<Verdict> judge(List<Message> messages, int index) {
        Message message = messages.get(index);
        message(message);
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
        sessions.destination().onSuccess(delivery.guarded(own -> forward(messages, own)));
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
        // Clients of the older transport look for answers on their stream, not in what their message is answered with.
        Optional<ResultCaching> results = stream || route.kind() != Kind.STREAMABLE
                ? Optional.empty()
                : ResultCaching.of(
                        engine,
                        gateway,
                        server.config(),
                        exchange,
                        scan instanceof Envelope read ? read : null,
                        clientsAuthorization());
        if (results.isEmpty()) {
            send(own.get(), stream, null);
        } else {
            results.get().lookup().onSuccess(delivery.guarded(hit -> {
                if (hit == null) {
                    send(own.get(), stream, results.get());
                } else {
                    again(results.get().response(hit));
                }
            }));
        }
    }

    /** As the client sent it, whatever policies have made of the field; null for none. */
    private String clientsAuthorization() {
        List<String> values = http.headers().getAll("Authorization");
        return values.isEmpty() ? null : String.join(",", values);
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
        exchange.response(limited(response));
        sections.outbound().run(exchange).onSuccess(delivery.guarded(this::afterOutbound));
    }

    /** Whether what tools take is learnt from the answer. */
    private boolean listsToolsToLearn() {
        return gateway.toolSchemas()
                && scan instanceof Envelope envelope
                && "tools/list".equals(envelope.first().method());
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
        sections.backend().run(exchange).onSuccess(delivery.guarded(this::afterBackend));
    }

    /** Whether a body may be an array of messages. */
    Batches batches() {
        return Batches.of(version, server.config().batches() == ServerConfig.Batches.REFUSE);
    }

    /** A modern client's listen request holds its connection like a GET stream does. */
    private static boolean listens(List<Message> messages) {
        return messages.size() == 1
                && "subscriptions/listen".equals(messages.getFirst().method());
    }

    private void afterBackend(Verdict said) {
        delivery.backendAnswered(said);
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
                sections.outbound().run(exchange).onSuccess(delivery.guarded(this::afterOutbound));
            }
        }
    }

    private void afterOutbound(Verdict said) {
        switch (said) {
            case Verdict.Continue go ->
                delivery.remember(exchange.response())
                        .onComplete(delivery.guarded(told -> delivery.relay(exchange.response(), scan)));
            case Verdict.Respond(ResponseState response) -> delivery.own(response);
            case Verdict.Fail(Failure failure) -> fail(failure);
        }
    }

    /** Runs on-error over the default answer, then sends what it made of that. */
    void fail(Failure failure) {
        if (forwarding != null) {
            forwarding.abandon();
        }
        engine.door().refused(failure.answer().reason(), exchange.request().ipAddress());
        exchange.failure(failure);
        exchange.response(limited(new DefaultAnswer(route, exchange, denial, scan).of(failure.answer())));
        sections.onError().run(exchange).onSuccess(delivery.guarded(said -> {
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
}
