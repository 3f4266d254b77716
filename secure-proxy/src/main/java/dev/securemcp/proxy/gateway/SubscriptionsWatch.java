package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.identity.KeyRing;
import dev.securemcp.proxy.identity.SubscriptionsFile;
import dev.securemcp.proxy.identity.SubscriptionsFile.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Looks at the file of subscriptions again and again, on a worker thread, and says what came of it: in the log and in metrics. */
final class SubscriptionsWatch {

    /** A change is to be live within two seconds, of which a file of a million subscriptions takes more than one to read. */
    static final long PERIOD_MILLIS = 300;

    /** Faults that the log shows of one version. */
    private static final int SHOWN = 10;

    private static final Logger LOG = Logger.getLogger("dev.securemcp.proxy");

    private final SubscriptionsFile file;
    private final KeyRing keys;
    private final Runnable afterChange;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Counter replaced;
    private final Counter refused;

    /**
     * @param afterChange what is to be done at once when a new version is in force
     */
    SubscriptionsWatch(SubscriptionsFile file, KeyRing keys, Runnable afterChange, MeterRegistry registry) {
        this.file = file;
        this.keys = keys;
        this.afterChange = afterChange;
        this.replaced = counter(registry, "replaced");
        this.refused = counter(registry, "refused");
        Gauge.builder("proxy.subscriptions", keys, ring -> ring.file().size())
                .description("Subscriptions of the file that is in force")
                .register(registry);
        Gauge.builder("proxy.subscriptions.faulty", file, watched -> watched.fault() == null ? 0 : 1)
                .description("1 while the newest version of the file has faults and an older one is in force")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("proxy.subscriptions.versions")
                .description("New versions of the file of subscriptions")
                .tag("outcome", outcome)
                .register(registry);
    }

    /**
     * Begins; it goes on until Vert.x is closed.
     *
     * @param periodMillis how often it looks
     */
    void start(Vertx vertx, long periodMillis) {
        vertx.setPeriodic(periodMillis, turn -> {
            if (looking.compareAndSet(false, true)) {
                vertx.executeBlocking(this::look, false).onComplete(done -> looking.set(false));
            }
        });
    }

    private Void look() {
        switch (file.refresh(keys)) {
            case Outcome.Same _ -> {}
            case Outcome.Replaced(int subscriptions) -> {
                replaced.increment();
                afterChange.run();
                LOG.infof("%s: a new version is in force, with %d subscriptions", file.name(), subscriptions);
            }
            case Outcome.Refused(var faults, int dropped) -> {
                refused.increment();
                LOG.errorf("%s: the new version has faults; the one before it stays in force", file.name());
                faults.stream().limit(SHOWN).map(Fault::toString).forEach(LOG::error);
                int more = Math.max(0, faults.size() - SHOWN) + dropped;
                if (more > 0) {
                    LOG.errorf("%s: and %d faults more", file.name(), more);
                }
            }
        }
        return null;
    }
}
