package dev.securemcp.proxy.policy.transform;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import java.util.Locale;
import java.util.Optional;

/** {@code exists-action}: what happens where the header or parameter is there already. Immutable. */
public sealed interface ExistsAction {

    /** What happens. */
    enum Action {
        OVERRIDE,
        SKIP,
        APPEND,
        DELETE
    }

    /** Always the same. */
    record Fixed(Action action) implements ExistsAction {}

    /** An expression says which. */
    record Computed(Value value) implements ExistsAction {}

    /** Reads the attribute; {@code override} where it is missing. */
    static ExistsAction compile(AttributeReader reader, PolicyBuild build) {
        Optional<PolicyText> text = reader.optional("exists-action");
        return text.isPresent() && text.get().isExpression()
                ? new Computed(build.value(reader, text.get()))
                : new Fixed(reader.oneOf("exists-action", Action.values(), Action.OVERRIDE));
    }

    /** Whether it removes, whatever the exchange: then no value is needed. */
    default boolean alwaysDeletes() {
        return this instanceof Fixed(Action action) && action == Action.DELETE;
    }

    /**
     * The action for one exchange.
     *
     * @throws ExpressionException where the expression names none
     */
    default Action of(Exchange exchange) {
        return switch (this) {
            case Fixed(Action action) -> action;
            case Computed(Value value) -> named(value.text(exchange).trim());
        };
    }

    private static Action named(String said) {
        for (Action action : Action.values()) {
            if (action.name().toLowerCase(Locale.ROOT).equals(said)) {
                return action;
            }
        }
        throw new ExpressionException(
                "ArgumentException", "exists-action is `override`, `skip`, `append` or `delete`", null);
    }
}
