package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;

/**
 * A time that a document gives in seconds: a whole number checked at load, or an expression. What an expression gives may have a
 * fraction and any size; it is brought within the bounds, since such times are computed, as from a token's {@code expires_in}.
 *
 * @param attribute what it is called, for messages
 * @param min the least that an expression can give
 * @param max the most
 */
public record Seconds(String attribute, Value value, int min, int max) {

    /** Reads an attribute that must be there. */
    public static Seconds required(AttributeReader reader, PolicyBuild build, String attribute, int min, int max) {
        return of(reader, build, attribute, reader.required(attribute), min, max);
    }

    /** Reads an attribute that may be missing. */
    public static Seconds optional(
            AttributeReader reader, PolicyBuild build, String attribute, int min, int max, int otherwise) {
        return reader.optional(attribute)
                .map(text -> of(reader, build, attribute, text, min, max))
                .orElseGet(() -> new Seconds(attribute, new Value.Literal(Integer.toString(otherwise)), min, max));
    }

    private static Seconds of(
            AttributeReader reader, PolicyBuild build, String attribute, PolicyText text, int min, int max) {
        if (!text.isExpression() && !text.open()) {
            reader.integerOf(attribute, text, Math.max(1, min), max);
        }
        return new Seconds(attribute, build.value(reader, text), min, max);
    }

    /**
     * The time for one exchange, in whole milliseconds.
     *
     * @throws ExpressionException where the expression gives no number
     */
    public long millis(Exchange exchange) {
        String said = value.text(exchange).trim();
        try {
            double seconds = Double.parseDouble(said);
            if (!Double.isNaN(seconds)) {
                return (long) (Math.clamp(seconds, (double) min, (double) max) * 1_000);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new ExpressionException("FormatException", attribute + " is a number of seconds", null);
    }
}
