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

    private final Context context;
    private final Exchange exchange;
    private final Flights flights;
    private final Key key;
    private final Promise<Boolean> over = Promise.promise();

    ResultWait(Vertx vertx, Exchange exchange, Flights flights, Key key) {
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
        exchange.pause(longest.toMillis()).onSuccess(late -> {
            if (flights.leave(key, this) && late) {
                over.complete(false);
            }
        });
        return over.future();
    }

    /** Told on the event loop of the call that asked. */
    @Override
    public void over(boolean leads) {
        context.runOnContext(now -> over.complete(leads));
    }
}
