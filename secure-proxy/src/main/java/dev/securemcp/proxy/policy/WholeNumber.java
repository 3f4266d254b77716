package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import java.util.Optional;

/**
 * A whole number that a document gives, checked at load, or an expression, checked when it is evaluated.
 *
 * @param attribute what it is called, for messages
 * @param value what the document says
 * @param min the least allowed
 * @param max the most allowed
 */
public record WholeNumber(String attribute, Value value, int min, int max) {

    /** Reads an attribute that must be there. */
    public static WholeNumber required(AttributeReader reader, PolicyBuild build, String attribute, int min, int max) {
        return of(reader, build, attribute, reader.required(attribute), min, max);
    }

    /** Reads an attribute that may be missing. */
    public static Optional<WholeNumber> optional(
            AttributeReader reader, PolicyBuild build, String attribute, int min, int max) {
        return reader.optional(attribute).map(text -> of(reader, build, attribute, text, min, max));
    }

    private static WholeNumber of(
            AttributeReader reader, PolicyBuild build, String attribute, PolicyText text, int min, int max) {
        if (text.open()) {
            return new WholeNumber(attribute, new Value.Literal(Integer.toString(min)), min, max);
        }
        if (text.isExpression()) {
            return new WholeNumber(attribute, build.value(reader, text), min, max);
        }
        int number = reader.integerOf(attribute, text, min, max);
        return new WholeNumber(attribute, new Value.Literal(Integer.toString(number)), min, max);
    }

    /** The number that is written down; only where it is no expression. */
    public int written() {
        return Integer.parseInt(((Value.Literal) value).text());
    }

    /**
     * The number for one exchange.
     *
     * @throws ExpressionException where the expression gives no such number
     */
    public int of(Exchange exchange) {
        try {
            int number = Integer.parseInt(value.text(exchange).trim());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new ExpressionException(
                "FormatException", attribute + " is a whole number from " + min + " to " + max, null);
    }
}
