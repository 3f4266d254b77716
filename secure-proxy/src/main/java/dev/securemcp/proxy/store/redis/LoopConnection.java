package dev.securemcp.proxy.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;

/** The connection of one event loop, made when it is first needed and again after it broke. Used on that loop alone. */
final class LoopConnection {

    /** Commands that have no answer yet. */
    int waiting;

    /** Answers in a row that came too late. */
    int late;

    private Future<RedisConnection> connection;

    Future<RedisConnection> connection(Redis redis) {
        if (connection != null) {
            return connection;
        }
        Future<RedisConnection> made = redis.connect();
        connection = made;
        // What has failed already is forgotten at once; this caller is still told of it.
        made.onFailure(broken -> forget(made)).onSuccess(open -> {
            open.exceptionHandler(broken -> forget(made));
            open.endHandler(ended -> forget(made));
        });
        return made;
    }

    /** Gives the connection up, with whatever still waits on it. */
    void drop() {
        late = 0;
        Future<RedisConnection> leaving = connection;
        connection = null;
        if (leaving != null) {
            leaving.onSuccess(RedisConnection::close);
        }
    }

    private void forget(Future<RedisConnection> broken) {
        if (connection == broken) {
            connection = null;
        }
    }
}
