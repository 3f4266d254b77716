package dev.securemcp.proxy.store.redis;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.config.RedisConfig;
import dev.securemcp.proxy.config.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** From the configuration to a link. */
public final class RedisOpening {

    /** Beyond one connection per event loop: the probe's, and the client's own for clusters and sentinels. */
    private static final int SPARE = 8;

    private RedisOpening() {}

    /** Opens a link; nothing connects before it is first used. */
    public static RedisLink open(Vertx vertx, RedisConfig config, Limits limits, RedisWatch watch) {
        long timeMillis = limits.time(Limit.REDIS_TIME).toMillis();
        int waiting = limits.count(Limit.REDIS_WAITING);
        RedisOptions options = new RedisOptions()
                .setType(type(config.mode()))
                .setMaxWaitingHandlers(waiting + SPARE)
                .setMaxPoolSize(2 * Runtime.getRuntime().availableProcessors() + SPARE)
                .setMaxPoolWaiting(2 * Runtime.getRuntime().availableProcessors() + SPARE)
                // A connection is kept for the life of the gateway; what breaks is noticed when it is used.
                .setPoolRecycleTimeout(-1)
                .setNetClientOptions(new NetClientOptions()
                        .setConnectTimeout((int) Math.max(timeMillis, 100))
                        .setTcpKeepAlive(true)
                        .setTcpNoDelay(true)
                        .setHostnameVerificationAlgorithm("HTTPS"));
        config.urls().forEach(url -> options.addConnectionString(withUser(url, config)));
        config.master().ifPresent(options::setMasterName);
        config.password().map(Secret::reveal).ifPresent(options::setPassword);
        if (config.mode() == RedisConfig.Mode.SENTINEL) {
            options.setAutoFailover(true);
        }
        return new RedisLink(vertx, Redis.createClient(vertx, options), timeMillis, waiting, watch);
    }

    private static RedisClientType type(RedisConfig.Mode mode) {
        return switch (mode) {
            case STANDALONE -> RedisClientType.STANDALONE;
            case CLUSTER -> RedisClientType.CLUSTER;
            case SENTINEL -> RedisClientType.SENTINEL;
        };
    }

    /** The client takes a user name from the address alone. */
    private static String withUser(URI url, RedisConfig config) {
        if (config.user().isEmpty() || config.password().isEmpty()) {
            return url.toString();
        }
        String credentials = encoded(config.user().get()) + ":"
                + encoded(config.password().get().reveal());
        return url.getScheme() + "://" + credentials + "@" + url.getRawAuthority() + url.getRawPath();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
