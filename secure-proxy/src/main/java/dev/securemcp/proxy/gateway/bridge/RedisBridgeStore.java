package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.store.redis.RedisLink;
import dev.securemcp.proxy.store.redis.RedisScript;
import dev.securemcp.proxy.store.redis.Sealer;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Remembers in Redis for all gateways, encrypted. Redis forgets what is over. While it cannot be asked, everything fails: a sign-in that
 * cannot be looked up is none.
 */
public final class RedisBridgeStore implements BridgeStore {

    /** Two sealed entries have the same bytes only if nobody has written in between: each is sealed with a nonce of its own. */
    private static final RedisScript REPLACE = RedisScript.of(
            """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1
            """);

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
        return link.send(setting(place(kind, key), entry, expires)).mapEmpty();
    }

    @Override
    public Future<Boolean> add(Kind kind, String key, BridgeEntry entry, Instant expires) {
        return link.send(setting(place(kind, key), entry, expires).arg("NX")).map(Objects::nonNull);
    }

    private Request setting(String place, BridgeEntry entry, Instant expires) {
        return Request.cmd(Command.SET)
                .arg(place)
                .arg(sealed(place, entry))
                .arg("PX")
                .arg(millis(expires));
    }

    @Override
    public Future<Boolean> replace(Kind kind, String key, BridgeEntry known, BridgeEntry next, Instant expires) {
        String place = place(kind, key);
        return link.send(Request.cmd(Command.GET).arg(place)).compose(found -> {
            if (!known.equals(read(place, found))) {
                return Future.succeededFuture(false);
            }
            byte[] time = Long.toString(millis(expires)).getBytes(StandardCharsets.US_ASCII);
            return link.runWithBytes(REPLACE, List.of(place), List.of(found.toBytes(), sealed(place, next), time))
                    .map(replaced -> replaced.toInteger() == 1);
        });
    }

    private byte[] sealed(String place, BridgeEntry entry) {
        return sealer.seal(place, EntryCodec.write(entry));
    }

    private long millis(Instant expires) {
        return Math.max(1, Duration.between(clock.instant(), expires).toMillis());
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
