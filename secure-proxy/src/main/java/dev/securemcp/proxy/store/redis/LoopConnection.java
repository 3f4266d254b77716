package dev.securemcp.proxy.store.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;

/** One connection of one event loop, from its making to its end. Used on that loop alone. */
final class LoopConnection {

    /** Commands in a row whose answer came too late, or has not come. */
    int late;

    /** How often Redis had gone down before it was made. */
    final int epoch;

    private final Redis client;
    private final Future<RedisConnection> made;

    /**
     * Begins to connect.
     *
     * @param connectMillis how long that may take
     * @param epoch how often Redis had gone down before
     */
    LoopConnection(Vertx vertx, Redis client, long connectMillis, int epoch) {
        this.epoch = epoch;
        this.client = client;
        this.made = Within.millis(vertx, connectMillis, client.connect());
    }

    Redis client() {
        return client;
    }

    /** Fails where none could be made in time. */
    Future<RedisConnection> made() {
        return made;
    }
}
