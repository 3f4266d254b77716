package dev.securemcp.proxy.cache.redis;

import dev.securemcp.proxy.exchange.ValueStore;
import dev.securemcp.proxy.store.redis.RedisLink;
import dev.securemcp.proxy.store.redis.Sealer;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Optional;

/**
 * Values that policies keep, shared by all gateways through Redis. Where Redis cannot be asked a value counts as absent and nothing is
 * kept: a cache may always be empty.
 */
public final class RedisValues implements ValueStore {

    private final RedisLink link;
    private final String prefix;
    private final Optional<Sealer> sealer;
    private final long maxBytes;

    /**
     * @param prefix what keys begin with
     * @param sealer encrypts values; empty keeps them readable
     * @param maxBytes a larger value is not kept
     */
    public RedisValues(RedisLink link, String prefix, Optional<Sealer> sealer, long maxBytes) {
        this.link = link;
        this.prefix = prefix + ":v:";
        this.sealer = sealer;
        this.maxBytes = maxBytes;
    }

    @Override
    public Future<Object> get(String key) {
        String place = prefix + key;
        return link.send(Request.cmd(Command.GET).arg(place))
                .map(found -> found == null ? null : read(place, found.toBytes()))
                .otherwise((Object) null);
    }

    private Object read(String place, byte[] bytes) {
        return sealer.map(seal -> seal.open(place, bytes))
                .orElse(Optional.of(bytes))
                .map(ValueCodec::read)
                .orElse(null);
    }

    @Override
    public Future<Void> put(String key, Object value, Duration time) {
        if (value == null || !time.isPositive()) {
            return remove(key);
        }
        String place = prefix + key;
        byte[] bytes = ValueCodec.write(value);
        if (bytes.length > maxBytes) {
            return remove(key);
        }
        Request keep = Request.cmd(Command.SET)
                .arg(place)
                .arg(sealer.map(seal -> seal.seal(place, bytes)).orElse(bytes))
                .arg("PX")
                .arg(Math.max(1, time.toMillis()));
        return link.send(keep).<Void>mapEmpty().otherwiseEmpty();
    }

    @Override
    public Future<Void> remove(String key) {
        return link.send(Request.cmd(Command.DEL).arg(prefix + key))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }
}
