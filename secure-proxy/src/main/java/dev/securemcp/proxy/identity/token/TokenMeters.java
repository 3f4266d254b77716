package dev.securemcp.proxy.identity.token;

import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.mcp.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What is counted about tokens and key sets. Labels are reasons of the one table and issuers of the configuration. */
final class TokenMeters {

    private final MeterRegistry registry;
    private final Counter hits;
    private final Counter misses;
    private final Counter valid;
    private final Counter unavailable;
    private final Map<Reason, Counter> invalid = new EnumMap<>(Reason.class);

    TokenMeters(MeterRegistry registry) {
        this.registry = registry;
        this.hits = cache("hit");
        this.misses = cache("miss");
        this.valid = judged("valid");
        this.unavailable = judged("unavailable");
        for (Reason reason : Reason.values()) {
            if (reason.source().equals("validate-jwt")) {
                invalid.put(reason, judged(reason.reason()));
            }
        }
    }

    private Counter cache(String result) {
        return Counter.builder("proxy.token.lookups")
                .description("Tokens that were looked for among those validated before")
                .tag("result", result)
                .register(registry);
    }

    private Counter judged(String outcome) {
        return Counter.builder("proxy.tokens")
                .description("Tokens that were judged anew")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Registers a gauge of the verifier. */
    <T> void gauge(String name, String description, String unit, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(description).baseUnit(unit).register(registry);
    }

    void hit() {
        hits.increment();
    }

    void miss() {
        misses.increment();
    }

    void judged(TokenDecision decision) {
        switch (decision) {
            case TokenDecision.Valid yes -> valid.increment();
            case TokenDecision.Invalid no ->
                invalid.getOrDefault(no.reason(), unavailable).increment();
            case TokenDecision.Unavailable untold -> unavailable.increment();
        }
    }

    void fetched(String issuer, boolean good) {
        fetches(issuer, good).increment();
    }

    private Counter fetches(String issuer, boolean good) {
        return Counter.builder("proxy.keyset.fetches")
                .description("Fetches of an issuer's keys")
                .tag("issuer", issuer)
                .tag("outcome", good ? "ok" : "failed")
                .register(registry);
    }

    /** An issuer is known from now on. */
    void keySet(String issuer, KeySet set, InstantSource clock) {
        fetches(issuer, true);
        fetches(issuer, false);
        Gauge.builder("proxy.keyset.age", set, of -> age(of, clock))
                .description("How long ago an issuer's keys were read; no number where there are none")
                .baseUnit("seconds")
                .tag("issuer", issuer)
                .register(registry);
    }

    /** An issuer is known no more. */
    void forget(String issuer) {
        registry.remove(fetches(issuer, true));
        registry.remove(fetches(issuer, false));
        registry.find("proxy.keyset.age").tag("issuer", issuer).meters().forEach(registry::remove);
    }

    private static double age(KeySet set, InstantSource clock) {
        Instant readAt = set.readAt();
        return readAt == null
                ? Double.NaN
                : Duration.between(readAt, clock.instant()).toMillis() / 1000d;
    }
}
