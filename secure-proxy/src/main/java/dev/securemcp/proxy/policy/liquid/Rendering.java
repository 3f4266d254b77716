package dev.securemcp.proxy.policy.liquid;

import dev.securemcp.proxy.expression.BodyFacts;
import dev.securemcp.proxy.expression.ExpressionContext;
import dev.securemcp.proxy.expression.ExpressionLimits;
import dev.securemcp.proxy.expression.PositionMap;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.value.JsonReader;
import java.util.HashMap;
import java.util.Map;

/** One rendering under way: its variables, its output, and what it has used of its bounds. Used by one thread. */
final class Rendering {

    private static final Object ABSENT = new Object();

    private final ExpressionContext context;
    private final LiquidTemplate.Options options;
    private final LiquidLimits limits;
    private final Evaluation evaluation;
    private final Map<String, Object> variables = new HashMap<>();
    private StringBuilder out = new StringBuilder();
    private int steps;
    private long made;
    private Object body = ABSENT;

    Rendering(ExpressionContext context, LiquidTemplate.Options options, PositionMap positions) {
        this.context = context;
        this.options = options;
        this.limits = options.limits();
        this.evaluation = new Evaluation(context, ExpressionLimits.DEFAULT, positions);
        this.steps = limits.steps();
    }

    String output() {
        return out.toString();
    }

    ExpressionContext context() {
        return context;
    }

    /** Counts one step. */
    void step() {
        steps(1);
    }

    /** Counts bulk work by its size. */
    void steps(int count) {
        steps -= count;
        if (steps < 0) {
            throw Fail.limit("the template took more than " + limits.steps() + " steps");
        }
    }

    /** Counts going through a text. */
    void work(Object value) {
        if (value instanceof String text) {
            steps(text.length() >> 8);
        }
    }

    /** Checks the size that a text has or is about to have. */
    void fits(long length) {
        if (length > limits.textLength()) {
            throw Fail.limit("the template makes a text of more than " + limits.textLength() + " characters");
        }
    }

    /** Counts a text about to be made. */
    void length(long length) {
        fits(length);
        made += length;
        if (made > limits.totalLength()) {
            throw Fail.limit("the template makes more than " + limits.totalLength() + " characters in sum");
        }
        steps((int) (length >> 8));
    }

    /** Counts a text just made, and hands it on. */
    String made(String text) {
        length(text.length());
        return text;
    }

    void write(String text) {
        fits((long) out.length() + text.length());
        steps(text.length() >> 8);
        out.append(text);
    }

    Node.Flow capture(String name, Block content) {
        StringBuilder outer = out;
        out = new StringBuilder();
        Node.Flow flow = content.render(this);
        variables.put(name, made(out.toString()));
        out = outer;
        return flow;
    }

    /** A variable; what was never assigned is {@code body}, {@code context}, or null. */
    Object variable(String name) {
        Object assigned = variables.getOrDefault(name, ABSENT);
        if (assigned != ABSENT) {
            return assigned;
        }
        return switch (name) {
            case "body" -> body();
            case "context" -> new Facts.Bound<>(ContextFacts.CONTEXT, context);
            default -> null;
        };
    }

    void assign(String name, Object value) {
        variables.put(name, value);
    }

    /** What a loop's variable hides, for {@link #restore}. */
    Object hidden(String name) {
        return variables.getOrDefault(name, ABSENT);
    }

    void restore(String name, Object hidden) {
        if (hidden == ABSENT) {
            variables.remove(name);
        } else {
            variables.put(name, hidden);
        }
    }

    /** The request's body as JSON, read on first use; null where there is none. */
    private Object body() {
        if (body == ABSENT) {
            BodyFacts facts = options.bodyAllowed() ? context.request().body() : null;
            body = facts == null || facts.bytes().length == 0
                    ? null
                    : Values.plain(JsonReader.read(
                            evaluation, new String(facts.bytes(), facts.charset()), options.parseDates()));
        }
        return body;
    }

    /** Whatever a part threw, with its place in the document. */
    RuntimeException fail(RuntimeException thrown, int at) {
        return evaluation.fail(thrown, at);
    }
}
