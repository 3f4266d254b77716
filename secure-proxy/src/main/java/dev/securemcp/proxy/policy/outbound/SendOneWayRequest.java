package dev.securemcp.proxy.policy.outbound;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.net.OutboundRequest;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import io.vertx.core.Future;

/**
 * {@code send-one-way-request} (APIM: "Send one way request"): calls another service and goes on at once. Whether it was reached
 * shows in the metrics alone.
 *
 * @param call what is sent
 */
public record SendOneWayRequest(OutgoingCall call) implements Policy {

    /** Compiles the element. */
    public static SendOneWayRequest compile(AttributeReader reader, PolicyBuild build) {
        return new SendOneWayRequest(OutgoingCall.compile(reader, build));
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        // Only a certificate that must be opened first is waited for: its faults are the document's.
        Future<OutboundRequest> made = call.make(exchange);
        if (made.succeeded()) {
            return send(exchange, made.result());
        }
        return made.compose(
                request -> send(exchange, request),
                cause -> cause instanceof ExpressionException e ? Future.failedFuture(e) : Verdict.NEXT);
    }

    private static Future<Verdict> send(Exchange exchange, OutboundRequest request) {
        boolean sent = exchange.services().oneWay().send(request);
        exchange.traceValue("sent", sent ? "yes" : "no: too many such calls are under way");
        return Verdict.NEXT;
    }
}
