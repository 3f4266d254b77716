package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.Timers;
import io.vertx.core.Vertx;

/** Timers of the event loop that the caller runs on. */
record EventLoopTimers(Vertx vertx) implements Timers {

    @Override
    public Runnable after(long millis, Runnable task) {
        long timer = vertx.setTimer(Math.max(1, millis), id -> task.run());
        return () -> vertx.cancelTimer(timer);
    }
}
