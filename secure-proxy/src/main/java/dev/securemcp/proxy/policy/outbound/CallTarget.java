package dev.securemcp.proxy.policy.outbound;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.Expression;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.RequestUrl;
import dev.securemcp.proxy.net.OutboundRequest.Trust;
import dev.securemcp.proxy.net.OutboundUrl;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;

/**
 * Where a call goes ({@code set-url}).
 *
 * @param value the URL; null for the backend's own, which a copy without {@code set-url} goes to
 * @param literal the URL where it is always the same, else null
 * @param trust who decides: an expression that looks at nothing of the call says what the operator wrote
 */
record CallTarget(Value value, OutboundUrl literal, Trust trust) {

    /** The backend's own URL. */
    static final CallTarget BACKEND = new CallTarget(null, null, Trust.OPERATOR);

    /** Reads the element. */
    static CallTarget compile(AttributeReader child, PolicyBuild build) {
        PolicyText text = child.requiredText();
        Value value = build.value(child, text);
        child.done();
        if (value instanceof Value.Computed(Expression expression)) {
            return new CallTarget(value, null, expression.members().isEmpty() ? Trust.OPERATOR : Trust.CALLER);
        }
        if (text.open() || text.isExpression() || text.isBlank()) {
            return new CallTarget(value, null, Trust.CALLER);
        }
        try {
            return new CallTarget(value, OutboundUrl.parse(text.text()), Trust.OPERATOR);
        } catch (IllegalArgumentException e) {
            child.error(text.position(), e.getMessage(), "write an absolute URL: https://host/path");
            return BACKEND;
        }
    }

    /**
     * The URL for one exchange.
     *
     * @throws ExpressionException where the expression gives none that can be called
     */
    OutboundUrl of(Exchange exchange) {
        if (literal != null) {
            return literal;
        }
        try {
            return OutboundUrl.parse(value == null ? backend(exchange) : value.text(exchange));
        } catch (IllegalArgumentException e) {
            throw new ExpressionException("UriFormatException", e.getMessage(), null);
        }
    }

    private static String backend(Exchange exchange) {
        RequestUrl backend = exchange.api().serviceUrl();
        if (backend == null) {
            throw new ExpressionException(
                    "InvalidOperationException", "the backend is not one address; give the call a `set-url`", null);
        }
        return backend.toString();
    }
}
