package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.Timers;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Timers of a gateway that fall due when a test says so, whatever they were set to. Safe for all threads. */
final class HeldTimers implements Timers {

    private record Timer(Context loop, Runnable task) {}

    private final Queue<Timer> timers = new ConcurrentLinkedQueue<>();

    @Override
    public Runnable after(long millis, Runnable task) {
        Timer timer = new Timer(Vertx.currentContext(), task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    /** The one that was set first and is not cancelled falls due, on its own event loop. */
    void first() {
        Timer first = timers.remove();
        first.loop().runOnContext(now -> first.task().run());
    }
}
