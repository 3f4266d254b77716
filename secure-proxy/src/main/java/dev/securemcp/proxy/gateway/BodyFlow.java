package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.BackendResponse;
import dev.securemcp.proxy.backend.MessageEndpoints.Endpoint;
import dev.securemcp.proxy.backend.Target;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Stay;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import dev.securemcp.proxy.mcp.EndpointRewriter;
import dev.securemcp.proxy.mcp.Envelope;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.ErrorBody;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.mcp.Scan;
import dev.securemcp.proxy.mcp.SseScanner;
import dev.securemcp.proxy.mcp.StreamRewriter;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;

/**
 * Lets the body of a backend's answer flow once its head is written: who reads along, what is changed on the way, how a stream of events
 * is kept and ended. One for each answer, confined to its event loop.
 */
record BodyFlow(
        Engine engine,
        Gateway gateway,
        Route<ServerRuntime> route,
        Exchange exchange,
        Context context,
        Holdings holdings,
        CallReport report) {

    /**
     * An answer whose body is to flow.
     *
     * @param from where it comes from
     * @param scan the request's body; null where it had none
     * @param events whether it is a stream of events
     * @param readable whether it comes without content coding
     * @param rewrites whether it begins with the endpoint of a legacy stream
     * @param results reads along to keep the result; null where it is not kept
     * @param reducer takes out what the caller may not see; null where everything passes
     */
    record Answer(
            BackendResponse backend,
            Destination from,
            Scan scan,
            boolean events,
            boolean readable,
            boolean rewrites,
            ResultCaching results,
            StreamRewriter reducer) {

        /** The one request that waits for it; null where there is none, or several. */
        private Envelope request() {
            return scan instanceof Envelope envelope && !envelope.batch() && envelope.hasRequest() ? envelope : null;
        }
    }

    void start(Answer answer, HttpServerResponse out, Pump.Listener ended) {
        if (answer.events() && answer.readable()) {
            pumpEvents(answer, out, ended);
            return;
        }
        ResponseWatch watch = answer.readable() ? watch(answer) : null;
        ToolListWatch tools = answer.readable() ? tools(answer) : null;
        Pump pump = new Pump(
                engine.vertx(),
                answer.backend(),
                out,
                Pump.Taps.body(
                        both(
                                answer.results() == null ? null : answer.results()::chunk,
                                tools == null ? null : tools::chunk),
                        watch == null ? null : watch::chunk,
                        answer.reducer()),
                tools == null
                        ? ended
                        : (end, bytes) -> {
                            try {
                                if (end == Pump.End.COMPLETE) {
                                    tools.complete();
                                }
                            } finally {
                                ended.ended(end, bytes);
                            }
                        });
        if (answer.events()) {
            openStream(pump, out);
        }
        pump.start();
    }

    private static Handler<Buffer> both(Handler<Buffer> first, Handler<Buffer> next) {
        if (first == null || next == null) {
            return first == null ? next : first;
        }
        return chunk -> {
            first.handle(chunk);
            next.handle(chunk);
        };
    }

    /**
     * Learns where the answer tells what tools take, and somebody wants to know; null elsewhere. A stream that belongs to no message may
     * carry any answer: those of legacy clients all come there.
     */
    private ToolListWatch tools(Answer answer) {
        Envelope request = answer.request();
        boolean list = request == null
                ? answer.events() && answer.scan() == null
                : "tools/list".equals(request.first().method());
        return gateway.toolSchemas() && list && answer.backend().status() == 200
                ? new ToolListWatch(
                        engine.tools().known(), route.server().config().name(), (int)
                                gateway.limits().bytes(Limit.TOOL_LIST))
                : null;
    }

    /** Reads along where there is one answer to wait for. */
    private ResponseWatch watch(Answer answer) {
        Envelope request = answer.request();
        if (request == null) {
            return null;
        }
        ResponseWatch watch =
                new ResponseWatch(gateway.scanner(), request.first().id());
        report.watch(watch);
        return watch;
    }

    private void pumpEvents(Answer answer, HttpServerResponse out, Pump.Listener ended) {
        EndpointRewriter endpoint = answer.rewrites()
                ? new EndpointRewriter(
                        (int) gateway.limits().bytes(Limit.ENDPOINT_EVENT), named -> openEndpoint(named, answer.from()))
                : null;
        Buffer lastWords = answer.scan() instanceof Envelope read && read.hasRequest()
                ? ErrorBody.event(ErrorAnswer.of(Reason.BACKEND_STREAM_FAILURE), read)
                : null;
        ResponseWatch watch = watch(answer);
        Pump pump = new Pump(
                engine.vertx(),
                answer.backend(),
                out,
                new Pump.Taps(
                        backendEvents(answer)::feed,
                        null,
                        watch == null ? new SseScanner() : watch.events(),
                        chain(endpoint, answer.reducer()),
                        gateway.limits().time(Limit.KEEP_ALIVE).toMillis(),
                        lastWords),
                ended);
        openStream(pump, out);
        pump.start();
        if (endpoint != null) {
            holdings.timer(engine.vertx()
                    .setTimer(gateway.limits().time(Limit.ENDPOINT_TIME).toMillis(), late -> {
                        if (!endpoint.done()) {
                            pump.end();
                        }
                    }));
        }
    }

    /** The stream as the backend wrote it: who may want to keep its result, and what its notifications say of results kept before. */
    private SseScanner backendEvents(Answer answer) {
        ChangeWatch changes = new ChangeWatch(
                engine.results(),
                engine.tools().known(),
                route.server().config().name());
        ResultCaching results = answer.results();
        ToolListWatch tools = tools(answer);
        int max = Math.max(results == null ? 0 : results.maxBytes(), tools == null ? 0 : tools.max());
        return max == 0
                ? new SseScanner(ChangeWatch.MAX, changes::event)
                : new SseScanner(Math.max(ChangeWatch.MAX, max), event -> {
                    changes.event(event);
                    if (results != null) {
                        results.event(event);
                    }
                    if (tools != null) {
                        tools.event(event);
                    }
                });
    }

    private static StreamRewriter chain(StreamRewriter first, StreamRewriter next) {
        if (first == null || next == null) {
            return first == null ? next : first;
        }
        return first.then(next);
    }

    private void openStream(Pump pump, HttpServerResponse out) {
        holdings.opened(new OpenStream(exchange.stay(), context, pump));
        // The client must know that the stream is open, also when no event comes for an hour.
        out.writeHead();
    }

    /** A stream that is ended from outside: because the gateway stops, or because its caller's time is over. */
    private record OpenStream(Stay stay, Context context, Pump pump) implements OpenCalls.Stream {

        @Override
        public boolean mayStay(Instant now) {
            return stay.mayStay(now);
        }

        @Override
        public void end() {
            context.runOnContext(now -> pump.end());
        }

        @Override
        public void say(Buffer events) {
            context.runOnContext(now -> pump.say(events));
        }
    }

    /** Gives the client an endpoint of ours for the backend's, which must be on the backend itself. */
    private String openEndpoint(String backendEndpoint, Destination stream) {
        ServerRuntime server = route.server();
        Target target = stream.target().resolve(backendEndpoint);
        if (target == null) {
            throw new IllegalArgumentException("the endpoint event leads off the backend");
        }
        String id = holdings.endpoint(
                new Endpoint(server.config().name(), exchange.caller().principal(), stream.backend(), target));
        return "/" + server.path() + RouteTable.MESSAGES + id;
    }
}
