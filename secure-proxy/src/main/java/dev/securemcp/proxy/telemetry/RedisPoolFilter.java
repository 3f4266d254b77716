package dev.securemcp.proxy.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.inject.Singleton;

/**
 * Leaves out the framework's meters of pools to Redis. Each connection has a client and so a pool of its own, and they all have one name: what
 * is shown would be the first that there ever was. {@link RedisMetrics} tells of all of them.
 */
@Singleton
public final class RedisPoolFilter implements MeterFilter {

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getName().startsWith("redis.pool.") ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }
}
