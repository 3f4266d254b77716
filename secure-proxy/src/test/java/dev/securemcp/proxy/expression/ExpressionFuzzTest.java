package dev.securemcp.proxy.expression;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import java.util.Optional;

/**
 * Any text either has faults or compiles, and what compiles either gives a value or an {@link ExpressionException}, within its
 * bounds. The corpus beside the test classes is run by default; {@code JAZZER_FUZZ=1} searches on.
 */
class ExpressionFuzzTest {

    /** Small, so that loops end soon and the search gets far. */
    private static final CompileEnvironment SMALL =
            new CompileEnvironment(new ExpressionLimits(5_000, 500, 1 << 16, 1 << 18, 1_000, 20_000));

    @FuzzTest(maxDuration = "20s")
    void anyTextHasFaultsOrGivesAValueOrFailsAsItShould(String source) {
        run(source, Fixtures.context());
    }

    static void run(String source, FakeContext context) {
        Faults faults = new Faults();
        Optional<Expression> compiled = Expression.compile(ExpressionSource.of(source, new Position("fuzz.xml", 1, 1)), SMALL, faults);
        if (compiled.isEmpty()) {
            if (!faults.failed()) {
                throw new AssertionError("neither faults nor an expression");
            }
            return;
        }
        try {
            Object value = compiled.get().evaluate(context);
            if (Expression.asString(value) == null) {
                throw new AssertionError("no text");
            }
        } catch (ExpressionException e) {
            if (e.position() == null || e.getMessage() == null) {
                throw new AssertionError("a failure without a place or message", e);
            }
        }
    }
}
