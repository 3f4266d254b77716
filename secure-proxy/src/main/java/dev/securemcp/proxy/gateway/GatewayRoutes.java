package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.RequestState;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.telemetry.ExchangeEvent;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Traffic;
import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** The gateway's door: every request on the public port comes in here. */
final class GatewayRoutes {

    private final Engine engine;
    private final Supplier<Gateway> current;

    /**
     * @param current the running configuration; asked once for each request, which keeps what it was given
     */
    GatewayRoutes(Engine engine, Supplier<Gateway> current) {
        this.engine = engine;
        this.current = current;
    }

    /** Takes a request, on its event loop. */
    void handle(HttpServerRequest request) {
        long start = System.nanoTime();
        Gateway gateway = current.get();
        Route<ServerRuntime> route = request.path() == null ? null : gateway.find(request.path());
        String address = gateway.addresses()
                .of(request.remoteAddress().hostAddress(), request.headers().getAll("X-Forwarded-For"));
        if (route == null) {
            notFound(request, gateway, address, start);
            return;
        }
        RequestState state = new RequestState(
                request.method().name(), gateway.origin().of(request), HeaderFields.copyOf(request.headers()), address);
        Exchange exchange = new Exchange(engine.environment(), newId(), route.server(), state, start);
        new McpCall(engine, gateway, route, request, exchange).start();
    }

    /** Nothing is here: discovery of authorization falls back only on a plain 404, so no challenge and no redirect. */
    private void notFound(HttpServerRequest request, Gateway gateway, String address, long start) {
        ErrorAnswer answer = ErrorAnswer.of(Reason.OPERATION_NOT_FOUND);
        DeniedBody.read(engine.vertx(), request, gateway).onComplete(denied -> {
            if (denied.failed()) {
                recordNotFound(request, answer, ExchangeEvent.Ending.CANCELLED, address, start, new Traffic(0, 0));
                return;
            }
            BodyReader.Read read = denied.result().read();
            int bytes = Reply.whole(
                    request.response(),
                    request.version(),
                    Reply.of(answer, denied.result().scan(), null),
                    !read.complete(),
                    engine.environment().clock());
            Traffic traffic = new Traffic(read.body().length(), bytes);
            recordNotFound(request, answer, ExchangeEvent.Ending.COMPLETE, address, start, traffic);
        });
    }

    private void recordNotFound(
            HttpServerRequest request,
            ErrorAnswer answer,
            ExchangeEvent.Ending ending,
            String address,
            long start,
            Traffic traffic) {
        long took = System.nanoTime() - start;
        engine.telemetry()
                .record(new ExchangeEvent(
                        engine.environment().clock().instant(),
                        newId().toString(),
                        null,
                        request.method().name(),
                        ExchangeEvent.Operation.NONE,
                        new ExchangeEvent.Caller(null, null, null, address),
                        new ExchangeEvent.Verdict(
                                ExchangeEvent.Decision.DENIED,
                                answer.reason().reason(),
                                answer.source(),
                                answer.status(),
                                answer.code(),
                                false,
                                ending),
                        new ExchangeEvent.Timing(took, took, -1, -1),
                        traffic));
    }

    /** A random id (RFC 9562, version 4). It names the request in logs and proves nothing, so it need not be unguessable. */
    private static UUID newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
