package dev.securemcp.proxy.telemetry;

import dev.securemcp.proxy.exchange.limit.LimitMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Decisions of limits as a metric: by policy, server and outcome, so by names that the configuration has. */
public final class LimitMetrics implements LimitMeter {

    private final MeterRegistry registry;
    /** By server, then by policy, so that looking one up allocates nothing. */
    private final ConcurrentMap<String, ConcurrentMap<String, Counter[]>> counters = new ConcurrentHashMap<>();

    public LimitMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void decided(String policy, String server, Outcome outcome) {
        ConcurrentMap<String, Counter[]> ofServer = counters.get(server);
        if (ofServer == null) {
            ofServer = counters.computeIfAbsent(server, name -> new ConcurrentHashMap<>());
        }
        Counter[] outcomes = ofServer.get(policy);
        if (outcomes == null) {
            outcomes = ofServer.computeIfAbsent(policy, name -> register(name, server));
        }
        outcomes[outcome.ordinal()].increment();
    }

    private Counter[] register(String policy, String server) {
        Outcome[] outcomes = Outcome.values();
        Counter[] registered = new Counter[outcomes.length];
        for (Outcome outcome : outcomes) {
            registered[outcome.ordinal()] = Counter.builder("proxy.limit.decisions")
                    .description("Decisions of the policies that limit")
                    .tag("policy", policy)
                    .tag("server", server)
                    .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        return registered;
    }
}
