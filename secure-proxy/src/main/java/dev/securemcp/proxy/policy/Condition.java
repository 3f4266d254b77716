package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.Expression;
import dev.securemcp.proxy.expression.ExpressionType;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import java.util.Locale;
import java.util.Optional;

/** What a document asks about an exchange: {@code true} or {@code false}, or an expression that says so. Immutable. */
public sealed interface Condition {

    /** Always the same. */
    record Fixed(boolean value) implements Condition {}

    /** Asked for each exchange. */
    record Asked(Expression expression) implements Condition {}

    /** Reads an attribute that must be there. */
    static Condition required(AttributeReader reader, PolicyBuild build, String attribute) {
        return of(reader, build, attribute, reader.required(attribute));
    }

    /** Reads an attribute that may be missing. */
    static Condition optional(AttributeReader reader, PolicyBuild build, String attribute, boolean otherwise) {
        Optional<PolicyText> text = reader.optional(attribute);
        return text.isEmpty() ? new Fixed(otherwise) : of(reader, build, attribute, text.get());
    }

    private static Condition of(AttributeReader reader, PolicyBuild build, String attribute, PolicyText text) {
        if (!text.isExpression()) {
            return new Fixed(reader.boolOf(attribute, text));
        }
        if (!(build.value(reader, text) instanceof Value.Computed(Expression expression))) {
            return new Fixed(false);
        }
        if (!expression.type().mayBeBool()) {
            reader.error(
                    text.strip().position(),
                    "the expression in `" + attribute + "` gives " + words(expression.type()) + ", expected a `bool`",
                    "");
        }
        return new Asked(expression);
    }

    private static String words(ExpressionType type) {
        return switch (type) {
            case NULL -> "`null`";
            case OTHER, UNKNOWN -> "a value of another type";
            default -> "a value of type `" + type.name().toLowerCase(Locale.ROOT) + "`";
        };
    }

    /**
     * The answer for one exchange.
     *
     * @throws dev.securemcp.proxy.expression.ExpressionException where the evaluation fails or gives no {@code bool}
     */
    default boolean test(Exchange exchange) {
        return switch (this) {
            case Fixed(boolean value) -> value;
            case Asked(Expression expression) -> expression.evaluateBoolean(exchange);
        };
    }
}
