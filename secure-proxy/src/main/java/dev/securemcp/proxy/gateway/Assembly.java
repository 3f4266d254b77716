package dev.securemcp.proxy.gateway;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.securemcp.proxy.backend.HttpClients;
import dev.securemcp.proxy.backend.MessageEndpoints;
import dev.securemcp.proxy.backend.Relay;
import dev.securemcp.proxy.backend.SessionTable;
import dev.securemcp.proxy.cache.Flights;
import dev.securemcp.proxy.cache.ResultCache;
import dev.securemcp.proxy.config.AuthorizationConfig;
import dev.securemcp.proxy.config.AuthorizationConfig.ResourceServer;
import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.config.NamedValue;
import dev.securemcp.proxy.config.ServerConfig;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.gateway.bridge.BridgeSite;
import dev.securemcp.proxy.gateway.trace.SecretMask;
import dev.securemcp.proxy.gateway.trace.TraceRequests;
import dev.securemcp.proxy.gateway.trace.TraceStore;
import dev.securemcp.proxy.identity.KeyRing;
import dev.securemcp.proxy.identity.SubscriptionTable;
import dev.securemcp.proxy.identity.SubscriptionsFile;
import dev.securemcp.proxy.identity.access.Rights;
import dev.securemcp.proxy.identity.access.TokenGuard;
import dev.securemcp.proxy.limits.Concurrency;
import dev.securemcp.proxy.mcp.EnvelopeScanner;
import dev.securemcp.proxy.mcp.ScanLimits;
import dev.securemcp.proxy.policy.Leniency;
import dev.securemcp.proxy.policy.PolicyLibrary;
import dev.securemcp.proxy.policy.ServerPolicies;
import dev.securemcp.proxy.store.State;
import dev.securemcp.proxy.telemetry.Telemetry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Builds a gateway: {@link #compile} is pure and decides everything that can be wrong; {@link #open} starts what runs. */
public final class Assembly {

    /**
     * A configuration with all that was compiled from it.
     *
     * @param configuration as it was read
     * @param gateway as it runs
     */
    public record Compiled(Configuration configuration, Gateway gateway) {}

    private Assembly() {}

    /**
     * Compiles a configuration that was read without faults.
     *
     * @param boundToLoopback whether only this machine can call
     * @param leniency what policies may hold that cannot be run
     * @return empty where faults were added
     */
    public static Optional<Compiled> compile(
            Configuration configuration, boolean boundToLoopback, Leniency leniency, Faults faults) {
        PolicyLibrary policies = PolicyLibrary.load(configuration, leniency, faults);
        ClientAddress addresses = new ClientAddress(configuration.trustedProxies());
        Map<String, Upstream> backends = new HashMap<>();
        configuration.backends().forEach((name, backend) -> backends.put(name, Upstream.of(backend)));
        List<ServerRuntime> servers = new ArrayList<>();
        for (ServerConfig server : configuration.servers().values()) {
            servers.add(server(configuration, server, backends.get(server.backend()), policies, boundToLoopback));
        }
        SubscriptionTable own = SubscriptionTable.of(configuration);
        KeyRing keys = new KeyRing(configuration.keyPepper(), own);
        Optional<SubscriptionsFile> subscriptions =
                SubscriptionsFile.load(configuration, own, faults, keys::replaceFile);
        if (faults.failed()) {
            return Optional.empty();
        }
        Limits limits = configuration.limits();
        Gateway gateway = new Gateway(
                RouteTable.of(servers, ServerRuntime::path),
                Map.copyOf(backends),
                KeyGuard.of(configuration, keys),
                subscriptions,
                Bridges.of(configuration, boundToLoopback),
                addresses,
                new PublicOrigin(configuration.publicUrl().orElse(null), addresses),
                new EnvelopeScanner(scanLimits(limits)),
                secrets(configuration),
                limits,
                policies.filters().toolSchemas());
        return Optional.of(new Compiled(configuration, gateway));
    }

    /** Starts what a configuration runs on. Nothing connects yet: backends may come later than their gateway. */
    static Engine open(Vertx vertx, MeterRegistry registry, Configuration configuration) {
        return open(vertx, registry, configuration, InstantSource.system(), () -> System.nanoTime() / 1_000);
    }

    /**
     * The same with clocks.
     *
     * @param clock the time of day
     * @param ticks microseconds that never run backwards, for the periods of limits
     */
    static Engine open(
            Vertx vertx, MeterRegistry registry, Configuration configuration, InstantSource clock, LongSupplier ticks) {
        Limits limits = configuration.limits();
        HttpClients clients = new HttpClients(
                vertx,
                new HttpClients.Settings(
                        limits.count(Limit.POOL),
                        limits.count(Limit.STREAM_POOL),
                        limits.count(Limit.WAIT_QUEUE),
                        (int) limits.time(Limit.CONNECT_TIME).toMillis(),
                        (int) limits.time(Limit.UNUSED_CONNECTION).toSeconds(),
                        (int) limits.bytes(Limit.RESPONSE_HEADERS),
                        true));
        Telemetry telemetry = new Telemetry(registry, clock);
        for (ServerConfig server : configuration.servers().values()) {
            telemetry.configuredTools(server.name(), server.tools().keySet());
        }
        SessionTable sessions = new SessionTable(
                limits.count(Limit.SESSIONS),
                limits.count(Limit.SESSIONS_PER_CALLER),
                limits.time(Limit.SESSION_IDLE),
                Ticker.systemTicker());
        State state = state(configuration);
        PolicyServices services = PolicyServices.open(
                vertx, registry, configuration, LimitCounters.open(registry, limits, clock, ticks, state));
        MessageEndpoints endpoints = new MessageEndpoints();
        Gauge.builder("proxy.sessions.open", sessions, SessionTable::size)
                .description("Sessions that are remembered")
                .register(registry);
        Gauge.builder("proxy.endpoints.open", endpoints, MessageEndpoints::size)
                .description("Message endpoints of open legacy SSE streams")
                .register(registry);
        return new Engine(
                vertx,
                FrontDoor.open(registry, limits, ticks),
                new Relay(vertx, clients),
                sessions,
                endpoints,
                new OpenCalls(limits.count(Limit.STREAMS), limits.count(Limit.STREAMS_PER_CALLER)),
                results(registry, limits),
                ToolKnowledge.open(registry, limits, Ticker.systemTicker()),
                new Exchange.Environment(
                        clock,
                        new SecureRandom(),
                        LocalDeployment.of(configuration),
                        new EventLoopTimers(vertx),
                        new Concurrency(),
                        services.services()),
                services,
                state,
                BridgeServices.open(vertx, registry, configuration, clock, services.shared()),
                new TraceRequests(Ticker.systemTicker()),
                new TraceStore(limits.count(Limit.TRACES), limits.time(Limit.TRACE_TIME), Ticker.systemTicker()),
                telemetry);
    }

    private static ResultCache results(MeterRegistry registry, Limits limits) {
        ResultCache results = new ResultCache(limits.bytes(Limit.RESULT_CACHE), Ticker.systemTicker());
        for (ResultCache.Outcome outcome : ResultCache.Outcome.values()) {
            FunctionCounter.builder("proxy.results", results, cache -> cache.counted(outcome))
                    .description("Calls whose result may be given again, by what came of it")
                    .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Gauge.builder("proxy.results.waiting", results.flights(), Flights::waiting)
                .description("Calls that wait for another's answer to the same request")
                .register(registry);
        Gauge.builder("proxy.results.size", results, ResultCache::bytes)
                .description("Results that are kept to be given again, estimated")
                .baseUnit("bytes")
                .register(registry);
        return results;
    }

    private static State state(Configuration configuration) {
        try {
            return State.open(configuration.stateDir());
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Whether a host to listen on is reachable from this machine alone. */
    public static boolean isLoopback(String host) {
        String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return name.equalsIgnoreCase("localhost") || name.startsWith("127.") || name.equals("::1");
    }

    private static ServerRuntime server(
            Configuration configuration,
            ServerConfig server,
            Upstream upstream,
            PolicyLibrary policies,
            boolean boundToLoopback) {
        URI publicUrl = configuration.publicUrl().orElse(null);
        HeadGuard guard = new HeadGuard(
                OriginRule.of(publicUrl == null ? null : origin(publicUrl), server.allowedOrigins(), boundToLoopback),
                HostRule.of(
                        publicUrl == null ? null : publicUrl.getRawAuthority(), server.allowedHosts(), boundToLoopback),
                configuration.limits().bytes(Limit.BODY));
        ServerPolicies compiled = policies.compile(server);
        TokenGuard tokens = tokens(server, publicUrl);
        Rights rights = Rights.of(server, configuration.products().values(), tokens == null ? null : tokens.grants());
        Passthrough passthrough = server.authorization().orElse(null) instanceof AuthorizationConfig.Passthrough
                ? Passthrough.of(upstream)
                : null;
        return new ServerRuntime(
                server, guard, tokens, rights, passthrough, upstream, compiled, CrossOrigin.of(compiled));
    }

    /** Who looks at the tokens of a server; null where it asks for none. */
    private static TokenGuard tokens(ServerConfig server, URI publicUrl) {
        // Without a public URL the audiences are configured: the reader has seen to that.
        return server.authorization().orElse(null) instanceof ResourceServer resource
                ? TokenGuard.of(
                        resource,
                        publicUrl == null
                                ? List.of()
                                : ResourceUrls.all(
                                        ResourceUrls.origin(PublicOrigin.configured(publicUrl, "", "")), server.path()))
                : null;
    }

    /** Everything secret that the configuration holds, for texts that people see. */
    private static SecretMask secrets(Configuration configuration) {
        List<String> secrets = new ArrayList<>();
        configuration.namedValues().values().stream()
                .filter(NamedValue::secret)
                .forEach(value -> secrets.add(value.value().reveal()));
        configuration.backends().values().forEach(backend -> backend.credential()
                .ifPresent(credential -> secrets.add(credential.value().reveal())));
        configuration.servers().values().forEach(server -> BridgeSite.of(configuration, server)
                .flatMap(BridgeSite::secret)
                .ifPresent(secret -> secrets.add(secret.reveal())));
        return SecretMask.of(secrets);
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    private static ScanLimits scanLimits(Limits limits) {
        ScanLimits byDefault = ScanLimits.DEFAULT;
        return new ScanLimits(
                byDefault.depth(),
                byDefault.stringLength(),
                byDefault.nameLength(),
                byDefault.numberLength(),
                byDefault.idLength(),
                limits.count(Limit.BATCH));
    }
}
