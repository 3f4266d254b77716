package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.HttpClients.Use;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.ToolSchemas;
import dev.securemcp.proxy.gateway.RouteTable.Kind;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import dev.securemcp.proxy.gateway.ToolFetches.Asked;
import dev.securemcp.proxy.gateway.ToolFetches.Outcome;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.schema.Violation;
import dev.securemcp.proxy.telemetry.Detection;
import dev.securemcp.proxy.telemetry.ExchangeEvent;
import io.vertx.core.Future;

/**
 * What one call knows of its server's tools. What nobody has learnt yet is asked for where the call itself would go, in its session and
 * with what the gateway shows the backend, as policies have left it so far.
 */
record CallTools(Engine engine, Gateway gateway, Route<ServerRuntime> route, Exchange exchange, SessionGate sessions)
        implements ToolSchemas {

    @Override
    public Future<Input> input(String tool) {
        String server = route.server().config().name();
        KnownTools known = engine.tools().known();
        Input input = known.find(server, tool);
        if (input != null) {
            return Future.succeededFuture(input);
        }
        if (route.kind() != Kind.STREAMABLE) {
            // Its answer would come on the client's own stream.
            return Future.succeededFuture(new Unknown("the tools have not been listed yet"));
        }
        Asked asked =
                new Asked(server, known.generation(server), exchange.caller().principal());
        return engine.tools().fetches().ask(engine.vertx(), asked, this::fetch).map(outcome -> {
            Input now = known.find(server, tool);
            if (now != null) {
                return now;
            }
            return outcome == Outcome.COMPLETE
                    ? new Absent()
                    : new Unknown("the server could not be asked for its tools");
        });
    }

    @Override
    public ErrorAnswer unknown(String tool) {
        return route.server().rights().unknown().tool(tool);
    }

    private Future<Outcome> fetch() {
        return sessions.destination().compose(own -> {
            if (own.isEmpty()) {
                return Future.succeededFuture(Outcome.FAILED);
            }
            long millis = gateway.limits().time(Limit.TOOL_LIST_TIME).toMillis();
            return new Forwarding(engine.relay(), exchange, route, gateway.backends(), own.get(), Use.CALL, true, null)
                    .preview(millis)
                    .map(like -> new ToolListCall(
                                    engine.vertx(),
                                    engine.relay(),
                                    engine.tools().known(),
                                    route.server().config().name(),
                                    like,
                                    exchange.request().bodyBytes(),
                                    (int) gateway.limits().bytes(Limit.TOOL_LIST),
                                    millis)
                            .start())
                    .orElse(Future.succeededFuture(Outcome.FAILED));
        });
    }

    @Override
    public void detected(Violation violation) {
        engine.telemetry()
                .detected(new Detection(
                        exchange.now(),
                        exchange.requestId().toString(),
                        route.server().config().name(),
                        exchange.mcp().method(),
                        exchange.mcp().toolName(),
                        new ExchangeEvent.Caller(
                                exchange.caller().subscriptionId(),
                                exchange.caller().productId(),
                                exchange.caller().identity(),
                                exchange.caller().address()),
                        violation.path(),
                        violation.rule()));
    }
}
