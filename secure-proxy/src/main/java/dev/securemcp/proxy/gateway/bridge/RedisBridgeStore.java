package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.store.redis.RedisLink;
import dev.securemcp.proxy.store.redis.Sealer;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Remembers in Redis for all gateways, encrypted. Redis forgets what is over. While it cannot be asked, everything fails: a sign-in that
 * cannot be looked up is none.
 */
public final class RedisBridgeStore implements BridgeStore {

    private final RedisLink link;
    private final String prefix;
    private final Sealer sealer;
    private final InstantSource clock;

    /** @param prefix what keys begin with */
    public RedisBridgeStore(RedisLink link, String prefix, Sealer sealer, InstantSource clock) {
        this.link = link;
        this.prefix = prefix + ":o:";
        this.sealer = sealer;
        this.clock = clock;
    }

    @Override
    public Future<Void> put(Kind kind, String key, BridgeEntry entry, Instant expires) {
        String place = place(kind, key);
        long millis = Math.max(1, Duration.between(clock.instant(), expires).toMillis());
        return link.send(Request.cmd(Command.SET)
                        .arg(place)
                        .arg(sealer.seal(place, EntryCodec.write(entry)))
                        .arg("PX")
                        .arg(millis))
                .mapEmpty();
    }

    @Override
    public Future<BridgeEntry> take(Kind kind, String key) {
        return ask(Command.GETDEL, kind, key);
    }

    @Override
    public Future<BridgeEntry> get(Kind kind, String key) {
        return ask(Command.GET, kind, key);
    }

    private Future<BridgeEntry> ask(Command command, Kind kind, String key) {
        String place = place(kind, key);
        return link.send(Request.cmd(command).arg(place)).map(found -> read(place, found));
    }

    private BridgeEntry read(String place, Response found) {
        return found == null
                ? null
                : sealer.open(place, found.toBytes()).map(EntryCodec::read).orElse(null);
    }

    /** A grant's key is its id, which stands in its refresh tokens: in Redis it is a hash, as all others are. */
    private String place(Kind kind, String key) {
        return prefix + kind.name().toLowerCase(Locale.ROOT) + ":" + Opaque.hash(key);
    }
}
