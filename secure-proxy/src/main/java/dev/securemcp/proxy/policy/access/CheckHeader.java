package dev.securemcp.proxy.policy.access;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Status;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code check-header} (APIM: "Check HTTP header"): a request must have a header, with one of the listed values where any are
 * listed. Without a list any value will do, so it is no check of a credential.
 *
 * @param name the header's name
 * @param status HTTP status of a denial, 100–599
 * @param message what a denial says
 * @param ignoreCase whether values are compared without case
 * @param values what the header may be; none: presence is enough
 */
public record CheckHeader(Value name, Status status, Value message, boolean ignoreCase, List<Value> values)
        implements Policy {

    /** Compiles the element. */
    public static CheckHeader compile(AttributeReader reader, PolicyBuild build) {
        Value name = build.required(reader, "name");
        Status status = Status.compile(reader, build, "failed-check-httpcode");
        Value message = build.required(reader, "failed-check-error-message");
        boolean ignoreCase = reader.bool("ignore-case", false);
        List<Value> values = new ArrayList<>();
        for (AttributeReader child : reader.children("value")) {
            PolicyText text = child.text();
            values.add(build.value(child, text.isExpression() ? text : text.strip()));
            child.done();
        }
        boolean guardsKey = values.isEmpty()
                && name instanceof Value.Literal(String header)
                && header.equalsIgnoreCase(build.settings().keyHeader());
        if (guardsKey) {
            reader.warning(
                    reader.element().position(),
                    "without a `<value>` any string passes; that a key is valid is checked by the subscription, not here",
                    "leave `subscription-required` on, which is the default");
        }
        return new CheckHeader(name, status, message, ignoreCase, values);
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        String header = name.text(exchange);
        String actual = exchange.request().headers().joined(header);
        if (actual == null) {
            return deny(Reason.HEADER_NOT_FOUND, exchange);
        }
        for (Value value : values) {
            String expected = value.text(exchange);
            if (ignoreCase ? actual.equalsIgnoreCase(expected) : actual.equals(expected)) {
                return Verdict.NEXT;
            }
        }
        return values.isEmpty() ? Verdict.NEXT : deny(Reason.HEADER_VALUE_NOT_ALLOWED, exchange);
    }

    private Future<Verdict> deny(Reason reason, Exchange exchange) {
        return Verdict.fail(
                Failure.of(ErrorAnswer.of(reason, message.text(exchange)).withStatus(status.of(exchange))));
    }
}
