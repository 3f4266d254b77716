package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.Expression;
import dev.securemcp.proxy.expression.ExpressionContext;
import dev.securemcp.proxy.policy.liquid.LiquidTemplate;

/** A value of a policy: a text that is always the same, an expression, or for bodies a Liquid template. Immutable. */
public sealed interface Value {

    /** A text, as the document has it. */
    record Literal(String text) implements Value {}

    /** What an expression says about each exchange. */
    record Computed(Expression expression) implements Value {}

    /** What a Liquid template makes of each exchange. */
    record Templated(LiquidTemplate template) implements Value {}

    /**
     * The value as text, as C#'s {@code ToString()} says it; null is empty.
     *
     * @throws dev.securemcp.proxy.expression.ExpressionException where the evaluation fails
     */
    default String text(ExpressionContext context) {
        return switch (this) {
            case Literal(String text) -> text;
            case Computed(Expression expression) -> expression.evaluateString(context);
            case Templated(LiquidTemplate template) -> template.render(context);
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
            case Templated(LiquidTemplate template) -> template.render(exchange);
        };
    }

    /** Whether it can differ from exchange to exchange. */
    default boolean computed() {
        return !(this instanceof Literal);
    }
}
