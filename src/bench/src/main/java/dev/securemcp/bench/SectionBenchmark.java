package dev.securemcp.bench;

import dev.securemcp.proxy.policy.Sections;
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

/** What policies cost a call: with and without them, so that the exchange's own cost can be taken off. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SectionBenchmark {

    private Sections typical;

    @Setup
    public void load() {
        typical = Documents.load(Documents.TYPICAL);
    }

    @Benchmark
    public Object exchangeAlone() {
        return Calls.toolCall();
    }

    @Benchmark
    public Object typicalInbound() {
        return typical.inbound().run(Calls.toolCall());
    }
}
