package dev.securemcp.proxy.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.RedisConfig.Mode;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A Redis that answers quickly, and takes longer than a command may to be connected to. */
class LinkConnectingTest extends LinkTesting {

    private static final int TOGETHER = 10;

    @Test
    void commands_that_time_out_while_it_connects_do_not_take_it_down() {
        try (RedisProcess redis = RedisProcess.start(directory);
                SlowWay way = SlowWay.to(redis)) {
            link(Mode.STANDALONE, null, null, way.url());
            awaitAnswer();
            way.delayConnecting(BOUND_MILLIS * 3 / 2);
            redis.say("CLIENT KILL TYPE normal SKIPME yes");
            Awaitility.await().until(() -> way.open() == 0);

            assertThat(failures(adds("a", TOGETHER))).contains(RedisException.Kind.TIMEOUT);
            Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> failures(adds("a", TOGETHER))
                    .isEmpty());
            assertThat(changes).isEmpty();
        }
    }

    @Test
    void one_that_went_down_comes_back_for_good_though_connecting_is_slow() {
        try (RedisProcess redis = RedisProcess.start(directory);
                SlowWay way = SlowWay.to(redis)) {
            link(Mode.STANDALONE, null, null, way.url());
            awaitAnswer();
            way.delayConnecting(BOUND_MILLIS * 3 / 2);
            way.fallSilent(true);
            Awaitility.await().until(() -> failure(add("a")) == RedisException.Kind.DOWN);
            way.fallSilent(false);
            awaitUp();

            Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> failures(adds("a", TOGETHER))
                    .isEmpty());
            assertThat(changes).containsExactly("down", "up");
        }
    }

    @Test
    void one_that_never_answers_a_greeting_is_down() {
        try (RedisProcess redis = RedisProcess.start(directory);
                SlowWay way = SlowWay.to(redis)) {
            way.fallSilent(true);
            link(Mode.STANDALONE, null, null, way.url());
            assertThat(failures(adds("a", TOGETHER))).containsExactly(RedisException.Kind.TIMEOUT);
            Awaitility.await().until(() -> !link.up());
            assertThat(failure(add("a"))).isEqualTo(RedisException.Kind.DOWN);

            way.fallSilent(false);
            awaitUp();
            awaitAnswer();
        }
    }

    @Test
    void a_cluster_whose_first_address_answers_nobody_is_reached_by_the_second() {
        boundMillis = 500;
        try (SilentAddress off = SilentAddress.open();
                RedisProcess redis = cluster()) {
            link(Mode.CLUSTER, null, null, off.url(), redis.url());
            Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> failures(adds("a", TOGETHER))
                    .isEmpty());
            changes.clear();
            redis.pause();
            try {
                Awaitility.await().until(() -> failure(add("a")) == RedisException.Kind.DOWN);
            } finally {
                redis.resume();
            }
            awaitUp();

            Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> failures(adds("a", TOGETHER))
                    .isEmpty());
            assertThat(changes).containsExactly("down", "up");
        }
    }
}
