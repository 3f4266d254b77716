package dev.securemcp.bench;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.CompileEnvironment;
import dev.securemcp.proxy.expression.Expression;
import dev.securemcp.proxy.expression.ExpressionSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one evaluation costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ExpressionBenchmark {

    private Exchange exchange;
    private Expression condition;
    private Expression header;

    @Setup
    public void compile() {
        exchange = Calls.toolCall();
        condition = compile("@(context.Request.Headers.GetValueOrDefault(\"x\",\"\") == \"y\""
                + " && context.Mcp.ToolName.StartsWith(\"get_\"))");
        header = compile("@(context.Request.Headers.GetValueOrDefault(\"Ocp-Apim-Subscription-Key\"))");
    }

    @Benchmark
    public Object condition() {
        return condition.evaluate(exchange);
    }

    @Benchmark
    public Object header() {
        return header.evaluate(exchange);
    }

    private static Expression compile(String text) {
        Faults faults = new Faults();
        return Expression.compile(
                        ExpressionSource.of(text, new Position("bench", 1, 1)), CompileEnvironment.DEFAULT, faults)
                .orElseThrow(() -> new IllegalStateException(faults.all().toString()));
    }
}
