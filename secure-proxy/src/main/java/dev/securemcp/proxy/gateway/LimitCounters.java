package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.exchange.limit.LimitServices;
import dev.securemcp.proxy.limits.MemoryRates;
import dev.securemcp.proxy.limits.RateTable;
import dev.securemcp.proxy.telemetry.LimitMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/** The counters that policies limit by, opened for a configuration, with their metrics. */
final class LimitCounters {

    private LimitCounters() {}

    static LimitServices open(MeterRegistry registry, Limits limits, LongSupplier ticks) {
        RateTable rates = new RateTable(limits.count(Limit.RATE_COUNTERS));
        meter(registry, "rate", rates);
        return new LimitServices(new MemoryRates(rates, ticks), new LimitMetrics(registry));
    }

    static void meter(MeterRegistry registry, String kind, RateTable table) {
        Gauge.builder("proxy.limit.counters", table, RateTable::size)
                .description("Keys that have a counter")
                .tag("kind", kind)
                .register(registry);
        FunctionCounter.builder("proxy.limit.overflows", table, RateTable::overflowed)
                .description("Decisions by a shared counter, since the table of counters was full")
                .tag("kind", kind)
                .register(registry);
    }
}
