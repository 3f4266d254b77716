package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.config.RedisConfig;
import dev.securemcp.proxy.config.Secret;
import dev.securemcp.proxy.gateway.bridge.Bridge;
import dev.securemcp.proxy.gateway.bridge.BridgeEnvironment;
import dev.securemcp.proxy.gateway.bridge.BridgeKey;
import dev.securemcp.proxy.gateway.bridge.BridgeSite;
import dev.securemcp.proxy.gateway.bridge.BridgeStore;
import dev.securemcp.proxy.gateway.bridge.MemoryBridgeStore;
import dev.securemcp.proxy.net.AddressGuard;
import dev.securemcp.proxy.net.NameResolver;
import dev.securemcp.proxy.net.OutboundHttp;
import dev.securemcp.proxy.store.AtomicFile;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * What bridges run on, opened for a configuration, with its metrics. Their calls have a bound of their own: whatever tools and policies
 * do, people can sign in.
 */
final class BridgeServices implements AutoCloseable {

    private static final String KEY_FILE = "bridge.key";

    private final Bridge bridge;
    private final OutboundHttp http;

    private BridgeServices(Bridge bridge, OutboundHttp http) {
        this.bridge = bridge;
        this.http = http;
    }

    /**
     * Opens them. Blocks for a file: not for an event loop.
     *
     * @param shared where several gateways remember together
     */
    static BridgeServices open(
            Vertx vertx,
            MeterRegistry registry,
            Configuration configuration,
            InstantSource clock,
            Optional<SharedState> shared) {
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
        SecureRandom random = new SecureRandom();
        BridgeStore store = shared.flatMap(redis -> redis.bridges(clock)).orElseGet(() -> {
            MemoryBridgeStore memory =
                    new MemoryBridgeStore(limits.count(Limit.BRIDGE_PENDING), limits.count(Limit.BRIDGE_GRANTS), clock);
            meter(registry, memory);
            return memory;
        });
        Bridge bridge = new Bridge(new BridgeEnvironment(
                vertx,
                http,
                clock,
                random,
                store,
                key(configuration, random),
                limits,
                (server, event) -> Counter.builder("proxy.bridge.events")
                        .description("What bridges did")
                        .tag("server", server)
                        .tag("event", event.name().toLowerCase(Locale.ROOT))
                        .register(registry)
                        .increment()));
        return new BridgeServices(bridge, http);
    }

    private static void meter(MeterRegistry registry, MemoryBridgeStore store) {
        for (BridgeStore.Kind kind : BridgeStore.Kind.values()) {
            Gauge.builder("proxy.bridge.entries", store, held -> held.size(kind))
                    .description("What bridges remember")
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        FunctionCounter.builder("proxy.bridge.evicted", store, MemoryBridgeStore::evicted)
                .description("What bridges forgot before its time, since there was too much")
                .register(registry);
    }

    /** The key that all gateways of one Redis have, else the one in {@code state-dir}, else one for this process. */
    private static BridgeKey key(Configuration configuration, SecureRandom random) {
        Optional<Secret> shared = configuration.redis().flatMap(RedisConfig::encryptionKey);
        if (shared.isPresent()) {
            return BridgeKey.of(shared.get());
        }
        byte[] fresh = new byte[BridgeKey.LENGTH];
        random.nextBytes(fresh);
        boolean bridges = configuration.servers().values().stream()
                .anyMatch(server -> BridgeSite.of(configuration, server).isPresent());
        if (!bridges || configuration.stateDir().isEmpty()) {
            return new BridgeKey(fresh);
        }
        Path file = configuration.stateDir().get().resolve(KEY_FILE);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(configuration.stateDir().get());
                AtomicFile.replace(file, out -> out.write(fresh));
            }
            return new BridgeKey(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the key of bridges cannot be read or written: " + file, e);
        }
    }

    Bridge bridge() {
        return bridge;
    }

    @Override
    public void close() {
        http.close();
    }
}
