package dev.securemcp.proxy.gateway.bridge;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Work that is done once for all who want it at the same time. */
final class SingleFlight<K, V> {

    private final ConcurrentMap<K, Future<V>> flying = new ConcurrentHashMap<>();

    /** The outcome of the work that is under way for a key, else of this. */
    Future<V> run(K key, Supplier<Future<V>> work) {
        Promise<V> mine = Promise.promise();
        Future<V> other = flying.putIfAbsent(key, mine.future());
        if (other != null) {
            return other;
        }
        mine.future().onComplete(done -> flying.remove(key, mine.future()));
        try {
            work.get().onComplete(mine);
        } catch (RuntimeException e) {
            mine.fail(e);
        }
        return mine.future();
    }
}
