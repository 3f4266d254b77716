package dev.securemcp.proxy.exchange;

import io.vertx.core.Future;
import java.time.Duration;

/**
 * Values that policies keep from call to call, by key. What comes out is a copy of what went in: changing one changes no other.
 * Volatile: a value may be gone before its time.
 */
public interface ValueStore {

    /** Keeps nothing. */
    ValueStore NONE = new ValueStore() {
        @Override
        public Future<Object> get(String key) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> put(String key, Object value, Duration time) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> remove(String key) {
            return Future.succeededFuture();
        }
    };

    /** The value under a key; null where there is none. */
    Future<Object> get(String key);

    /**
     * Keeps a value, in place of one under the same key.
     *
     * @param value what an expression gave; null removes the key
     * @param time how long, from now on; nothing is kept where it is not positive
     * @throws dev.securemcp.proxy.expression.ExpressionException where a value of that kind cannot be kept
     */
    Future<Void> put(String key, Object value, Duration time);

    /** Forgets a key. */
    Future<Void> remove(String key);
}
