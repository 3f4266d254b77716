package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.exchange.limit.LimitServices;
import dev.securemcp.proxy.limits.MemoryQuotas;
import dev.securemcp.proxy.limits.MemoryRates;
import dev.securemcp.proxy.limits.RateTable;
import dev.securemcp.proxy.store.State;
import dev.securemcp.proxy.telemetry.LimitMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/** The counters that policies limit by, opened for a configuration, with their metrics. */
final class LimitCounters {

    private static final Logger LOG = Logger.getLogger("dev.securemcp.proxy");

    /** The file of quotas in the directory of state. */
    static final String QUOTAS = "quotas";

    /** How often quotas are written: what a crash can lose is what was counted since. */
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private LimitCounters() {}

    /** Blocks for as long as a file of quotas takes to read. */
    static LimitServices open(
            MeterRegistry registry, Limits limits, InstantSource clock, LongSupplier ticks, State state) {
        RateTable rates = new RateTable(limits.count(Limit.RATE_COUNTERS));
        meter(registry, "rate", rates, RateTable::size, RateTable::overflowed);
        MemoryQuotas quotas = quotas(limits.count(Limit.QUOTA_COUNTERS), clock, state);
        meter(registry, "quota", quotas, MemoryQuotas::size, MemoryQuotas::overflowed);
        return new LimitServices(new MemoryRates(rates, ticks), quotas, new LimitMetrics(registry));
    }

    private static MemoryQuotas quotas(int counters, InstantSource clock, State state) {
        Optional<Path> file = state.file(QUOTAS);
        if (file.isEmpty()) {
            return MemoryQuotas.volatileOnes(counters);
        }
        try {
            MemoryQuotas quotas = MemoryQuotas.durable(counters, file.get(), clock.instant());
            if (!quotas.losses().isEmpty()) {
                LOG.warnf("quotas: %s", quotas.losses());
            }
            state.every(INTERVAL, "the file of quotas", () -> quotas.write(clock.instant()));
            return quotas;
        } catch (IOException e) {
            // Without it every quota would be full again.
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    static <T> void meter(
            MeterRegistry registry, String kind, T table, ToDoubleFunction<T> size, ToDoubleFunction<T> overflowed) {
        Gauge.builder("proxy.limit.counters", table, size)
                .description("Keys that have a counter")
                .tag("kind", kind)
                .register(registry);
        FunctionCounter.builder("proxy.limit.overflows", table, overflowed)
                .description("Decisions by a shared counter, since the table of counters was full")
                .tag("kind", kind)
                .register(registry);
    }
}
