package dev.securemcp.proxy.expression;

import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import java.util.List;
import java.util.Optional;

/** Compiles and evaluates in one line. */
final class Expressions {

    private Expressions() {}

    /** {@code @(…)} and {@code @{…}} as they are; anything else is put into {@code @(…)}. */
    static Expression compile(String source) {
        Faults faults = new Faults();
        Optional<Expression> compiled = compile(source, faults);
        return compiled.orElseThrow(() -> new AssertionError("does not compile: " + source + "\n" + faults.all()));
    }

    private static Optional<Expression> compile(String source, Faults faults) {
        String text = source.startsWith("@(") || source.startsWith("@{") ? source : "@(" + source + ")";
        return Expression.compile(
                ExpressionSource.of(text, new Position("policy.xml", 10, 20)), CompileEnvironment.DEFAULT, faults);
    }

    static Object evaluate(String source, FakeContext context) {
        return compile(source).evaluate(context);
    }

    static Object evaluate(String source) {
        return evaluate(source, FakeContext.create());
    }

    static String text(String source) {
        return Expression.asString(evaluate(source));
    }

    /** The faults of a source that must not compile. */
    static List<Fault> faults(String source) {
        Faults faults = new Faults();
        if (compile(source, faults).isPresent()) {
            throw new AssertionError("compiles, but should not: " + source);
        }
        return faults.all();
    }
}
