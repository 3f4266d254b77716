package dev.securemcp.proxy.store.redis;

import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Clients of Redis, each for one connection. A connection that is closed goes back to the pool of its client as it is, with whatever it
 * still waits for; only a client that is closed closes its sockets, in a cluster those to all nodes. Safe for all threads.
 */
final class RedisClients {

    private final Vertx vertx;
    private final RedisOptions options;
    private final Set<Redis> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    RedisClients(Vertx vertx, RedisOptions options) {
        this.vertx = vertx;
        this.options = options;
    }

    /** One whose connection is kept; its sockets belong to the caller's event loop. */
    Redis open() {
        return open(options);
    }

    /** One that is closed after a question; it does not listen to sentinels. */
    Redis openBriefly() {
        return open(new RedisOptions(options).setAutoFailover(false));
    }

    private Redis open(RedisOptions with) {
        Redis client = Redis.createClient(vertx, with);
        open.add(client);
        if (closed) {
            close(client);
        }
        return client;
    }

    /** Closes a client and its sockets; what still waits on them fails. Once is enough. */
    void close(Redis client) {
        if (open.remove(client)) {
            client.close();
        }
    }

    void closeAll() {
        closed = true;
        open.forEach(this::close);
    }

    /** Does it now, on this event loop, but apart from the call that is served: what it begins outlives that call. */
    <T> T apart(Supplier<T> task) {
        ContextInternal loop = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
        ContextInternal served = loop.beginDispatch();
        try {
            return task.get();
        } finally {
            loop.endDispatch(served);
        }
    }
}
