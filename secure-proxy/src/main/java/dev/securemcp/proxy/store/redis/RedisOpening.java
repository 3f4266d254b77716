package dev.securemcp.proxy.store.redis;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.config.RedisConfig;
import dev.securemcp.proxy.config.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** From the configuration to a link. */
public final class RedisOpening {

    /** Beyond commands under way: those by which the client itself asks clusters and sentinels. */
    private static final int SPARE = 8;

    /** Connections of one client to one server: that for commands, and those by which the client itself asks. */
    private static final int CONNECTIONS = 4;

    private RedisOpening() {}

    /** Opens a link; nothing connects before it is first used. */
    public static RedisLink open(Vertx vertx, RedisConfig config, Limits limits, RedisWatch watch) {
        long timeMillis = limits.time(Limit.REDIS_TIME).toMillis();
        int waiting = limits.count(Limit.REDIS_WAITING);
        RedisOptions options = new RedisOptions()
                .setType(type(config.mode()))
                .setMaxWaitingHandlers(waiting + SPARE)
                .setMaxPoolSize(CONNECTIONS)
                .setMaxPoolWaiting(waiting + SPARE)
                // A connection is kept until it breaks or is given up; nothing grows old in a pool.
                .setPoolRecycleTimeout(-1)
                .setPoolCleanerInterval(-1)
                .setNetClientOptions(new NetClientOptions()
                        .setConnectTimeout((int) ConnectTime.addressMillis(timeMillis))
                        .setTcpKeepAlive(true)
                        .setTcpNoDelay(true)
                        .setHostnameVerificationAlgorithm("HTTPS"));
        config.urls().forEach(url -> options.addConnectionString(withUser(url, config)));
        config.master().ifPresent(options::setMasterName);
        config.password().map(Secret::reveal).ifPresent(options::setPassword);
        if (config.mode() == RedisConfig.Mode.SENTINEL) {
            options.setAutoFailover(true);
        }
        return new RedisLink(vertx, options, timeMillis, waiting, watch);
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
