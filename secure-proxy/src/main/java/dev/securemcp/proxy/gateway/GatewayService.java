package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.ConfigurationReader;
import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.gateway.trace.TraceRoutes;
import dev.securemcp.proxy.identity.SubscriptionsFile;
import dev.securemcp.proxy.policy.Leniency;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The gateway inside the running program: takes the configuration it was started with, stands behind the public port and the
 * management port, and stops in good order.
 */
@Singleton
public class GatewayService {

    private static final Logger LOG = Logger.getLogger("dev.securemcp.proxy");
    private static final AtomicReference<Assembly.Compiled> PREPARED = new AtomicReference<>();

    private final Assembly.Compiled compiled;
    private final Engine engine;
    private final ManagementGuard managementGuard;

    @Inject
    GatewayService(
            Vertx vertx,
            MeterRegistry registry,
            @ConfigProperty(name = "secure-proxy.config", defaultValue = "gateway.yaml") Path file,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.management.host") String managementHost) {
        Assembly.Compiled prepared = PREPARED.getAndSet(null);
        this.compiled = prepared == null ? load(file, host) : prepared;
        this.engine = Assembly.open(vertx, registry, compiled.configuration());
        Upkeep.start(engine, compiled.gateway(), registry, Upkeep.Periods.DEFAULT);
        this.managementGuard =
                new ManagementGuard(compiled.configuration().managementToken(), Assembly.isLoopback(managementHost));
    }

    /** What {@code serve} has compiled before the ports open, so that a faulty configuration opens none. */
    public static void prepare(Assembly.Compiled ready) {
        PREPARED.set(ready);
    }

    private static Assembly.Compiled load(Path file, String host) {
        Faults faults = new Faults();
        Assembly.Compiled read = ConfigurationReader.ofProcess()
                .read(file, faults)
                .flatMap(configuration ->
                        Assembly.compile(configuration, Assembly.isLoopback(host), Leniency.NONE, faults))
                .orElse(null);
        for (Fault fault : faults.all()) {
            LOG.log(
                    fault.severity() == Fault.Severity.ERROR ? Logger.Level.ERROR : Logger.Level.WARN,
                    fault.toString());
        }
        if (read == null) {
            throw new IllegalStateException(file + " has faults; see above");
        }
        return read;
    }

    void mount(@Observes Router router) {
        GatewayRoutes routes = new GatewayRoutes(engine, compiled::gateway);
        router.route().handler(request -> routes.handle(request.request()));
    }

    void manage(@Observes ManagementInterface management) {
        new TraceRoutes(
                        engine.traces(),
                        engine.traceRequests(),
                        compiled.configuration().servers().keySet())
                .mount(management.router(), managementGuard);
        management
                .router()
                .get("/summary")
                .handler(managementGuard)
                .blockingHandler(new SummaryRoute(engine.telemetry()), false);
        management
                .router()
                .get("/subscriptions")
                .handler(managementGuard)
                .blockingHandler(
                        new SubscriptionsRoute(
                                () -> compiled.gateway().keys().keys(),
                                engine.environment().clock()),
                        false);
    }

    /** Whether new calls are taken. */
    boolean ready() {
        return !engine.calls().draining();
    }

    Configuration configuration() {
        return compiled.configuration();
    }

    OpenCalls calls() {
        return engine.calls();
    }

    /** Runs while the ports are still open: refuses new calls, waits for running ones, then ends the streams. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        Duration patience = compiled.configuration().limits().time(Limit.DRAIN_TIME);
        new Drain(engine.calls(), patience).run();
        engine.services().close();
        engine.bridges().close();
        try {
            engine.state().close();
        } catch (IOException e) {
            LOG.warnf("the state directory could not be given back: %s", e.getMessage());
        }
    }

    /** Where the newest version of the file of subscriptions has its first fault; null where there is none. */
    String subscriptionsFault() {
        return compiled.gateway().subscriptions().map(SubscriptionsFile::fault).orElse(null);
    }
}
