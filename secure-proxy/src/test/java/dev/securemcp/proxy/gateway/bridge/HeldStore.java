package dev.securemcp.proxy.gateway.bridge;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.function.Supplier;

/** A store in which one call waits until the test lets it go, as one does that is slow on its way to Redis. */
final class HeldStore implements BridgeStore {

    private final BridgeStore store;
    private final int held;
    private int calls;
    private Runnable waiting = () -> {};

    /** @param held which call waits, counted from 0 */
    HeldStore(BridgeStore store, int held) {
        this.store = store;
        this.held = held;
    }

    /** Lets the call go on, if it has come. */
    void letGo() {
        waiting.run();
    }

    private <T> Future<T> call(Supplier<Future<T>> call) {
        if (calls++ != held) {
            return call.get();
        }
        Promise<T> answer = Promise.promise();
        waiting = () -> call.get().onComplete(answer);
        return answer.future();
    }

    @Override
    public Future<Void> put(Kind kind, String key, BridgeEntry entry, Instant expires) {
        return call(() -> store.put(kind, key, entry, expires));
    }

    @Override
    public Future<Boolean> add(Kind kind, String key, BridgeEntry entry, Instant expires) {
        return call(() -> store.add(kind, key, entry, expires));
    }

    @Override
    public Future<Boolean> replace(Kind kind, String key, BridgeEntry known, BridgeEntry next, Instant expires) {
        return call(() -> store.replace(kind, key, known, next, expires));
    }

    @Override
    public Future<BridgeEntry> take(Kind kind, String key) {
        return call(() -> store.take(kind, key));
    }

    @Override
    public Future<BridgeEntry> get(Kind kind, String key) {
        return call(() -> store.get(kind, key));
    }
}
