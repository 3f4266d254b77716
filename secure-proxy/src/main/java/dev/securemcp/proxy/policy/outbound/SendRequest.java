package dev.securemcp.proxy.policy.outbound;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ReceivedResponse;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.net.OutboundException;
import dev.securemcp.proxy.net.OutboundRequest;
import dev.securemcp.proxy.net.OutboundResponse;
import dev.securemcp.proxy.policy.Condition;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;

/**
 * {@code send-request} (APIM: "Send request"): calls another service, waits for its whole response and puts it into a variable.
 *
 * @param variable the name of the variable that gets the response
 * @param ignoreError whether a call without an answer puts null into the variable instead of failing
 */
public record SendRequest(OutgoingCall call, Value variable, Condition ignoreError) implements Policy {

    /** Compiles the element. */
    public static SendRequest compile(AttributeReader reader, PolicyBuild build) {
        return new SendRequest(
                OutgoingCall.compile(reader, build),
                build.required(reader, "response-variable-name"),
                Condition.optional(reader, build, "ignore-error", false));
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        String name = variable.text(exchange);
        Future<OutboundRequest> made = call.make(exchange);
        return made.compose(request -> exchange.services().http().send(request))
                .transform(done -> Future.succeededFuture(ended(exchange, name, done)));
    }

    private Verdict ended(Exchange exchange, String name, AsyncResult<OutboundResponse> done) {
        if (done.succeeded()) {
            OutboundResponse response = done.result();
            exchange.variables()
                    .put(
                            name,
                            new ReceivedResponse(
                                    response.status(),
                                    response.reason(),
                                    HeaderFields.copyOf(response.headers()),
                                    response.body()));
            exchange.traceValue(name, "IResponse " + response.status());
            return Verdict.CONTINUE;
        }
        if (done.cause() instanceof ExpressionException e) {
            throw e;
        }
        if (ignoreError.test(exchange)) {
            exchange.variables().put(name, null);
            exchange.traceValue(name, "null: " + done.cause().getMessage());
            return Verdict.CONTINUE;
        }
        return new Verdict.Fail(failure(done.cause()));
    }

    private static Failure failure(Throwable cause) {
        if (!(cause instanceof OutboundException outbound)) {
            return Failure.of(ErrorAnswer.of(Reason.INTERNAL_ERROR).withSource("send-request"))
                    .withDetail(cause.toString());
        }
        ErrorAnswer answer =
                switch (outbound.kind()) {
                    case TIMEOUT ->
                        ErrorAnswer.of(Reason.BACKEND_TIMEOUT, "A service that this call needs did not answer in time");
                    case BUSY -> ErrorAnswer.of(Reason.OVERLOADED);
                    case CONNECTION, REFUSED, TOO_LARGE ->
                        ErrorAnswer.of(
                                Reason.BACKEND_CONNECTION_FAILURE,
                                "A service that this call needs gave no usable answer");
                };
        return Failure.of(answer.withSource("send-request")).withDetail(cause.getMessage());
    }
}
