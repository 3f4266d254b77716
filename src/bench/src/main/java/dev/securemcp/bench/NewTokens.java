package dev.securemcp.bench;

import dev.securemcp.bench.Tokens.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Whether callers with keys notice that others come with tokens that nobody has seen. Is the issuer, and calls a running gateway in
 * rounds: with keys alone, with one known token beside them, with new tokens beside them. Calls are sent at a steady rate, whatever the
 * answers do; a call's time is from sending it to the end of its answer. Arguments: the issuer's port, the gateway's port, rounds,
 * seconds of a phase.
 */
public final class NewTokens {

    private static final int KEY_RATE = 500;
    private static final int TOKEN_RATE = 1000;
    private static final int WARM_UP_SECONDS = 15;
    private static final int TICK_MILLIS = 2;
    private static final String BODY =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_alerts\",\"arguments\":{}}}";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setKeepAliveTimeout(4),
            new PoolOptions().setHttp1MaxSize(512).setMaxWaitQueueSize(10_000));
    private final KeyPair keys = Tokens.keys(Kind.RS256);
    private final int gateway;
    private final String issuer;
    private final AtomicLong serial = new AtomicLong();

    private NewTokens(int issuerPort, int gateway) {
        this.gateway = gateway;
        this.issuer = "http://127.0.0.1:" + issuerPort;
        vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .end(
                                request.path().equals("/keys")
                                        ? Tokens.jwks(keys)
                                        : "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}"))
                .listen(issuerPort, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public static void main(String[] args) throws InterruptedException {
        NewTokens bench = new NewTokens(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        int rounds = Integer.parseInt(args[2]);
        int seconds = Integer.parseInt(args[3]);
        bench.phase("warming up", WARM_UP_SECONDS, bench.fresh(WARM_UP_SECONDS));
        for (int round = 1; round <= rounds; round++) {
            String known = bench.sign();
            bench.phase("round " + round + ", keys alone", seconds, null);
            bench.phase("round " + round + ", and one known token", seconds, () -> known);
            bench.phase("round " + round + ", and new tokens", seconds, bench.fresh(seconds));
        }
        bench.vertx.close();
    }

    private String sign() {
        return Tokens.sign(Kind.RS256, keys, issuer, serial.incrementAndGet());
    }

    /** Tokens for a whole phase, made before it begins: signing is what an issuer does, elsewhere. */
    private Supplier<String> fresh(int seconds) {
        String[] tokens = new String[TOKEN_RATE * (seconds + 1)];
        IntStream.range(0, tokens.length).parallel().forEach(i -> tokens[i] = sign());
        AtomicInteger next = new AtomicInteger();
        return () -> tokens[next.getAndIncrement()];
    }

    /** One stream of calls. */
    private static final class Load {
        private final int rate;
        private final long[] nanos;
        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicReference<String> failure = new AtomicReference<>("");
        private final CountDownLatch left;
        private int sent;

        Load(int rate, int seconds) {
            this.rate = rate;
            this.nanos = new long[rate * seconds];
            this.left = new CountDownLatch(nanos.length);
        }

        long due(long elapsedNanos) {
            return Math.min(nanos.length, elapsedNanos * rate / 1_000_000_000L);
        }

        double millis(double quantile) {
            return nanos[(int) Math.min(nanos.length - 1, nanos.length * quantile)] / 1e6;
        }
    }

    private void phase(String name, int seconds, Supplier<String> tokens) throws InterruptedException {
        Load withKeys = new Load(KEY_RATE, seconds);
        Load withTokens = new Load(tokens == null ? 0 : TOKEN_RATE, seconds);
        long start = System.nanoTime();
        long timer = vertx.setPeriodic(TICK_MILLIS, id -> {
            long elapsed = System.nanoTime() - start;
            send(withKeys, elapsed, () -> options("/k/mcp").putHeader("Ocp-Apim-Subscription-Key", Calls.KEY));
            send(withTokens, elapsed, () -> options("/t/mcp").putHeader("Authorization", "Bearer " + tokens.get()));
        });
        boolean done =
                withKeys.left.await(seconds + 60L, TimeUnit.SECONDS) && withTokens.left.await(60, TimeUnit.SECONDS);
        vertx.cancelTimer(timer);
        if (!done) {
            throw new IllegalStateException(name + ": calls were not answered");
        }
        Arrays.sort(withKeys.nanos);
        Arrays.sort(withTokens.nanos);
        System.out.printf(
                "%s: calls with a key p50 %.2f ms, p99 %.2f ms, longest %.1f ms, failed %d%s%n",
                name,
                withKeys.millis(0.5),
                withKeys.millis(0.99),
                withKeys.millis(1),
                withKeys.failed.get(),
                withTokens.nanos.length == 0
                        ? ""
                        : "; with a token p50 %.2f ms, p99 %.2f ms, failed %d %s"
                                .formatted(
                                        withTokens.millis(0.5),
                                        withTokens.millis(0.99),
                                        withTokens.failed.get(),
                                        withTokens.failure.get()));
    }

    private void send(Load load, long elapsed, Supplier<RequestOptions> options) {
        while (load.sent < load.due(elapsed)) {
            int index = load.sent++;
            long start = System.nanoTime();
            client.request(options.get())
                    .compose(request -> request.send(Buffer.buffer(BODY)))
                    .compose(response -> response.statusCode() == 200
                            ? response.body()
                            : Future.failedFuture("status " + response.statusCode()))
                    .onComplete(done -> {
                        load.nanos[index] = System.nanoTime() - start;
                        if (done.failed()) {
                            load.failed.incrementAndGet();
                            load.failure.set(String.valueOf(done.cause().getMessage()));
                        }
                        load.left.countDown();
                    });
        }
    }

    private RequestOptions options(String path) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(gateway)
                .setURI(path)
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json, text/event-stream");
    }
}
