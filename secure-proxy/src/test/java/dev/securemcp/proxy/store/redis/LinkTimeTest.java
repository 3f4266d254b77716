package dev.securemcp.proxy.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.RedisConfig.Mode;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A Redis that answers, but slowly. */
class LinkTimeTest extends LinkTesting {

    @Test
    void a_redis_whose_every_answer_is_late_is_down_and_stays_so_until_it_is_quicker() {
        try (RedisProcess redis = RedisProcess.start(directory);
                SlowWay way = SlowWay.to(redis)) {
            link(Mode.STANDALONE, null, null, way.url());
            awaitAnswer();
            way.delay(BOUND_MILLIS * 13 / 10);
            Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> {
                failure(add("a"));
                return !link.up();
            });

            int before = way.made();
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> way.made() >= before + 4);
            assertThat(changes).containsExactly("down");

            way.delay(0);
            awaitUp();
            awaitAnswer();
        }
    }

    @Test
    void a_script_that_redis_does_not_know_has_no_more_time_than_one_it_knows() {
        boundMillis = 500;
        try (RedisProcess redis = RedisProcess.start(directory);
                SlowWay way = SlowWay.to(redis)) {
            link(Mode.STANDALONE, null, null, way.url());
            awaitAnswer();
            redis.say("SCRIPT FLUSH");
            way.delay(boundMillis * 7 / 10);

            assertThat(failure(add("a"))).isEqualTo(RedisException.Kind.TIMEOUT);
        }
    }
}
