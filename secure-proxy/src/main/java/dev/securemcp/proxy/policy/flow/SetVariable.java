package dev.securemcp.proxy.policy.flow;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.Expression;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Future;

/**
 * {@code set-variable} (APIM: "Set variable"): keeps a value of any type under a name until the call is over. A literal is a
 * string. Names are literals, so a call has no more variables than its documents name; how large a value may be is a limit of the
 * expression that makes it.
 *
 * @param name the variable's name
 * @param value what it becomes
 */
public record SetVariable(String name, Value value) implements Policy {

    /** Compiles the element. */
    public static SetVariable compile(AttributeReader reader, PolicyBuild build) {
        PolicyText name = reader.requiredLiteral("name");
        if (name.isBlank() && !name.open()) {
            reader.error(name.position(), "found nothing in `name`, expected the name of a variable", "");
        }
        return new SetVariable(name.text(), build.required(reader, "value"));
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        Object made = value.get(exchange);
        exchange.variables().put(name, made);
        if (exchange.tracing()) {
            exchange.traceValue(name, Expression.asString(made));
        }
        return Verdict.NEXT;
    }
}
