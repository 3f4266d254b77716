package dev.securemcp.proxy.policy.transform;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Status;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import dev.securemcp.proxy.policy.document.Section;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * {@code set-status} (APIM: "Set status code"): changes the status line of the response. Before there is a response it does
 * nothing.
 *
 * @param code 200–599
 * @param reason the reason phrase; null for the standard one of the code
 */
public record SetStatus(Status code, Value reason) implements Policy, ResponseChange {

    /** Compiles the element where it stands in a section. */
    public static SetStatus compile(AttributeReader reader, PolicyBuild build) {
        if (build.section() == Section.INBOUND) {
            reader.warning(
                    reader.element().position(),
                    "`set-status` has no effect in inbound: there is no response yet",
                    "move it to outbound, or put it into a `return-response`");
        }
        return compileChange(reader, build);
    }

    /** Compiles the element inside a {@code return-response}. */
    public static SetStatus compileChange(AttributeReader reader, PolicyBuild build) {
        Status code = Status.compile(reader, build, "code");
        Optional<PolicyText> reason = reader.optional("reason");
        reason.filter(text -> !text.isExpression() && !FieldSyntax.isValue(text.text()))
                .ifPresent(text -> reader.error(
                        text.position(), "found a line end or control character in `reason`, expected one line", ""));
        return new SetStatus(code, reason.map(text -> build.value(reader, text)).orElse(null));
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        if (exchange.response() != null) {
            change(exchange, exchange.response());
        }
        return Verdict.NEXT;
    }

    @Override
    public void change(Exchange exchange, ResponseState response) {
        response.status(code.of(exchange), reason == null ? null : FieldSyntax.value(reason.text(exchange)));
        if (exchange.tracing()) {
            exchange.traceValue("status", response.statusCode() + " " + response.statusReason());
        }
    }
}
