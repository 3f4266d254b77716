package dev.securemcp.proxy.store.redis;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a Redis through loopback on which answers take as long as a test wants. What is asked goes through at once. */
public final class SlowWay implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final NetServer server;
    private final int redis;
    private volatile long delayMillis;
    private volatile long connectMillis;
    private volatile boolean silent;
    private volatile int lost;

    private SlowWay(int redis) {
        this.redis = redis;
        this.server = vertx.createNetServer()
                .connectHandler(this::lead)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public static SlowWay to(RedisProcess redis) {
        return new SlowWay(redis.port());
    }

    public String url() {
        return "redis://127.0.0.1:" + server.actualPort();
    }

    /** Answers that come from now on take so long. */
    public void delay(long millis) {
        delayMillis = millis;
    }

    /** Connections that are made from now on answer nothing for so long. */
    public void delayConnecting(long millis) {
        connectMillis = millis;
    }

    /** Answers that come from now on are lost. */
    public void fallSilent(boolean now) {
        silent = now;
    }

    /** Connections that were made so far answer no more, and do not end either: the network forgot them. */
    public void loseMade() {
        lost = made.get();
    }

    /** Connections that were made so far. */
    public int made() {
        return made.get();
    }

    /** Connections that are open. */
    public int open() {
        return open.get();
    }

    private void lead(NetSocket asking) {
        int number = made.incrementAndGet();
        open.incrementAndGet();
        asking.pause();
        vertx.createNetClient().connect(redis, "127.0.0.1").onSuccess(answering -> {
            asking.handler(answering::write);
            answering.handler(answer -> {
                if (number > lost) {
                    pass(answer, asking);
                }
            });
            asking.closeHandler(ended -> {
                open.decrementAndGet();
                answering.close();
            });
            answering.closeHandler(ended -> asking.close());
            if (connectMillis == 0) {
                asking.resume();
            } else {
                vertx.setTimer(connectMillis, later -> asking.resume());
            }
        });
    }

    private void pass(Buffer answer, NetSocket asking) {
        if (silent) {
            return;
        }
        if (delayMillis == 0) {
            asking.write(answer);
        } else {
            vertx.setTimer(delayMillis, later -> asking.write(answer));
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
