package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.expression.CompileEnvironment;
import dev.securemcp.proxy.expression.Expression;
import dev.securemcp.proxy.expression.ExpressionSource;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import dev.securemcp.proxy.policy.document.Scope;
import dev.securemcp.proxy.policy.document.Section;
import java.util.Optional;

/**
 * What an element is compiled with: where it stands, and how its values become text or expressions. Faults are collected, never
 * thrown, so that one load tells all of them.
 *
 * @param scope which document it comes from
 * @param section which section it stands in
 * @param settings what the gateway's configuration says about policies
 */
public record PolicyBuild(Scope scope, Section section, Faults faults, PolicySettings settings) {

    /** Stands in where a fault was found, so that loading can go on to find more. */
    private static final Value NOTHING = new Value.Literal("");

    /** A value that must be there, literal or expression. */
    public Value value(AttributeReader reader, PolicyText text) {
        if (text.open()) {
            return NOTHING;
        }
        if (!text.isExpression()) {
            return new Value.Literal(text.text());
        }
        PolicyText source = text.strip();
        Optional<Expression> expression = Expression.compile(
                new ExpressionSource(source.text(), source::at, reader.path()), CompileEnvironment.DEFAULT, faults);
        if (expression.isEmpty()) {
            return NOTHING;
        }
        if (expression.get().readsResponseBody()) {
            reader.error(
                    source.position(),
                    "`context.Response.Body` would hold back the response until all of it is there, and an MCP response may be"
                            + " a stream that never ends",
                    "read the response of a `send-request` instead, or do without");
        }
        return new Value.Computed(expression.get());
    }

    /** An attribute that must be there, literal or expression. */
    public Value required(AttributeReader reader, String attribute) {
        return value(reader, reader.required(attribute));
    }

    /** An attribute that may be missing. */
    public Optional<Value> optional(AttributeReader reader, String attribute) {
        return reader.optional(attribute).map(text -> value(reader, text));
    }
}
