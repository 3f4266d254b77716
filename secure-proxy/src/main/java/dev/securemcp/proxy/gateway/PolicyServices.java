package dev.securemcp.proxy.gateway;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.securemcp.proxy.backend.SharedPlaces;
import dev.securemcp.proxy.cache.MemoryValues;
import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.exchange.Services;
import dev.securemcp.proxy.exchange.limit.LimitServices;
import dev.securemcp.proxy.net.AddressGuard;
import dev.securemcp.proxy.net.NameResolver;
import dev.securemcp.proxy.net.OneWayCalls;
import dev.securemcp.proxy.net.OutboundHttp;
import dev.securemcp.proxy.telemetry.ConfiguredEventSinks;
import dev.securemcp.proxy.telemetry.CustomMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What policies reach beyond their exchange, opened for a configuration, with its metrics. */
final class PolicyServices implements AutoCloseable {

    private final Services services;
    private final ConfiguredEventSinks events;
    private final OutboundHttp http;
    private final TokenServices tokens;
    private final Optional<SharedState> shared;
    private final SharedPlaces places;

    private PolicyServices(
            Services services,
            ConfiguredEventSinks events,
            OutboundHttp http,
            TokenServices tokens,
            Optional<SharedState> shared,
            SharedPlaces places) {
        this.services = services;
        this.events = events;
        this.http = http;
        this.tokens = tokens;
        this.shared = shared;
        this.places = places;
    }

    static PolicyServices open(
            Vertx vertx, MeterRegistry registry, Configuration configuration, LimitServices counters) {
        Limits limits = configuration.limits();
        OutboundHttp http = new OutboundHttp(
                vertx,
                new OutboundHttp.Settings(
                        limits.count(Limit.OUTBOUND_CALLS),
                        limits.count(Limit.OUTBOUND_POOL),
                        limits.count(Limit.OUTBOUND_POOL),
                        (int) limits.time(Limit.CONNECT_TIME).toMillis(),
                        true),
                new AddressGuard(configuration.outboundAllow()),
                NameResolver.of(vertx));
        OneWayCalls oneWay = new OneWayCalls(http, limits.count(Limit.ONE_WAY_CALLS));
        MemoryValues values = new MemoryValues(limits.bytes(Limit.VALUE_CACHE), Ticker.systemTicker());
        ConfiguredEventSinks events = ConfiguredEventSinks.open(
                configuration.eventSinks(),
                vertx,
                http,
                limits.bytes(Limit.EVENT_QUEUE),
                limits.bytes(Limit.EVENT_FILE),
                registry);
        TokenServices tokens = TokenServices.open(vertx, registry, configuration);
        meter(registry, http, oneWay, values);
        Optional<SharedState> shared = SharedState.open(vertx, registry, configuration);
        Services services = Services.NONE
                .with(http)
                .with(oneWay)
                .withValues(values)
                .withMetrics(new CustomMetrics(registry, limits.count(Limit.METRIC_SERIES)))
                .withEvents(events)
                .withTokens(tokens.validator())
                .withLimits(counters);
        if (shared.isPresent()) {
            services = services.withSharedValues(shared.get().values(configuration))
                    .withLimits(shared.get().limits(counters, configuration));
        }
        SharedPlaces places = shared.map(others -> others.places(configuration)).orElse(SharedPlaces.NONE);
        return new PolicyServices(services, events, http, tokens, shared, places);
    }

    private static void meter(MeterRegistry registry, OutboundHttp http, OneWayCalls oneWay, MemoryValues values) {
        Gauge.builder("proxy.outbound.active", http, OutboundHttp::underWay)
                .description("Calls of the gateway's own that are under way")
                .register(registry);
        counter(registry, oneWay, "sent", OneWayCalls::sent);
        counter(registry, oneWay, "failed", OneWayCalls::failed);
        counter(registry, oneWay, "dropped", OneWayCalls::dropped);
        Gauge.builder("proxy.value.cache.size", values, MemoryValues::bytes)
                .description("Values that policies keep, estimated")
                .baseUnit("bytes")
                .register(registry);
    }

    private static void counter(
            MeterRegistry registry, OneWayCalls calls, String outcome, ToDoubleFunction<OneWayCalls> count) {
        FunctionCounter.builder("proxy.oneway", calls, count)
                .description("Calls of send-one-way-request")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** What exchanges are given. */
    Services services() {
        return services;
    }

    /** What several gateways share; empty where nothing is. */
    Optional<SharedState> shared() {
        return shared;
    }

    /** Where sessions and streams of other gateways live. */
    SharedPlaces places() {
        return places;
    }

    /** Writes the events that wait, then gives up connections. Blocks for some seconds at most. */
    @Override
    public void close() {
        events.close();
        tokens.close();
        http.close();
        shared.ifPresent(SharedState::close);
    }
}
