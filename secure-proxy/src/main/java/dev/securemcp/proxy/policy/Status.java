package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;

/**
 * An HTTP status that a document gives: a number checked at load, or an expression.
 *
 * @param value what the document says
 * @param literal the number where it is one, else 0
 */
public record Status(Value value, int literal) {

    private static final int MIN = 200;
    private static final int MAX = 599;

    /** Reads an attribute that must be there. */
    public static Status compile(AttributeReader reader, PolicyBuild build, String attribute) {
        return compile(reader, build, attribute, reader.required(attribute));
    }

    private static Status compile(AttributeReader reader, PolicyBuild build, String attribute, PolicyText text) {
        if (text.isExpression() || text.open()) {
            return new Status(build.value(reader, text), 0);
        }
        int number = reader.integerOf(attribute, text, MIN, MAX);
        return new Status(new Value.Literal(Integer.toString(number)), number);
    }

    /** An attribute's status, or a default where it is missing. */
    public static Status compile(AttributeReader reader, PolicyBuild build, String attribute, int otherwise) {
        return reader.optional(attribute)
                .map(text -> compile(reader, build, attribute, text))
                .orElseGet(() -> new Status(new Value.Literal(Integer.toString(otherwise)), otherwise));
    }

    /**
     * The status for one exchange.
     *
     * @throws ExpressionException where the expression says no status
     */
    public int of(Exchange exchange) {
        if (literal != 0) {
            return literal;
        }
        String said = value.text(exchange);
        try {
            int status = Integer.parseInt(said.trim());
            if (status >= MIN && status <= MAX) {
                return status;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new ExpressionException("FormatException", "an HTTP status is a number from 200 to 599", null);
    }
}
