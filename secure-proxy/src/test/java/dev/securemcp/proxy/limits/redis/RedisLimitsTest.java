package dev.securemcp.proxy.limits.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.RedisConfig.OnFailure;
import dev.securemcp.proxy.exchange.limit.QuotaDecision;
import dev.securemcp.proxy.exchange.limit.QuotaDemand;
import dev.securemcp.proxy.exchange.limit.QuotaLimiter;
import dev.securemcp.proxy.exchange.limit.QuotaWindow;
import dev.securemcp.proxy.exchange.limit.RateDecision;
import dev.securemcp.proxy.exchange.limit.RateDemand;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import dev.securemcp.proxy.exchange.limit.RateLimiter;
import dev.securemcp.proxy.limits.MemoryQuotas;
import dev.securemcp.proxy.limits.MemoryRates;
import dev.securemcp.proxy.limits.RateTable;
import dev.securemcp.proxy.store.redis.RedisException;
import dev.securemcp.proxy.store.redis.RedisLink;
import dev.securemcp.proxy.store.redis.RedisProcess;
import dev.securemcp.proxy.store.redis.RedisWatch;
import dev.securemcp.proxy.store.redis.SlowWay;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counters in a real Redis: they decide as one process does by itself, whoever asks, and what happens when they cannot be asked. */
class RedisLimitsTest {

    private static final Instant NOW = Instant.parse("2026-10-01T10:00:00Z");

    @TempDir
    private Path directory;

    private final AtomicLong micros = new AtomicLong(1_790_000_000_000_000L);
    private final AtomicInteger asked = new AtomicInteger();
    private RedisProcess redis;
    private Vertx vertx;
    private Context loop;
    private RedisLink link;

    @BeforeEach
    void start() {
        redis = RedisProcess.start(directory);
        vertx = Vertx.vertx();
        loop = vertx.getOrCreateContext();
        link = link(redis.url());
    }

    @AfterEach
    void stop() {
        link.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        redis.close();
    }

    private RedisLink link(String url) {
        return link(url, 1_000);
    }

    private RedisLink link(String url, long timeMillis) {
        return new RedisLink(vertx, new RedisOptions().setConnectionString(url), timeMillis, 1_000, new RedisWatch() {
            @Override
            public void called(long nanos, RedisException.Kind failure) {
                asked.incrementAndGet();
            }

            @Override
            public void changed(boolean up, String why) {}
        });
    }

    private <T> T on(Supplier<Future<T>> ask) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(now -> ask.get().onSuccess(done::complete).onFailure(done::completeExceptionally));
        return done.join();
    }

    private static MemoryRates memory(AtomicLong micros) {
        return new MemoryRates(new RateTable(1_000), micros::get);
    }

    /** By the test's clock. */
    private RedisRates rates(boolean apart) {
        // What is known is over at once, so that every decision is Redis' own.
        AtomicLong hours = new AtomicLong();
        LongSupplier always = () -> hours.addAndGet(TimeUnit.HOURS.toMicros(1));
        return new RedisRates(
                link, "test:r:", apart, new KnownRefusals(always), micros::get, memory(micros), OnFailure.LOCAL);
    }

    private static RateDemand take(String key, long calls) {
        return new RateDemand(key, 60_000, calls, 1, Mode.TAKE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void any_row_of_demands_is_decided_as_one_process_does_by_itself(long seed) {
        Random random = new Random(seed);
        MemoryRates oracle = memory(micros);
        RedisRates shared = rates(false);
        for (RateDemand first : List.of(
                new RateDemand("large", 10_000, 40, 1, Mode.TAKE), new RateDemand("small", 10_000, 7, 1, Mode.TAKE))) {
            oracle.take(List.of(first));
            on(() -> shared.take(List.of(first)));
        }
        for (int i = 0; i < 400; i++) {
            micros.addAndGet(random.nextInt(4) == 0 ? random.nextInt(9_000_000) : random.nextInt(400_000));
            boolean large = random.nextBoolean();
            Mode mode = Mode.values()[random.nextInt(large ? 4 : 3)];
            RateDemand demand =
                    new RateDemand(large ? "large" : "small", 10_000, large ? 40 : 7, 1 + random.nextInt(3), mode);
            RateDecision expected = oracle.take(List.of(demand)).result();
            RateDecision said = on(() -> shared.take(List.of(demand)));

            if (mode != Mode.ADD) {
                assertThat(said)
                        .as("step " + i + " of seed " + seed + ": " + demand)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_demands_of_a_call_are_met_together_or_not_at_all(boolean apart) {
        RedisRates shared = rates(apart);
        assertThat(on(() -> shared.take(List.of(take("outer", 5), take("inner", 1))))
                        .allowed())
                .isTrue();
        RateDecision refused = on(() -> shared.take(List.of(take("outer", 5), take("inner", 1))));
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.binding().key()).isEqualTo("inner");
        assertThat(on(() -> shared.take(List.of(take("outer", 5)))).remaining()).isEqualTo(3);
    }

    @Test
    void who_waits_as_long_as_is_said_gets_through() {
        RateLimiter shared =
                RedisRates.of(link, "test", false, memory(micros), OnFailure.DENY, () -> System.nanoTime() / 1_000);
        RateDemand demand = new RateDemand("real time", 300, 2, 1, Mode.TAKE);
        on(() -> shared.take(List.of(demand)));
        on(() -> shared.take(List.of(demand)));
        RateDecision refused = on(() -> shared.take(List.of(demand)));
        assertThat(refused.waitMillis()).isBetween(1L, 300L);

        CompletableFuture<RateDecision> later = new CompletableFuture<>();
        loop.runOnContext(now -> vertx.setTimer(
                refused.waitMillis(), waited -> shared.take(List.of(demand)).onSuccess(later::complete)));
        assertThat(later.join().allowed()).isTrue();
    }

    @Test
    void a_caller_known_to_be_over_the_limit_costs_no_way_to_redis() {
        AtomicLong ticks = new AtomicLong();
        RateLimiter shared = RedisRates.of(link, "test", false, memory(micros), OnFailure.DENY, ticks::get);
        on(() -> shared.take(List.of(take("k", 1))));
        on(() -> shared.take(List.of(take("k", 1))));
        int before = asked.get();
        RateDecision refused = on(() -> shared.take(List.of(take("k", 1))));
        assertThat(refused.allowed()).isFalse();
        assertThat(asked.get()).isEqualTo(before);
        assertThat(on(() -> shared.take(List.of(take("k", 2)))).allowed())
                .as("another limit of the same key is asked")
                .isTrue();
        ticks.addAndGet(TimeUnit.MINUTES.toMicros(2));
        on(() -> shared.take(List.of(take("k", 1))));
        assertThat(asked.get()).isGreaterThan(before + 1);
    }

    @Test
    void where_limits_share_a_counter_the_wait_of_one_is_not_told_for_another() {
        RedisRates shared = new RedisRates(
                link, "test:r:", false, new KnownRefusals(micros::get), micros::get, memory(micros), OnFailure.DENY);
        for (int i = 0; i < 10; i++) {
            on(() -> shared.take(List.of(take("k", 10))));
            micros.addAndGet(TimeUnit.SECONDS.toMicros(1));
        }

        assertThat(wait(shared, take("k", 10))).isEqualTo(50_000);
        assertThat(wait(shared, take("k", 5))).as("six of ten have to grow old").isEqualTo(55_000);
        assertThat(wait(shared, new RateDemand("k", 60_000, 10, 3, Mode.TAKE)))
                .as("so have three")
                .isEqualTo(52_000);
        assertThat(wait(shared, new RateDemand("k", 60_000, 10, 11, Mode.TAKE)))
                .as("so many there is never room for")
                .isEqualTo(RateDecision.NEVER);
        int before = asked.get();
        assertThat(wait(shared, take("k", 10))).isEqualTo(50_000);
        assertThat(wait(shared, take("k", 5))).isEqualTo(55_000);
        assertThat(asked.get()).as("both are known").isEqualTo(before);
    }

    private long wait(RateLimiter limiter, RateDemand demand) {
        RateDecision said = on(() -> limiter.take(List.of(demand)));
        assertThat(said.allowed()).isFalse();
        assertThat(said.binding()).isEqualTo(demand);
        return said.waitMillis();
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 100})
    void fifty_clients_at_three_gateways_get_exactly_the_limit(long limit) {
        List<RedisLink> links = List.of(link(redis.url()), link(redis.url()), link(redis.url()));
        List<CompletableFuture<Integer>> clients = new ArrayList<>();
        for (int client = 0; client < 50; client++) {
            RateLimiter gateway = RedisRates.of(
                    links.get(client % 3),
                    "test",
                    false,
                    memory(micros),
                    OnFailure.DENY,
                    () -> System.nanoTime() / 1_000);
            CompletableFuture<Integer> allowed = new CompletableFuture<>();
            vertx.getOrCreateContext().runOnContext(now -> calls(gateway, limit, 20, 0, allowed));
            clients.add(allowed);
        }
        int allowed = clients.stream().mapToInt(CompletableFuture::join).sum();
        links.forEach(RedisLink::close);

        assertThat(allowed).isEqualTo((int) limit);
    }

    private static void calls(RateLimiter gateway, long limit, int left, int allowed, CompletableFuture<Integer> done) {
        if (left == 0) {
            done.complete(allowed);
            return;
        }
        gateway.take(List.of(take("everybody", limit)))
                .onSuccess(said -> calls(gateway, limit, left - 1, allowed + (said.allowed() ? 1 : 0), done))
                .onFailure(done::completeExceptionally);
    }

    @Test
    void nothing_of_what_is_counted_by_stands_in_redis_and_counters_go_when_they_are_over() {
        on(() -> rates(false).take(List.of(take("someone@example.com", 5))));
        on(() -> quotas(OnFailure.DENY).take(NOW, List.of(quota("someone@example.com", 5, Mode.TAKE, 1, 0))));
        String keys = redis.say("KEYS *");
        assertThat(keys).contains("test:r:", "test:q:").doesNotContain("example");
        keys.lines()
                .filter(line -> line.startsWith("test:"))
                .forEach(key -> assertThat(redis.say("PTTL " + key)).as(key).matches(":[1-9][0-9]*\r\n"));
    }

    private QuotaLimiter quotas(OnFailure onFailure) {
        return RedisQuotas.of(link, "test", false, MemoryQuotas.volatileOnes(100), onFailure);
    }

    private static QuotaDemand quota(String key, long calls, Mode mode, long units, long bytes) {
        // A window that holds the real present, since Redis forgets what is over.
        QuotaWindow window = QuotaWindow.at(Instant.now(), Instant.EPOCH, 86_400 * 365);
        return new QuotaDemand(key, window, calls, 1_000, units, bytes, mode);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void any_row_of_quota_demands_is_decided_as_one_process_does_by_itself(long seed) {
        Random random = new Random(seed);
        MemoryQuotas oracle = MemoryQuotas.volatileOnes(100);
        for (boolean apart : new boolean[] {false, true}) {
            QuotaLimiter shared =
                    RedisQuotas.of(link, "q" + apart + seed, apart, MemoryQuotas.volatileOnes(100), OnFailure.DENY);
            MemoryQuotas own = apart ? MemoryQuotas.volatileOnes(100) : oracle;
            for (int i = 0; i < 150; i++) {
                List<QuotaDemand> demands = new ArrayList<>();
                int several = random.nextInt(2);
                for (int j = 0; j <= several; j++) {
                    // What is added whatever is said stands alone.
                    demands.add(quota(
                            "k" + (j + random.nextInt(2) * 2),
                            20 + 10 * j,
                            Mode.values()[random.nextInt(4 - several)],
                            1 + random.nextInt(3),
                            random.nextInt(30)));
                }
                QuotaDecision expected = own.take(NOW, demands).result();
                QuotaDecision said = on(() -> shared.take(NOW, demands));
                assertThat(said.outcome()).as("step " + i + ": " + demands).isEqualTo(expected.outcome());
            }
        }
    }

    @Test
    void a_decision_has_no_more_time_where_its_limits_are_asked_one_after_the_other() {
        long bound = 500;
        List<RateDemand> rate = List.of(take("outer", 100), take("inner", 100));
        List<QuotaDemand> quota = List.of(quota("outer", 100, Mode.TAKE, 1, 0), quota("inner", 100, Mode.TAKE, 1, 0));
        try (SlowWay way = SlowWay.to(redis);
                RedisLink slow = link(way.url(), bound)) {
            RateLimiter rates =
                    RedisRates.of(slow, "test", true, memory(micros), OnFailure.DENY, () -> System.nanoTime() / 1_000);
            QuotaLimiter quotas = RedisQuotas.of(slow, "test", true, MemoryQuotas.volatileOnes(100), OnFailure.DENY);
            Awaitility.await()
                    .atMost(10, TimeUnit.SECONDS)
                    .until(() -> on(() -> rates.take(rate)).allowed()
                            && on(() -> quotas.take(NOW, quota)).allowed());
            way.delay(bound * 7 / 10);

            assertThat(on(() -> rates.take(rate))).isEqualTo(RateDecision.unavailable(rate.getFirst()));
            assertThat(on(() -> quotas.take(NOW, quota)).outcome()).isEqualTo(QuotaDecision.Outcome.UNAVAILABLE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void while_redis_is_down_each_limit_does_what_it_says(OnFailure onFailure) {
        RateLimiter rates = RedisRates.of(
                        link, "test", false, memory(micros), OnFailure.LOCAL, () -> System.nanoTime() / 1_000)
                .onFailure(onFailure);
        QuotaLimiter quotas = quotas(OnFailure.LOCAL).onFailure(onFailure);
        on(() -> rates.take(List.of(take("k", 2))));
        redis.kill();

        RateDecision rate = on(() -> rates.take(List.of(take("k", 2))));
        QuotaDecision quota = on(() -> quotas.take(NOW, List.of(quota("k", 2, Mode.TAKE, 1, 0))));

        if (onFailure == OnFailure.LOCAL) {
            assertThat(rate.allowed()).isTrue();
            assertThat(rate.remaining()).as("counted here from now on").isEqualTo(1);
            assertThat(quota.allowed()).isTrue();
        } else {
            assertThat(rate).isEqualTo(RateDecision.unavailable(take("k", 2)));
            assertThat(quota.outcome()).isEqualTo(QuotaDecision.Outcome.UNAVAILABLE);
        }
        redis.start();
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> on(() -> rates.take(List.of(take("k", 2)))).remaining() == 1);
    }
}
