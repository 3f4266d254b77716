package dev.securemcp.proxy.identity.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.identity.KeyRingFixture;
import dev.securemcp.proxy.identity.SharedUses;
import dev.securemcp.proxy.store.redis.RedisLink;
import dev.securemcp.proxy.store.redis.RedisProcess;
import dev.securemcp.proxy.store.redis.RedisWatch;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many keys, in small batches. */
class RedisLastUsesTest {

    private static final int KEYS = 600;
    private static final int BATCH = 7;
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
        return new RedisLastUses(
                link,
                vertx.getOrCreateContext(),
                "test",
                new SharedUses(keys.ring()),
                () -> NOON,
                random,
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
}
