package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.cache.Flights;
import dev.securemcp.proxy.cache.ResultCache.Key;
import dev.securemcp.proxy.exchange.Exchange;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * One call that waits for the answer to another's that asks for the same. It is held by nobody once its time is over or its client has
 * gone. Confined to its own event loop, but for {@link #over}.
 */
final class ResultWait implements Flights.Waiter {

    private final Vertx vertx;
    private final Context context;
    private final Exchange exchange;
    private final Flights flights;
    private final Key key;
    private final Promise<Boolean> over = Promise.promise();

    ResultWait(Vertx vertx, Exchange exchange, Flights flights, Key key) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.exchange = exchange;
        this.flights = flights;
        this.key = key;
    }

    /** Whether nobody asks yet, so that this call does; else it waits. */
    boolean leads() {
        return flights.join(key, this);
    }

    /**
     * The end of the wait.
     *
     * @param longest how long it takes at most
     * @return whether this call is the one that asks now, and has to land; not complete where its client has gone before
     */
    Future<Boolean> end(Duration longest) {
        long timer = vertx.setTimer(Math.max(1, longest.toMillis()), late -> {
            if (flights.leave(key, this)) {
                over.complete(false);
            }
        });
        exchange.atEnd(() -> {
            vertx.cancelTimer(timer);
            flights.leave(key, this);
        });
        return over.future().onComplete(known -> vertx.cancelTimer(timer));
    }

    /** Told on the event loop of the call that asked. */
    @Override
    public void over(boolean leads) {
        context.runOnContext(now -> over.complete(leads));
    }
}
