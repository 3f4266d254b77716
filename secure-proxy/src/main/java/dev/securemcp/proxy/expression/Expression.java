package dev.securemcp.proxy.expression;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.expression.binding.Compiler;
import dev.securemcp.proxy.expression.run.Text;
import dev.securemcp.proxy.expression.tree.Program;
import java.util.Optional;
import java.util.Set;

/**
 * A compiled expression: immutable and thread-safe. Types and members are resolved at load wherever the static type is known, so a
 * typo is a fault of the load; evaluation is bounded ({@link ExpressionLimits}) and cannot reach the host.
 */
public final class Expression {

    private final Program program;
    private final ExpressionType type;
    private final Set<String> members;
    private final boolean readsResponseBody;

    private Expression(Compiler.Result compiled) {
        this.program = compiled.program();
        this.type = compiled.type();
        this.members = Set.copyOf(compiled.members());
        this.readsResponseBody = compiled.readsResponseBody();
    }

    /**
     * Compiles {@code @(…)} or {@code @{…}}.
     *
     * @return empty where faults (at least one) were added
     */
    public static Optional<Expression> compile(ExpressionSource source, CompileEnvironment environment, Faults faults) {
        return Compiler.compile(source, environment, faults).map(Expression::new);
    }

    /**
     * The value: null, Boolean, String, Integer, Long, Double, BigDecimal, or one of the language's own types.
     *
     * @throws ExpressionException where evaluation fails or costs too much
     */
    public Object evaluate(ExpressionContext context) {
        return program.run(context);
    }

    /**
     * The value as a condition.
     *
     * @throws ExpressionException where evaluation fails, costs too much, or gives something that is not a {@code bool}
     */
    public boolean evaluateBoolean(ExpressionContext context) {
        return (type == ExpressionType.BOOL && program.value() != null)
                ? program.test(context)
                : asBoolean(program.run(context));
    }

    /**
     * The value as text, as {@link #asString} says it.
     *
     * @throws ExpressionException where evaluation fails or costs too much
     */
    public String evaluateString(ExpressionContext context) {
        return asString(program.run(context));
    }

    /** What is known at load about the value. */
    public ExpressionType type() {
        return type;
    }

    /**
     * The context members it names, as dotted paths from {@code context} such as {@code context.Request.Body}; a path stands for
     * itself, its beginnings are listed too.
     */
    public Set<String> members() {
        return members;
    }

    /** Whether it names a context member, such as {@code context.Request.Body}. */
    public boolean usesMember(String path) {
        return members.contains(path);
    }

    /** Whether it may read the request's body, which must then be held in memory. */
    public boolean readsRequestBody() {
        return members.contains("context.Request.Body");
    }

    /** Whether it may read {@code context.Response.Body}, which would buffer a stream; not the body of a {@code send-request} response. */
    public boolean readsResponseBody() {
        return readsResponseBody;
    }

    /** A value as text, as C#'s {@code ToString()} with the invariant culture says it: {@code True}; null is the empty string. */
    public static String asString(Object value) {
        return Text.of(value);
    }

    /**
     * A value as a condition.
     *
     * @throws ExpressionException where it is not a {@code bool} (null is not one)
     */
    public static boolean asBoolean(Object value) {
        if (value instanceof Boolean b) {
            return b;
        }
        throw new ExpressionException(
                "InvalidCastException",
                "A condition must be a bool, found " + (value == null ? "null" : "another type"),
                null);
    }
}
