package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.expression.CompileEnvironment;
import dev.securemcp.proxy.expression.Expression;
import dev.securemcp.proxy.expression.ExpressionSource;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyElement;
import dev.securemcp.proxy.policy.document.PolicyText;
import dev.securemcp.proxy.policy.document.Scope;
import dev.securemcp.proxy.policy.document.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an element is compiled with: where it stands, and how its values become text or expressions. Faults are collected, never
 * thrown, so that one load tells all of them.
 *
 * @param scope which document it comes from
 * @param section which section it stands in
 * @param path its place in the section, as {@code context.LastError.Path} shows it: {@code choose[1]/when[2]/set-header[1]}
 * @param settings what the gateway's configuration says about policies
 */
public record PolicyBuild(Scope scope, Section section, String path, Faults faults, PolicySettings settings) {

    /** Stands in where a fault was found, so that loading can go on to find more. */
    private static final Value NOTHING = new Value.Literal("");

    /**
     * Whether every call that goes on has passed the element: it stands directly in its section, not in another element, and not in the
     * policy of a tool.
     */
    public boolean everyCall() {
        return scope != Scope.OPERATION && path.indexOf('/') < 0;
    }

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

    /**
     * Compiles the elements that another one holds.
     *
     * @param holder the element that holds them, such as a {@code when}
     * @param holderPath its own place in the section
     */
    public Chain chain(AttributeReader holder, String holderPath) {
        List<Chain.Step> steps = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (PolicyElement element : holder.policies()) {
            int index = counts.merge(element.name(), 1, Integer::sum);
            String inner = holderPath + "/" + element.name() + "[" + index + "]";
            new PolicyBuild(scope, section, inner, faults, settings)
                    .compile(element, holder.path() + "/" + element.name())
                    .ifPresent(steps::add);
        }
        return steps.isEmpty() ? Chain.EMPTY : new Chain(steps);
    }

    /** Compiles the elements that this one holds; one that holds none is a fault. */
    public Chain held(AttributeReader reader) {
        if (reader.element().elements().isEmpty()) {
            String name = reader.element().name();
            reader.error(
                    reader.element().position(),
                    "`" + name + "` holds nothing, expected at least one element in it",
                    "put the elements that it is for between <" + name + "> and </" + name + ">");
        }
        return chain(reader, path);
    }

    /**
     * Compiles one element; empty after a fault that leaves nothing to run.
     *
     * @param place where it stands, for faults
     */
    Optional<Chain.Step> compile(PolicyElement element, String place) {
        // Elements without an implementation were told of when the document was checked against the table of elements.
        return PolicyRegistry.find(element.name()).map(factory -> {
            AttributeReader reader = new AttributeReader(element, place, faults);
            Policy policy = factory.compile(reader, this);
            reader.done();
            return new Chain.Step(
                    element.name(),
                    new Failure.Place(
                            scope.id(), section.id(), path, reader.id().orElse(null)),
                    policy);
        });
    }
}
