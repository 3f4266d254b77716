package dev.securemcp.proxy.backend.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.securemcp.proxy.backend.SharedPlaces;
import dev.securemcp.proxy.backend.Target;
import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.store.redis.RedisLink;
import dev.securemcp.proxy.store.redis.Sealer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Places in Redis. A session id opens nothing by itself, but it is not shown to whoever can list keys either: a key is its SHA-256.
 * Entries are forgotten when no gateway has used them for as long as a session may be idle.
 */
public final class RedisPlaces implements SharedPlaces {

    /** Sessions whose recent use is remembered, so that not every call tells Redis. */
    private static final int REMEMBERED = 100_000;

    private final RedisLink link;
    private final String prefix;
    private final Optional<Sealer> sealer;
    private final long idleMillis;
    private final Cache<String, Boolean> refreshed;

    /**
     * @param prefix what keys begin with
     * @param sealer encrypts entries; empty keeps them readable
     * @param idle an entry unused for so long is forgotten
     */
    public RedisPlaces(RedisLink link, String prefix, Optional<Sealer> sealer, Duration idle, Ticker ticker) {
        this.link = link;
        this.prefix = prefix + ":s:";
        this.sealer = sealer;
        this.idleMillis = idle.toMillis();
        this.refreshed = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(idle.dividedBy(4))
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Future<Void> opened(Kind kind, String server, String id, Place place) {
        String key = key(kind, server, id);
        byte[] text = write(place).getBytes(StandardCharsets.UTF_8);
        Request keep = Request.cmd(Command.SET)
                .arg(key)
                .arg(sealer.map(seal -> seal.seal(key, text)).orElse(text))
                .arg("PX")
                .arg(idleMillis);
        refreshed.put(key, true);
        return link.send(keep).<Void>mapEmpty().otherwiseEmpty();
    }

    @Override
    public Future<Place> find(Kind kind, String server, String id) {
        String key = key(kind, server, id);
        return link.send(Request.cmd(Command.GET).arg(key))
                .map(found -> found == null ? null : read(key, found.toBytes()))
                .otherwise((Place) null);
    }

    @Override
    public void used(Kind kind, String server, String id) {
        String key = key(kind, server, id);
        if (refreshed.getIfPresent(key) == null) {
            refreshed.put(key, true);
            link.send(Request.cmd(Command.PEXPIRE).arg(key).arg(idleMillis));
        }
    }

    @Override
    public void closed(Kind kind, String server, String id) {
        String key = key(kind, server, id);
        refreshed.invalidate(key);
        link.send(Request.cmd(Command.DEL).arg(key));
    }

    private String key(Kind kind, String server, String id) {
        String name = kind.name().toLowerCase(Locale.ROOT) + "\n" + server + "\n" + id;
        return prefix + Sha256.of(name).hex();
    }

    private static String write(Place place) {
        Target target = place.target();
        return new JsonArray()
                .add(place.principal())
                .add(place.backend())
                .add(target.tls())
                .add(target.host())
                .add(target.port())
                .add(target.path())
                .add(target.query())
                .encode();
    }

    /** Null for what this release did not write, or could not have. */
    private Place read(String key, byte[] bytes) {
        Optional<byte[]> text = sealer.map(seal -> seal.open(key, bytes)).orElse(Optional.of(bytes));
        if (text.isEmpty()) {
            return null;
        }
        try {
            JsonArray fields = new JsonArray(new String(text.get(), StandardCharsets.UTF_8));
            return new Place(
                    fields.getString(0),
                    fields.getString(1),
                    new Target(
                            fields.getBoolean(2),
                            fields.getString(3),
                            fields.getInteger(4),
                            fields.getString(5),
                            fields.getString(6)));
        } catch (RuntimeException e) {
            return null;
        }
    }
}
