package dev.securemcp.proxy.store.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;

/** Asks whether Redis answers, over a connection that is made for it and closed after it, whatever comes of it. */
final class RedisProbe {

    private final Vertx vertx;
    private final RedisClients clients;
    private final long timeMillis;

    /** @param timeMillis how long it may take, connecting included */
    RedisProbe(Vertx vertx, RedisClients clients, long timeMillis) {
        this.vertx = vertx;
        this.clients = clients;
        this.timeMillis = timeMillis;
    }

    /** Fails where no answer came in time. */
    Future<Void> ask() {
        Redis client = clients.openBriefly();
        Promise<Void> answered = Promise.promise();
        long timer = vertx.setTimer(timeMillis, late -> answered.tryFail("late"));
        client.connect()
                .compose(RedisProbe::ping)
                .onFailure(answered::tryFail)
                .onSuccess(pong -> answered.tryComplete());
        return answered.future().onComplete(ended -> {
            vertx.cancelTimer(timer);
            clients.close(client);
        });
    }

    private static Future<?> ping(RedisConnection connection) {
        return connection.send(Request.cmd(Command.PING));
    }
}
