package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.ConfigurationReader;
import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Services;
import dev.securemcp.proxy.exchange.Timers;
import dev.securemcp.proxy.exchange.token.TokenValidator;
import dev.securemcp.proxy.policy.Leniency;
import dev.securemcp.proxy.telemetry.LineLog;
import dev.securemcp.proxy.telemetry.Telemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/**
 * The gateway on a port of its own, from a {@code gateway.yaml} that a test writes: all of it but Quarkus. Requests come paused, as
 * Quarkus hands them over.
 */
final class GatewayFixture implements AutoCloseable {

    static {
        // Most conditions hold within a millisecond.
        Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultTimeout(Duration.ofMillis(Wire.PATIENCE_MILLIS));
    }

    /** So often that tests need not wait for it. */
    private static final Upkeep.Periods OFTEN = new Upkeep.Periods(20, 20);

    private final Vertx vertx;
    private final Assembly.Compiled compiled;
    private final Engine engine;
    private final List<String> access = new CopyOnWriteArrayList<>();
    private final List<String> security = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final HttpServer server;

    private GatewayFixture(Assembly.Compiled compiled, InstantSource clock) throws Exception {
        this(compiled, clock, services -> services, null);
    }

    /** @param timers null for those of the event loop */
    private GatewayFixture(
            Assembly.Compiled compiled, InstantSource clock, UnaryOperator<Services> services, Timers timers)
            throws Exception {
        this.compiled = compiled;
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Engine opened = Assembly.open(vertx, metrics, compiled.configuration(), clock, () -> clock.millis() * 1_000);
        Exchange.Environment environment = at(clock, opened.environment(), services, timers);
        Telemetry telemetry = new Telemetry(metrics, environment.clock(), lines(access), lines(security));
        this.engine = new Engine(
                opened.vertx(),
                opened.door(),
                opened.relay(),
                opened.sessions(),
                opened.endpoints(),
                opened.calls(),
                opened.results(),
                opened.tools(),
                environment,
                opened.services(),
                opened.state(),
                opened.bridges(),
                opened.traceRequests(),
                opened.traces(),
                telemetry);
        Upkeep.start(engine, compiled.gateway(), metrics, OFTEN);
        GatewayRoutes routes = new GatewayRoutes(engine, compiled::gateway);
        this.server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(request -> {
                    if (!request.isEnded()) {
                        request.pause();
                    }
                    routes.handle(request);
                })
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A gateway bound to loopback with this configuration; paths in it are relative to the directory. */
    static GatewayFixture start(Path directory, String yaml) throws Exception {
        return start(directory, yaml, true);
    }

    /**
     * A gateway with this configuration.
     *
     * @param loopback whether it believes to be bound to loopback only
     */
    static GatewayFixture start(Path directory, String yaml, boolean loopback) throws Exception {
        return start(directory, yaml, loopback, InstantSource.system());
    }

    /** A gateway bound to loopback that believes the tokens that this validator believes. */
    static GatewayFixture start(Path directory, String yaml, InstantSource clock, TokenValidator tokens)
            throws Exception {
        return new GatewayFixture(compile(directory, yaml, true), clock, services -> services.withTokens(tokens), null);
    }

    /** A gateway bound to loopback whose calls wait for as long as these timers say. */
    static GatewayFixture start(Path directory, String yaml, Timers timers) throws Exception {
        return new GatewayFixture(compile(directory, yaml, true), InstantSource.system(), services -> services, timers);
    }

    /**
     * A gateway with this configuration and this clock.
     *
     * @param clock what policies take for the time of day
     */
    static GatewayFixture start(Path directory, String yaml, boolean loopback, InstantSource clock) throws Exception {
        return new GatewayFixture(compile(directory, yaml, loopback), clock);
    }

    private static Assembly.Compiled compile(Path directory, String yaml, boolean loopback) throws Exception {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), yaml);
        Faults faults = new Faults();
        return ConfigurationReader.ofProcess()
                .read(file, faults)
                .flatMap(configuration -> Assembly.compile(configuration, loopback, Leniency.NONE, faults))
                .orElseThrow(() -> new AssertionError(
                        faults.all().stream().map(Fault::toString).toList().toString()));
    }

    /**
     * A gateway with one server {@code s} that wants no key, before this backend.
     *
     * @param more further lines of the document
     */
    static GatewayFixture before(ScriptedBackend backend, Path directory, String... more) throws Exception {
        return start(directory, open(backend.port()) + String.join("\n", more));
    }

    /** The configuration of {@link #before}. */
    static String open(int backendPort) {
        return """
                servers: { s: { backend: b, subscription-required: false } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                """
                .formatted(backendPort);
    }

    /** Another gateway, with what was compiled changed; this one is closed. */
    GatewayFixture with(UnaryOperator<Assembly.Compiled> change) throws Exception {
        close();
        return new GatewayFixture(change.apply(compiled), InstantSource.system());
    }

    private static Exchange.Environment at(
            InstantSource clock, Exchange.Environment environment, UnaryOperator<Services> services, Timers timers) {
        return new Exchange.Environment(
                clock,
                environment.random(),
                environment.deployment(),
                timers == null ? environment.timers() : timers,
                environment.slots(),
                services.apply(environment.services()));
    }

    int port() {
        return server.actualPort();
    }

    Wire connect() throws IOException {
        return Wire.connect(port());
    }

    /** Sends one request on a connection of its own and reads the whole answer. */
    WireMessage exchange(String request) throws IOException {
        try (Wire wire = connect()) {
            return wire.send(request).response();
        }
    }

    Engine engine() {
        return engine;
    }

    Assembly.Compiled compiled() {
        return compiled;
    }

    SimpleMeterRegistry metrics() {
        return metrics;
    }

    /** Lines of the access log so far. */
    List<String> access() {
        return access;
    }

    /** Lines of the security log so far. */
    List<String> security() {
        return security;
    }

    /** Waits until the access log's last line holds all of these: a line is written after its answer. */
    void awaitAccess(String... parts) {
        awaitLast(access, parts);
    }

    /** The same of the security log. */
    void awaitSecurity(String... parts) {
        awaitLast(security, parts);
    }

    private static void awaitLast(List<String> lines, String... parts) {
        Awaitility.await().untilAsserted(() -> assertThat(lines.isEmpty() ? "no line" : lines.getLast())
                .contains(parts));
    }

    private static LineLog lines(List<String> into) {
        return new LineLog() {
            @Override
            public boolean enabled() {
                return true;
            }

            @Override
            public void write(String line) {
                into.add(line);
            }
        };
    }

    @Override
    public void close() throws Exception {
        engine.services().close();
        engine.bridges().close();
        engine.state().close();
        vertx.close().toCompletionStage().toCompletableFuture().get(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
