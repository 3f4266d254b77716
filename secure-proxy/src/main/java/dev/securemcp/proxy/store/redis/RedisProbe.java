package dev.securemcp.proxy.store.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/**
 * Asks whether Redis answers as quickly as commands need it, over a connection that is made for it and closed after it, whatever comes of
 * it.
 */
final class RedisProbe {

    private final Vertx vertx;
    private final RedisClients clients;
    private final long connectMillis;
    private final long timeMillis;

    /**
     * @param connectMillis how long a connection may take
     * @param timeMillis how long the answer may take then
     */
    RedisProbe(Vertx vertx, RedisClients clients, long connectMillis, long timeMillis) {
        this.vertx = vertx;
        this.clients = clients;
        this.connectMillis = connectMillis;
        this.timeMillis = timeMillis;
    }

    /** Fails where no answer came in time. */
    Future<Void> ask() {
        Redis client = clients.openBriefly();
        return Within.millis(vertx, connectMillis, client.connect())
                .compose(connection -> Within.millis(vertx, timeMillis, connection.send(Request.cmd(Command.PING))))
                .onComplete(ended -> clients.close(client))
                .mapEmpty();
    }
}
