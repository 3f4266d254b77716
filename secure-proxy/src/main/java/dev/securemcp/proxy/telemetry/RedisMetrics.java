package dev.securemcp.proxy.telemetry;

import dev.securemcp.proxy.store.redis.RedisException;
import dev.securemcp.proxy.store.redis.RedisWatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** What the way to Redis shows: a metric always, and one line in the log for each change. */
public final class RedisMetrics implements RedisWatch {

    private static final Logger LOG = Logger.getLogger("dev.securemcp.proxy");

    private final AtomicInteger up = new AtomicInteger(1);
    private final Timer answered;
    private final Map<RedisException.Kind, Timer> failed = new EnumMap<>(RedisException.Kind.class);

    public RedisMetrics(MeterRegistry registry) {
        answered = timer(registry, "answered");
        for (RedisException.Kind kind : RedisException.Kind.values()) {
            failed.put(kind, timer(registry, kind.name().toLowerCase(Locale.ROOT)));
        }
        Gauge.builder("proxy.redis.up", up, AtomicInteger::get)
                .description("1 while Redis is not known to be down")
                .register(registry);
    }

    private static Timer timer(MeterRegistry registry, String outcome) {
        return Timer.builder("proxy.redis.calls")
                .description("Commands to Redis, by how they ended")
                .tag("outcome", outcome)
                .register(registry);
    }

    @Override
    public void called(long nanos, RedisException.Kind failure) {
        (failure == null ? answered : failed.get(failure)).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void changed(boolean isUp, String why) {
        up.set(isUp ? 1 : 0);
        if (isUp) {
            LOG.infof("Redis is back: %s", why);
        } else {
            LOG.warnf("Redis is down: %s; each limit does what its on-failure says until it is back", why);
        }
    }
}
