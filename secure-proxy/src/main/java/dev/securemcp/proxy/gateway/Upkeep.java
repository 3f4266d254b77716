package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.identity.KeyRing;
import dev.securemcp.proxy.identity.LastUses;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What a gateway does besides answering calls: ends the streams of callers who may no longer listen, takes over new versions of the
 * file of subscriptions, remembers when keys were used.
 */
final class Upkeep {

    private static final Logger LOG = Logger.getLogger("dev.securemcp.proxy");

    /**
     * How often it looks.
     *
     * @param sweepMillis at open streams
     * @param watchMillis at files
     */
    record Periods(long sweepMillis, long watchMillis) {

        static final Periods DEFAULT = new Periods(StreamSweep.PERIOD_MILLIS, SubscriptionsWatch.PERIOD_MILLIS);
    }

    private Upkeep() {}

    /** Begins; it ends with Vert.x and with the engine's state. Blocks for as long as a file of last uses takes to read. */
    static void start(Engine engine, Gateway gateway, MeterRegistry registry, Periods periods) {
        StreamSweep sweep = new StreamSweep(engine, registry);
        sweep.start(periods.sweepMillis());
        KeyRing keys = gateway.keys().keys();
        gateway.subscriptions().ifPresent(file -> new SubscriptionsWatch(file, keys, sweep::sweep, registry)
                .start(engine.vertx(), periods.watchMillis()));
        Optional<Path> file = engine.state().file(LastUses.FILE);
        file.ifPresent(path -> lastUses(engine, gateway, new LastUses(path, keys)));
        // After the file: what it tells and Redis does not know is told there.
        engine.services()
                .shared()
                .ifPresent(
                        shared -> shared.lastUses(engine, keys, gateway.limits().time(Limit.LAST_USED_INTERVAL)));
    }

    private static void lastUses(Engine engine, Gateway gateway, LastUses uses) {
        try {
            if (!uses.read()) {
                LOG.warn(
                        "the times of keys' last use are damaged, or of another form; what could be read is taken over");
            }
        } catch (IOException e) {
            LOG.warnf("the times of keys' last use cannot be read: %s", e.getMessage());
        }
        engine.state()
                .every(gateway.limits().time(Limit.LAST_USED_INTERVAL), "the file of keys' last use", uses::write);
    }
}
