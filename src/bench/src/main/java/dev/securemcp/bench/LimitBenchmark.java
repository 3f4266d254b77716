package dev.securemcp.bench;

import dev.securemcp.proxy.exchange.limit.RateDemand;
import dev.securemcp.proxy.limits.CallerGuard;
import dev.securemcp.proxy.limits.MemoryRates;
import dev.securemcp.proxy.limits.RateTable;
import java.util.List;
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

/** What a decision of a limit costs in memory: the clock, the hash of a key of 30 characters, the counter. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class LimitBenchmark {

    private static final int MINUTE = 60_000_000;
    private static final int KEYS = 1 << 10;

    private final String[] keys = new String[KEYS];
    private final String[] addresses = new String[KEYS];
    private RateTable table;
    private MemoryRates rates;
    private CallerGuard guard;
    private int next;

    private static long micros() {
        return System.nanoTime() / 1_000;
    }

    @Setup
    public void fill() {
        table = new RateTable(100_000);
        rates = new MemoryRates(table, LimitBenchmark::micros);
        guard = new CallerGuard(new CallerGuard.Settings(1_000_000_000, 600, 5_000, 100_000), LimitBenchmark::micros);
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "laptop-%05d:get_weather_alerts".formatted(i);
            addresses[i] = "203.0." + i / 256 + "." + i % 256;
        }
        for (int i = 0; i < 12 * KEYS; i++) {
            allowedOfMany();
            refusedOfMany();
        }
    }

    private String key() {
        return keys[next++ & KEYS - 1];
    }

    /** One caller. */
    @Benchmark
    public long allowedOfOne() {
        return table.decide(keys[0], MINUTE, Integer.MAX_VALUE, 1, RateDemand.Mode.TAKE, micros());
    }

    /** A different one of a thousand callers each time. */
    @Benchmark
    public long allowedOfMany() {
        return table.decide(key(), MINUTE, Integer.MAX_VALUE, 1, RateDemand.Mode.TAKE, micros());
    }

    /** A thousand callers who have used up a small, exact limit. */
    @Benchmark
    public long refusedOfMany() {
        return table.decide(key(), MINUTE - 1, 10, 1, RateDemand.Mode.TAKE, micros());
    }

    /** As policies ask: through the interface that could also be another limiter's. */
    @Benchmark
    public Object asPoliciesAsk() {
        return rates.take(List.of(new RateDemand(key(), 60_000, Integer.MAX_VALUE, 1, RateDemand.Mode.TAKE)));
    }

    /** The guard of addresses. */
    @Benchmark
    public long guardOfMany() {
        return guard.admit(addresses[next++ & KEYS - 1], CallerGuard.Purpose.CALL);
    }
}
