package dev.securemcp.bench;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import dev.securemcp.proxy.expression.CompileEnvironment;
import dev.securemcp.proxy.expression.Expression;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.ExpressionSource;
import dev.securemcp.proxy.policy.document.PolicyReader;
import dev.securemcp.proxy.policy.document.ReaderLimits;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How long the gateway works on what is meant to break it until it says so: the median of 21 runs on a warm JVM, for each case. */
public final class BadInputs {

    private static final int RUNS = 21;

    private BadInputs() {}

    public static void main(String[] args) {
        Map<String, Runnable> cases = new LinkedHashMap<>();
        cases.put(
                "10,000 nested parentheses",
                () -> evaluate("@(" + "(".repeat(10_000) + "1" + ")".repeat(10_000) + ")"));
        cases.put("a sum of 10,000 terms", () -> evaluate("@(1" + "+1".repeat(10_000) + ")"));
        cases.put("an endless loop", () -> evaluate("@{ while (true) { } return 1; }"));
        cases.put("a string that doubles", () -> evaluate("@{ var s = \"ab\"; while (true) { s += s; } return s; }"));
        cases.put(
                "a regular expression that explodes",
                () -> evaluate("@(Regex.IsMatch(\"" + "x".repeat(40) + "\", \"^(x+x+)+\\\\1y$\"))"));
        String large = "<policies><inbound><!--" + "x".repeat(10 << 20) + "--></inbound></policies>";
        cases.put("a document of 10 MB", () -> read(large));
        String deep = "<policies><inbound>" + "<choose>".repeat(10_000);
        cases.put("10,000 nested elements", () -> read(deep));
        String bomb = "<!DOCTYPE a [<!ENTITY a \"&b;&b;\"><!ENTITY b \"&a;&a;\">]><policies>&a;</policies>";
        cases.put("an XML bomb", () -> read(bomb));
        cases.forEach((name, work) -> System.out.printf("%-36s %8.2f ms%n", name, median(work)));
    }

    private static double median(Runnable work) {
        long[] nanos = new long[RUNS];
        for (int warm = 0; warm < 2; warm++) {
            for (int i = 0; i < RUNS; i++) {
                long start = System.nanoTime();
                work.run();
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        return nanos[RUNS / 2] / 1e6;
    }

    private static void evaluate(String source) {
        Faults faults = new Faults();
        Optional<Expression> expression = Expression.compile(
                ExpressionSource.of(source, new Position("bench", 1, 1)), CompileEnvironment.DEFAULT, faults);
        try {
            expression.ifPresent(compiled -> compiled.evaluate(Calls.toolCall()));
        } catch (ExpressionException e) {
            return;
        }
        if (expression.isPresent() && !source.contains("+1")) {
            throw new IllegalStateException("nothing was refused");
        }
    }

    private static void read(String document) {
        Faults faults = new Faults();
        boolean read = PolicyReader.read("bench.xml", document, ReaderLimits.DEFAULT, faults)
                .isPresent();
        if (read && !faults.failed()) {
            throw new IllegalStateException("nothing was refused");
        }
    }
}
