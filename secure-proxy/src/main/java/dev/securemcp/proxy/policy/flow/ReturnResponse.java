package dev.securemcp.proxy.policy.flow;

import dev.securemcp.proxy.backend.UpstreamHeaders;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.ResponseFacts;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import dev.securemcp.proxy.policy.transform.ResponseChange;
import dev.securemcp.proxy.policy.transform.SetBody;
import dev.securemcp.proxy.policy.transform.SetHeader;
import dev.securemcp.proxy.policy.transform.SetStatus;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code return-response} (APIM: "Return response"): ends the call with an answer: 200 without a body, or a response that a
 * variable holds, changed by the elements inside. No element after it runs, and nothing is forwarded.
 *
 * @param variable the name of a variable that holds a response; null for none
 * @param changes status, then headers, then body
 */
public record ReturnResponse(String variable, List<ResponseChange> changes) implements Policy {

    public ReturnResponse {
        changes = List.copyOf(changes);
    }

    /** Compiles the element. */
    public static ReturnResponse compile(AttributeReader reader, PolicyBuild build) {
        String variable = reader.optionalLiteral("response-variable-name")
                .map(PolicyText::text)
                .orElse(null);
        List<ResponseChange> changes = new ArrayList<>();
        reader.child("set-status").ifPresent(child -> {
            changes.add(SetStatus.compileChange(child, build));
            child.done();
        });
        for (AttributeReader child : reader.children("set-header")) {
            changes.add(SetHeader.compileChange(child, build));
            child.done();
        }
        reader.child("set-body").ifPresent(child -> {
            changes.add(SetBody.compileChange(child, build));
            child.done();
        });
        return new ReturnResponse(variable, changes);
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        ResponseState response = variable == null
                ? new ResponseState(200, null, HeaderFields.empty(), new byte[0])
                : copyOf(exchange.variables().get(variable));
        for (ResponseChange change : changes) {
            change.change(exchange, response);
        }
        return Verdict.respond(response);
    }

    private ResponseState copyOf(Object value) {
        if (!(value instanceof ResponseFacts response)) {
            throw new ExpressionException(
                    value == null ? "NullReferenceException" : "InvalidCastException",
                    "the variable `" + variable + "` holds no response",
                    null);
        }
        HeaderFields headers = HeaderFields.empty();
        for (String name : response.headers().names()) {
            if (!UpstreamHeaders.reserved(name)) {
                response.headers().values(name).forEach(field -> headers.add(name, field));
            }
        }
        byte[] body = response.body() == null ? new byte[0] : response.body().bytes();
        return new ResponseState(response.statusCode(), response.statusReason(), headers, body);
    }
}
