package dev.securemcp.proxy.store.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;

/** Bounds what the client does by time. */
final class Within {

    private Within() {}

    /**
     * As what is awaited, on the caller's event loop; fails where it does not come in time.
     *
     * @param millis at least 1
     */
    static <T> Future<T> millis(Vertx vertx, long millis, Future<T> awaited) {
        Promise<T> inTime = ((ContextInternal) vertx.getOrCreateContext()).promise();
        long timer = vertx.setTimer(millis, late -> inTime.tryFail("not within " + millis + " ms"));
        awaited.onSuccess(inTime::tryComplete).onFailure(inTime::tryFail);
        return inTime.future().onComplete(ended -> vertx.cancelTimer(timer));
    }
}
