package dev.securemcp.proxy.policy.transform;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Set;

/**
 * {@code set-method} (APIM: "Set request method"): the HTTP method that the backend is asked with. {@code CONNECT} and
 * {@code TRACE} are refused, since they are not for what stands behind a gateway, and {@code HEAD}, whose response announces a
 * body that does not come.
 *
 * @param method in any case
 */
public record SetMethod(Value method) implements Policy {

    private static final Set<String> REFUSED = Set.of("CONNECT", "TRACE", "HEAD");

    /** Compiles the element. */
    public static SetMethod compile(AttributeReader reader, PolicyBuild build) {
        PolicyText text = reader.requiredText();
        Value method = build.value(reader, text);
        boolean literal = !text.isExpression() && !text.open() && !text.isBlank();
        if (literal && !allowed(text.text())) {
            reader.error(
                    text.position(),
                    "found `" + text.masked() + "`, expected an HTTP method that a backend may be asked with",
                    "such as GET, POST, PUT, PATCH or DELETE");
        }
        return new SetMethod(method);
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        String said = method.text(exchange).trim();
        if (!allowed(said)) {
            throw new ExpressionException(
                    "ArgumentException", "the expression gives no HTTP method that may be used", null);
        }
        exchange.request().method(said.toUpperCase(Locale.ROOT));
        exchange.traceValue("method", exchange.request().method());
        return Verdict.NEXT;
    }

    private static boolean allowed(String method) {
        return FieldSyntax.isName(method) && !REFUSED.contains(method.toUpperCase(Locale.ROOT));
    }
}
