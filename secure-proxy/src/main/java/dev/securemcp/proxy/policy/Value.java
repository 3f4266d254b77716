package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.Expression;
import dev.securemcp.proxy.expression.ExpressionContext;

/** A value of a policy: a text that is always the same, or an expression. Immutable. */
public sealed interface Value {

    /** A text, as the document has it. */
    record Literal(String text) implements Value {}

    /** What an expression says about each exchange. */
    record Computed(Expression expression) implements Value {}

    /**
     * The value as text, as C#'s {@code ToString()} says it; null is empty.
     *
     * @throws dev.securemcp.proxy.expression.ExpressionException where the evaluation fails
     */
    default String text(ExpressionContext context) {
        return switch (this) {
            case Literal(String text) -> text;
            case Computed(Expression expression) -> expression.evaluateString(context);
        };
    }

    /**
     * The value as what it is.
     *
     * @throws dev.securemcp.proxy.expression.ExpressionException where the evaluation fails
     */
    default Object get(Exchange exchange) {
        return switch (this) {
            case Literal(String text) -> text;
            case Computed(Expression expression) -> expression.evaluate(exchange);
        };
    }

    /** Whether it can differ from exchange to exchange. */
    default boolean computed() {
        return this instanceof Computed;
    }
}
