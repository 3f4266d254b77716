package dev.securemcp.proxy.identity.token;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A few threads that verify, and the places of those that wait for them. */
final class TokenWorkers implements AutoCloseable {

    private final ThreadPoolExecutor threads;
    private final AtomicInteger taken = new AtomicInteger();
    private final int places;

    /** @param places how many may be under way, waiting included */
    TokenWorkers(int count, int places) {
        this.places = places;
        AtomicInteger number = new AtomicInteger();
        // Bounded by the places: who has none does not come here.
        this.threads = new ThreadPoolExecutor(
                count, count, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> Thread.ofPlatform()
                        .daemon()
                        .name("token-" + number.incrementAndGet())
                        .unstarted(task));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Takes a place; false where all are taken. */
    boolean take() {
        if (taken.incrementAndGet() > places) {
            taken.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Gives a place back. */
    void release() {
        taken.decrementAndGet();
    }

    /** How many places are taken. */
    int taken() {
        return taken.get();
    }

    /** Runs a task of somebody who has a place; completes on the context. */
    <T> Future<T> run(ContextInternal context, Supplier<T> task) {
        Promise<T> promise = context.promise();
        try {
            threads.execute(() -> {
                try {
                    promise.complete(task.get());
                } catch (Throwable e) {
                    // Whatever it is, somebody waits and has a place.
                    promise.fail(e);
                }
            });
        } catch (RejectedExecutionException e) {
            promise.fail(e);
        }
        return promise.future();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
