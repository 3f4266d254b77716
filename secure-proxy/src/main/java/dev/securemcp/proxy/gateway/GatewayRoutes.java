package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.ServerConfig.KeyNames;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.RequestState;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import dev.securemcp.proxy.gateway.bridge.BridgeTable.Place;
import dev.securemcp.proxy.limits.CallerGuard.Purpose;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Ending;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Traffic;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;

/** The gateway's door: every request on the public port comes in here. */
final class GatewayRoutes {

    private final Engine engine;
    private final Supplier<Gateway> current;
    private final ResourceDocuments resources;
    private final BridgeRoutes bridges;

    /**
     * @param current the running configuration; asked once for each request, which keeps what it was given
     */
    GatewayRoutes(Engine engine, Supplier<Gateway> current) {
        this.engine = engine;
        this.current = current;
        this.resources = new ResourceDocuments(engine);
        this.bridges = new BridgeRoutes(engine);
    }

    /** Takes a request, on its event loop. */
    void handle(HttpServerRequest request) {
        long start = System.nanoTime();
        Gateway gateway = current.get();
        Route<ServerRuntime> route = request.path() == null ? null : gateway.find(request.path());
        String address = gateway.addresses()
                .of(request.remoteAddress().hostAddress(), request.headers().getAll("X-Forwarded-For"));
        if (route == null) {
            beside(request, gateway, address, start);
            return;
        }
        long wait = engine.door().wait(address, Purpose.CALL);
        if (wait > 0) {
            CrossOrigin.Decision page = page(request, gateway, route, address, start);
            engine.door().refuse(engine, request, report(request, route, address, start), wait, page);
            return;
        }
        Exchange exchange = exchange(request, gateway, route, address, start);
        exchange.mask(
                new PresentedKeys(gateway.keys().keys(), route.server().config().keyNames(), request));
        new McpCall(engine, gateway, route, request, exchange).start();
    }

    private Exchange exchange(
            HttpServerRequest request, Gateway gateway, Route<ServerRuntime> route, String address, long start) {
        KeyNames names = route.server().config().keyNames();
        RequestState state = new RequestState(
                request.method().name(),
                PresentedKeys.hidden(gateway.origin().of(request), names),
                HeaderFields.copyOf(request.headers()),
                address);
        return new Exchange(engine.environment(), RequestIds.next(), route.server(), state, start);
    }

    /** What the page that sent a refused request may read of the refusal; what is no page's costs nothing more. */
    private CrossOrigin.Decision page(
            HttpServerRequest request, Gateway gateway, Route<ServerRuntime> route, String address, long start) {
        boolean named = request.headers().contains(HttpHeaders.ORIGIN)
                && route.server().guard().hosts().allows(Requests.host(request));
        if (!named) {
            return CrossOrigin.Decision.NONE;
        }
        try {
            return route.server().crossOrigin().ofAnybody(exchange(request, gateway, route, address, start));
        } catch (ExpressionException e) {
            // It is refused whatever is wrong with the policy.
            return CrossOrigin.Decision.NONE;
        }
    }

    /** No endpoint of a server, but perhaps one of its bridge, or a document about it. */
    private void beside(HttpServerRequest request, Gateway gateway, String address, long start) {
        Place bridge = request.path() == null ? null : bridges.find(gateway, request.path());
        if (bridge != null) {
            String server = bridge.site() == null ? null : bridge.site().server();
            SideReport report = new SideReport(engine, request, server, address, start);
            if (comesIn(request, Purpose.DISCOVERY, report, CrossOrigin.Decision.NONE)) {
                bridges.answer(gateway, bridge, request, report);
            }
            return;
        }
        Route<ServerRuntime> described = request.path() == null ? null : resources.find(gateway, request.path());
        if (described == null) {
            SideReport report = new SideReport(engine, request, null, address, start);
            if (comesIn(request, Purpose.CALL, report, CrossOrigin.Decision.NONE)) {
                notFound(request, gateway, report);
            }
            return;
        }
        SideReport report = report(request, described, address, start);
        if (comesIn(request, Purpose.DISCOVERY, report, ResourceDocuments.anyPage())) {
            resources.answer(gateway, described, request, report);
        }
    }

    private boolean comesIn(HttpServerRequest request, Purpose purpose, SideReport report, CrossOrigin.Decision page) {
        long wait = engine.door().wait(report.address(), purpose);
        if (wait > 0) {
            engine.door().refuse(engine, request, report, wait, page);
        }
        return wait == 0;
    }

    private SideReport report(HttpServerRequest request, Route<ServerRuntime> route, String address, long start) {
        return new SideReport(engine, request, route.server().config().name(), address, start);
    }

    /** Nothing is here: discovery of authorization falls back only on a plain 404, so no challenge and no redirect. */
    private void notFound(HttpServerRequest request, Gateway gateway, SideReport report) {
        ErrorAnswer answer = ErrorAnswer.of(Reason.OPERATION_NOT_FOUND);
        DeniedBody.read(engine.vertx(), request, gateway).onComplete(denied -> {
            if (denied.failed()) {
                report.refused(answer, Ending.CANCELLED, new Traffic(0, 0));
                return;
            }
            BodyReader.Read read = denied.result().read();
            int bytes = Reply.whole(
                    request.response(),
                    request.version(),
                    Reply.of(answer, denied.result().scan(), null),
                    !read.complete(),
                    engine.environment().clock());
            report.refused(answer, Ending.COMPLETE, new Traffic(read.body().length(), bytes));
        });
    }
}
