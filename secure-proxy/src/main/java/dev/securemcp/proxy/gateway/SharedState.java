package dev.securemcp.proxy.gateway;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.securemcp.proxy.backend.SharedPlaces;
import dev.securemcp.proxy.backend.redis.RedisPlaces;
import dev.securemcp.proxy.cache.redis.RedisValues;
import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.RedisConfig;
import dev.securemcp.proxy.config.Secret;
import dev.securemcp.proxy.exchange.ValueStore;
import dev.securemcp.proxy.exchange.limit.LimitServices;
import dev.securemcp.proxy.gateway.bridge.BridgeStore;
import dev.securemcp.proxy.gateway.bridge.RedisBridgeStore;
import dev.securemcp.proxy.identity.KeyRing;
import dev.securemcp.proxy.identity.SharedUses;
import dev.securemcp.proxy.identity.redis.RedisLastUses;
import dev.securemcp.proxy.limits.redis.RedisQuotas;
import dev.securemcp.proxy.limits.redis.RedisRates;
import dev.securemcp.proxy.store.StateWriter;
import dev.securemcp.proxy.store.redis.RedisLink;
import dev.securemcp.proxy.store.redis.RedisOpening;
import dev.securemcp.proxy.store.redis.Sealer;
import dev.securemcp.proxy.telemetry.RedisMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What several gateways share through Redis; nothing of it is there where {@code redis} is not configured.
 *
 * @param link the way there
 * @param prefix what every key begins with
 * @param sealer encrypts what is secret
 * @param onFailure what limits do while it is down, unless they say so themselves
 * @param writer tells and asks at intervals
 */
record SharedState(
        RedisLink link, String prefix, Optional<Sealer> sealer, RedisConfig.OnFailure onFailure, StateWriter writer)
        implements AutoCloseable {

    /** Opens what the configuration names; nothing connects before it is needed. */
    static Optional<SharedState> open(Vertx vertx, MeterRegistry registry, Configuration configuration) {
        return configuration
                .redis()
                .map(redis -> new SharedState(
                        RedisOpening.open(vertx, redis, configuration.limits(), new RedisMetrics(registry)),
                        redis.keyPrefix(),
                        redis.encryptionKey().map(Secret::reveal).map(key -> new Sealer(key, new SecureRandom())),
                        redis.onFailure(),
                        new StateWriter()));
    }

    /** Limits that all gateways count together; those of this process stand in while Redis is down, where a limit wants that. */
    LimitServices limits(LimitServices own, Configuration configuration) {
        LongSupplier ticks = () -> System.nanoTime() / 1_000;
        boolean cluster = configuration.redis().map(RedisConfig::mode).orElseThrow() == RedisConfig.Mode.CLUSTER;
        return new LimitServices(
                RedisRates.of(link, prefix, cluster, own.rates(), onFailure, ticks),
                RedisQuotas.of(link, prefix, cluster, own.quotas(), onFailure),
                own.meter());
    }

    /** Values of policies. */
    ValueStore values(Configuration configuration) {
        return new RedisValues(link, prefix, sealer, configuration.limits().bytes(Limit.VALUE_CACHE));
    }

    /** Sessions and legacy streams of all gateways. */
    SharedPlaces places(Configuration configuration) {
        return new RedisPlaces(
                link, prefix, sealer, configuration.limits().time(Limit.SESSION_IDLE), Ticker.systemTicker());
    }

    /** Sign-ins through bridges, which are not kept there readable: empty without a key to encrypt them with. */
    Optional<BridgeStore> bridges(InstantSource clock) {
        return sealer.map(seal -> new RedisBridgeStore(link, prefix, seal, clock));
    }

    /** Lets gateways know of each other when keys were used last, from now on. */
    void lastUses(Engine engine, KeyRing keys, Duration interval) {
        RedisLastUses uses = new RedisLastUses(
                link,
                engine.vertx().getOrCreateContext(),
                prefix,
                new SharedUses(keys),
                engine.environment().clock(),
                engine.environment().random(),
                interval);
        writer.atOnceAndEvery(interval, "the times of keys' last use in Redis", uses::exchange);
    }

    /** Tells what is left to tell, then gives up the connections. Blocks for ten seconds at most. */
    @Override
    public void close() {
        writer.close();
        link.close();
    }
}
