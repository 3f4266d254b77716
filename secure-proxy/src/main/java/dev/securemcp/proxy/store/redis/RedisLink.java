package dev.securemcp.proxy.store.redis;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Commands to Redis, each answered or failed within a bound of time. One connection per event loop, on which commands follow each other
 * without waiting. Called on event loops only; futures complete on the caller's.
 *
 * <p>A connection has more time than a command: those that come meanwhile time out, and the connection is there for those after them. When
 * none can be made in that time, or three answers in a row are late, whether they come after all or never, it counts as down:
 * commands fail at once, and it is tried again in the background until it answers in time.
 */
public final class RedisLink implements AutoCloseable {

    /** Late answers in a row on one connection before it counts as down. */
    private static final int PATIENCE = 3;

    /** How often it is tried while it is down. */
    private static final long PROBE_MILLIS = 500;

    private final Vertx vertx;
    private final RedisClients clients;
    private final RedisProbe probe;
    private final long timeMillis;
    private final long connectMillis;
    private final int maxWaiting;
    private final RedisWatch watch;
    private final Map<EventLoop, LoopConnections> loops = new ConcurrentHashMap<>();

    /** How often it has gone down; only changed under the lock of this. */
    private volatile int epoch;

    private volatile boolean down;
    private volatile boolean closed;

    /**
     * Nothing connects before the first command.
     *
     * @param options where Redis is; not changed afterwards
     * @param timeMillis how long a command may take, connecting included
     * @param maxWaiting commands under way per event loop
     */
    public RedisLink(Vertx vertx, RedisOptions options, long timeMillis, int maxWaiting, RedisWatch watch) {
        this.vertx = vertx;
        this.clients = new RedisClients(vertx, options);
        this.connectMillis =
                ConnectTime.wholeMillis(timeMillis, options.getEndpoints().size());
        this.probe = new RedisProbe(vertx, clients, connectMillis, timeMillis);
        this.timeMillis = timeMillis;
        this.maxWaiting = maxWaiting;
        this.watch = watch;
    }

    /** Whether it is not known to be down. */
    public boolean up() {
        return !down;
    }

    /** When what begins now has to be over, as {@link System#nanoTime} counts: for several commands that have one bound together. */
    public long deadline() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeMillis);
    }

    /**
     * Runs a script as one step.
     *
     * @param keys at least one; in a cluster all must have one hash tag
     * @param deadline until when, from {@link #deadline}
     * @return fails with {@link RedisException} and nothing else
     */
    public Future<Response> run(RedisScript script, List<String> keys, List<String> arguments, long deadline) {
        return run(script, keys, request -> arguments.forEach(request::arg), deadline);
    }

    /** As {@link #run}, with arguments that are no texts and the time of one command. */
    public Future<Response> runWithBytes(RedisScript script, List<String> keys, List<byte[]> arguments) {
        return run(script, keys, request -> arguments.forEach(request::arg), deadline());
    }

    private Future<Response> run(RedisScript script, List<String> keys, Consumer<Request> arguments, long deadline) {
        return send(request(Command.EVALSHA, script.sha1(), keys, arguments), deadline)
                .recover(failure -> {
                    if (failure instanceof RedisException refused
                            && refused.getMessage().startsWith("NOSCRIPT")) {
                        return send(request(Command.EVAL, script.source(), keys, arguments), deadline);
                    }
                    return Future.failedFuture(failure);
                });
    }

    private static Request request(Command command, String script, List<String> keys, Consumer<Request> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.accept(request);
        return request;
    }

    /**
     * Sends a command.
     *
     * @return fails with {@link RedisException} and nothing else
     */
    public Future<Response> send(Request request) {
        return send(request, deadline());
    }

    private Future<Response> send(Request request, long deadline) {
        long start = System.nanoTime();
        if (down || closed) {
            return failed(start, RedisException.Kind.DOWN, "Redis is down");
        }
        ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
        LoopConnections loop = loop(context.nettyEventLoop());
        if (loop.waiting >= maxWaiting) {
            return failed(start, RedisException.Kind.BUSY, "too many commands are under way");
        }
        long leftMillis = Math.ceilDiv(deadline - start, 1_000_000L);
        if (leftMillis <= 0) {
            return failed(start, RedisException.Kind.TIMEOUT, late());
        }
        return ask(context, loop, request, start, leftMillis);
    }

    private Future<Response> ask(
            ContextInternal context, LoopConnections loop, Request request, long start, long leftMillis) {
        Promise<Response> answer = context.promise();
        loop.waiting++;
        LoopConnection used = loop.current(epoch);
        boolean connected = used.made().isComplete();
        long timer = vertx.setTimer(leftMillis, over -> {
            // One that was given only the rest of a time, or spent some of it on connecting, says nothing about Redis.
            if (answer.tryFail(new RedisException(RedisException.Kind.TIMEOUT, late()))
                    && connected
                    && leftMillis >= timeMillis
                    && ++used.late >= PATIENCE) {
                loop.drop(used);
                goDown(late() + ", " + PATIENCE + " times in a row");
            }
        });
        used.made()
                .onFailure(
                        broken -> answer.tryFail(new RedisException(RedisException.Kind.CONNECTION, "cannot connect")))
                .onSuccess(connection -> connection.send(request).onComplete(done -> {
                    boolean inTime = done.succeeded()
                            ? answer.tryComplete(done.result())
                            : answer.tryFail(refused(loop, used, done.cause()));
                    if (inTime) {
                        used.late = 0;
                    }
                }));
        return answer.future().onComplete(ended -> {
            vertx.cancelTimer(timer);
            loop.waiting--;
            watch.called(
                    System.nanoTime() - start, ended.cause() instanceof RedisException failure ? failure.kind() : null);
        });
    }

    /** An error that Redis answers leaves the connection as it is, unless it says that this is the wrong server. */
    private static RedisException refused(LoopConnections loop, LoopConnection used, Throwable cause) {
        if (cause instanceof ErrorType error && !RedisErrors.isBroken(error.getMessage())) {
            if (RedisErrors.isElsewhere(error.getMessage())) {
                loop.move(used, PROBE_MILLIS);
            }
            return new RedisException(RedisException.Kind.REFUSED, RedisErrors.firstLine(error.getMessage()));
        }
        loop.drop(used);
        return new RedisException(RedisException.Kind.CONNECTION, "the connection broke");
    }

    private String late() {
        return "no answer within " + timeMillis + " ms";
    }

    private <T> Future<T> failed(long start, RedisException.Kind kind, String message) {
        watch.called(System.nanoTime() - start, kind);
        return Future.failedFuture(new RedisException(kind, message));
    }

    private LoopConnections loop(EventLoop loop) {
        LoopConnections known = loops.get(loop);
        return known == null ? loops.computeIfAbsent(loop, none -> connections()) : known;
    }

    private LoopConnections connections() {
        return new LoopConnections(
                vertx, clients, connectMillis, broken -> goDown("cannot connect: " + RedisErrors.inWords(broken)));
    }

    private void goDown(String why) {
        synchronized (this) {
            if (down || closed) {
                return;
            }
            epoch++;
            down = true;
        }
        watch.changed(false, why);
        clients.apart(this::probe);
    }

    /** Tries until it answers; gives its timer. */
    private long probe() {
        return vertx.setTimer(PROBE_MILLIS, now -> {
            if (!closed) {
                probe.ask().onComplete(tried -> {
                    if (tried.failed()) {
                        probe();
                    } else {
                        down = false;
                        watch.changed(true, "it answers again");
                    }
                });
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        clients.closeAll();
    }
}
