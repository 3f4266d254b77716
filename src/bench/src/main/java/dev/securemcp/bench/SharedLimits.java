package dev.securemcp.bench;

import dev.securemcp.proxy.config.RedisConfig.OnFailure;
import dev.securemcp.proxy.exchange.limit.RateDemand;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import dev.securemcp.proxy.exchange.limit.RateLimiter;
import dev.securemcp.proxy.limits.redis.RedisRates;
import dev.securemcp.proxy.store.redis.RedisLink;
import dev.securemcp.proxy.store.redis.RedisWatch;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long a decision takes that several gateways share: so many a second for some seconds, evenly spread, at a Redis on loopback.
 * Arguments: its port, decisions a second (5000), seconds (10).
 */
public final class SharedLimits {

    private static final int KEYS = 1_000;

    private SharedLimits() {}

    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[0]);
        int rate = args.length > 1 ? Integer.parseInt(args[1]) : 5_000;
        int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 10;
        Vertx vertx = Vertx.vertx();
        RedisLink link = new RedisLink(
                vertx,
                new RedisOptions().setConnectionString("redis://127.0.0.1:" + port),
                1_000,
                5_000,
                RedisWatch.NONE);
        RateLimiter local = demands -> {
            throw new IllegalStateException("Redis did not answer");
        };
        RateLimiter rates = RedisRates.of(link, "bench", false, local, OnFailure.DENY, () -> System.nanoTime() / 1_000);
        run(vertx, rates, rate, Math.min(seconds, 5)); // the JIT compiler needs its time
        long[] nanos = run(vertx, rates, rate, seconds);
        Arrays.sort(nanos);
        System.out.printf(
                "%d decisions at %d/s: median %.2f ms, 99th percentile %.2f ms%n",
                nanos.length, rate, nanos[nanos.length / 2] / 1e6, nanos[(int) (nanos.length * 0.99)] / 1e6);
        link.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static long[] run(Vertx vertx, RateLimiter rates, int rate, int seconds) throws InterruptedException {
        int total = rate * seconds;
        long[] nanos = new long[total];
        CountDownLatch done = new CountDownLatch(total);
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        vertx.getOrCreateContext()
                .runOnContext(now -> vertx.setPeriodic(1, tick -> {
                    long due = Math.min(total, (System.nanoTime() - start) * rate / 1_000_000_000L);
                    while (next.get() < due) {
                        int index = next.getAndIncrement();
                        long asked = System.nanoTime();
                        rates.take(List.of(new RateDemand("key-" + index % KEYS, 60_000, 1_000_000, 1, Mode.TAKE)))
                                .onSuccess(said -> {
                                    nanos[index] = System.nanoTime() - asked;
                                    done.countDown();
                                });
                    }
                    if (next.get() == total) {
                        vertx.cancelTimer(tick);
                    }
                }));
        done.await();
        return nanos;
    }
}
