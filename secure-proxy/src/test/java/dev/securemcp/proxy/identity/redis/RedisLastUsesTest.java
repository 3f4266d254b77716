package dev.securemcp.proxy.identity.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.securemcp.proxy.identity.KeyRingFixture;
import dev.securemcp.proxy.identity.SharedUses;
import dev.securemcp.proxy.store.redis.RedisLink;
import dev.securemcp.proxy.store.redis.RedisProcess;
import dev.securemcp.proxy.store.redis.RedisWatch;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many keys, in small batches. */
class RedisLastUsesTest {

    private static final int KEYS = 600;
    private static final int BATCH = 7;
    private static final String SETS = IntStream.range(0, 16)
            .mapToObj(set -> "test:u:" + Integer.toHexString(set))
            .collect(Collectors.joining(" "));
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    Path directory;

    private final Random random = new Random(1);
    private final Vertx vertx = Vertx.vertx();
    private RedisProcess redis;
    private RedisLink link;

    @BeforeEach
    void start() {
        redis = RedisProcess.start(directory);
        link = new RedisLink(vertx, new RedisOptions().setConnectionString(redis.url()), 5_000, 100, RedisWatch.NONE);
    }

    @AfterEach
    void stop() throws Exception {
        link.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        redis.close();
    }

    private RedisLastUses of(KeyRingFixture keys) {
        return of(keys, () -> NOON, random);
    }

    private RedisLastUses of(KeyRingFixture keys, InstantSource clock, RandomGenerator marks) {
        return new RedisLastUses(
                link,
                vertx.getOrCreateContext(),
                "test",
                new SharedUses(keys.ring()),
                clock,
                marks,
                Duration.ofSeconds(30),
                BATCH);
    }

    @Test
    void all_of_many_keys_are_told_and_heard_whether_used_in_one_second_or_in_many() throws Exception {
        KeyRingFixture here = KeyRingFixture.of(KEYS);
        for (int i = 0; i < KEYS; i++) {
            here.use(i, i % 3 == 0 ? NOON : NOON.minusSeconds(i));
        }
        of(here).exchange();
        assertThat(here.untold()).isZero();

        KeyRingFixture there = KeyRingFixture.of(KEYS);
        of(there).exchange();
        for (int i = 0; i < KEYS; i++) {
            assertThat(there.lastUsed(i)).isEqualTo(i % 3 == 0 ? NOON : NOON.minusSeconds(i));
        }
        assertThat(there.untold()).isZero();
    }

    @Test
    void a_use_that_is_told_late_is_heard_by_those_who_had_asked_before() throws Exception {
        KeyRingFixture here = KeyRingFixture.of(KEYS);
        KeyRingFixture there = KeyRingFixture.of(KEYS);
        RedisLastUses mine = of(here);
        RedisLastUses others = of(there);
        mine.exchange();
        others.exchange();
        mine.exchange();

        there.use(5, NOON.minus(Duration.ofDays(1)));
        others.exchange();
        mine.exchange();

        assertThat(here.lastUsed(5)).isEqualTo(NOON.minus(Duration.ofDays(1)));
    }

    @Test
    void a_use_is_heard_that_was_told_before_its_key_came_with_the_file() throws Exception {
        Instant before = NOON.minus(Duration.ofHours(1));
        KeyRingFixture here = KeyRingFixture.of(KEYS);
        KeyRingFixture there = KeyRingFixture.of(3);
        RedisLastUses others = of(there);
        here.use(5, before);
        of(here).exchange();
        others.exchange();
        others.exchange();

        there.replace(KEYS);
        others.exchange();

        assertThat(there.lastUsed(5)).isEqualTo(before);
    }

    @Test
    void a_late_use_is_heard_though_its_teller_could_not_say_at_once_that_there_is_one() throws Exception {
        KeyRingFixture here = KeyRingFixture.of(KEYS);
        KeyRingFixture there = KeyRingFixture.of(KEYS);
        RedisLastUses mine = of(here);
        RedisLastUses others = of(there);
        mine.exchange();
        others.exchange();
        there.use(5, NOON.minus(Duration.ofDays(1)));

        forbid("zadd");
        assertThatThrownBy(others::exchange).isInstanceOf(IOException.class);
        mine.exchange();
        allow("zadd");
        forbid("set");
        assertThatThrownBy(others::exchange).isInstanceOf(IOException.class);
        mine.exchange();
        allow("set");
        others.exchange();
        mine.exchange();

        assertThat(here.lastUsed(5)).isEqualTo(NOON.minus(Duration.ofDays(1)));
    }

    @Test
    void a_late_use_is_heard_though_its_teller_ended_right_after_telling() throws Exception {
        KeyRingFixture here = KeyRingFixture.of(KEYS);
        KeyRingFixture there = KeyRingFixture.of(KEYS);
        RedisLastUses mine = of(here);
        RedisLastUses others = of(there, () -> NOON, () -> {
            if (redis.say("EXISTS " + SETS).equals(":0\r\n")) {
                return 1;
            }
            throw new IllegalStateException("the end");
        });
        mine.exchange();
        mine.exchange();

        there.use(5, NOON.minus(Duration.ofDays(1)));
        assertThatThrownBy(others::exchange).hasMessage("the end");
        mine.exchange();

        assertThat(here.lastUsed(5)).isEqualTo(NOON.minus(Duration.ofDays(1)));
    }

    @Test
    void a_time_that_has_not_come_yet_is_not_believed() throws Exception {
        KeyRingFixture ahead = KeyRingFixture.of(KEYS);
        ahead.use(5, NOON.plusSeconds(61));
        ahead.use(6, NOON.plusSeconds(60));
        of(ahead, () -> NOON.plusSeconds(61), random).exchange();

        KeyRingFixture here = KeyRingFixture.of(KEYS);
        of(here).exchange();

        assertThat(here.lastUsed(5)).isEqualTo(Instant.EPOCH);
        assertThat(here.lastUsed(6)).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void a_time_that_has_not_come_yet_is_not_told() throws Exception {
        KeyRingFixture here = KeyRingFixture.of(KEYS);
        here.use(5, NOON.plusSeconds(61));
        here.use(6, NOON.plusSeconds(60));
        of(here).exchange();
        assertThat(here.untold()).isEqualTo(1);

        KeyRingFixture later = KeyRingFixture.of(KEYS);
        of(later, () -> NOON.plusSeconds(120), random).exchange();

        assertThat(later.lastUsed(5)).isEqualTo(Instant.EPOCH);
        assertThat(later.lastUsed(6)).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void a_gateway_whose_clock_was_ahead_hears_what_it_passed_over_once_that_is_set_right() throws Exception {
        AtomicReference<Instant> clock = new AtomicReference<>(NOON.plus(Duration.ofDays(1)));
        KeyRingFixture ahead = KeyRingFixture.of(KEYS);
        KeyRingFixture here = KeyRingFixture.of(KEYS);
        RedisLastUses mine = of(ahead, clock::get, random);
        RedisLastUses others = of(here);
        others.exchange();
        mine.exchange();
        mine.exchange();
        here.use(5, NOON);
        others.exchange();
        mine.exchange();

        clock.set(NOON);
        mine.exchange();

        assertThat(ahead.lastUsed(5)).isEqualTo(NOON);
    }

    private void forbid(String command) {
        assertThat(redis.say("ACL SETUSER default -" + command)).startsWith("+OK");
    }

    private void allow(String command) {
        assertThat(redis.say("ACL SETUSER default +" + command)).startsWith("+OK");
    }
}
