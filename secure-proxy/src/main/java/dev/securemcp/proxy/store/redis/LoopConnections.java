package dev.securemcp.proxy.store.redis;

import io.vertx.core.Vertx;
import java.util.function.Consumer;

/** The connections of one event loop, one at a time: made when it is first needed and again after it was given up. Used on that loop alone. */
final class LoopConnections {

    /** Commands that have no answer yet. */
    int waiting;

    private final Vertx vertx;
    private final RedisClients clients;
    private final long connectMillis;
    private final Consumer<Throwable> cannotConnect;
    private LoopConnection current;
    private boolean moved;

    /**
     * @param connectMillis how long a connection may take to be made
     * @param cannotConnect told where none could be made, and nobody had given it up
     */
    LoopConnections(Vertx vertx, RedisClients clients, long connectMillis, Consumer<Throwable> cannotConnect) {
        this.vertx = vertx;
        this.clients = clients;
        this.connectMillis = connectMillis;
        this.cannotConnect = cannotConnect;
    }

    /**
     * The one to be used now.
     *
     * @param epoch how often Redis has gone down: what made it do so may have cut the connections of all loops, so none from before is used
     */
    LoopConnection current(int epoch) {
        LoopConnection known = current;
        if (known != null && known.epoch != epoch) {
            drop(known);
        }
        return current == null ? clients.apart(() -> make(epoch)) : current;
    }

    private LoopConnection make(int epoch) {
        LoopConnection made = new LoopConnection(vertx, clients.open(), connectMillis, epoch);
        current = made;
        made.made().onFailure(none -> failed(made, none)).onSuccess(open -> {
            open.exceptionHandler(broken -> drop(made));
            open.endHandler(ended -> drop(made));
        });
        return made;
    }

    private void failed(LoopConnection leaving, Throwable why) {
        if (current == leaving) {
            drop(leaving);
            cannotConnect.accept(why);
        }
    }

    /** Closes it, and whatever still waits on it fails. What has been given up already stays so: the one after it may be good. */
    void drop(LoopConnection leaving) {
        if (current == leaving) {
            current = null;
            // A little later, so that answers that are here already are still read.
            vertx.runOnContext(later -> clients.close(leaving.client()));
        }
    }

    /** Drops it for another server; at most every {@code pauseMillis}, since the next may be the same server again. */
    void move(LoopConnection leaving, long pauseMillis) {
        if (!moved && current == leaving) {
            moved = true;
            vertx.setTimer(pauseMillis, over -> moved = false);
            drop(leaving);
        }
    }
}
