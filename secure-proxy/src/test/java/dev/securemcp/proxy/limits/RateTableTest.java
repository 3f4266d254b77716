package dev.securemcp.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class RateTableTest {

    private static final int MINUTE = 60_000;

    private static long take(RateTable table, String key, long calls, long now) {
        return table.decide(key, MINUTE, calls, 1, Mode.TAKE, now);
    }

    @Test
    void keys_and_periods_have_counters_of_their_own() {
        RateTable table = new RateTable(100);

        assertThat(take(table, "a", 1, 0)).isZero();
        assertThat(take(table, "a", 1, 0)).isNegative();
        assertThat(take(table, "b", 1, 0)).isZero();
        assertThat(table.decide("a", 2 * MINUTE, 1, 1, Mode.TAKE, 0)).isZero();
        assertThat(table.size()).isEqualTo(3);
    }

    @Test
    void asking_for_an_unknown_key_keeps_nothing() {
        RateTable table = new RateTable(100);

        assertThat(table.decide("a", MINUTE, 5, 1, Mode.CHECK, 0)).isEqualTo(4);
        assertThat(table.decide("a", MINUTE, 5, 6, Mode.CHECK, 0)).isEqualTo(SlidingWindow.NEVER);
        assertThat(table.size()).isZero();
    }

    @Test
    void a_counter_that_counts_nothing_any_more_makes_room() {
        RateTable table = new RateTable(64);
        for (int round = 0; round < 50; round++) {
            long now = round * (long) MINUTE;
            for (int key = 0; key < 64; key++) {
                assertThat(take(table, round + ":" + key, 1, now)).isZero();
            }
        }

        assertThat(table.overflowed()).isZero();
        assertThat(table.size()).isEqualTo(64);
    }

    @Test
    void in_a_full_table_new_keys_share_one_counter_for_each_limit_and_known_ones_keep_theirs() {
        RateTable table = new RateTable(64);
        take(table, "victim", 3, 0);
        for (int key = 0; key < 63; key++) {
            take(table, "other" + key, 3, 0);
        }

        assertThat(take(table, "new1", 3, 1)).isEqualTo(2);
        assertThat(take(table, "new2", 3, 1)).isEqualTo(1);
        assertThat(take(table, "new3", 3, 1)).isZero();
        assertThat(take(table, "new4", 3, 1)).isNegative();
        assertThat(take(table, "new4", 5, 1)).as("another limit").isEqualTo(4);
        assertThat(take(table, "victim", 3, 2)).as("the victim's second call").isEqualTo(1);
        assertThat(table.overflowed()).isEqualTo(5);
        assertThat(take(table, "new4", 3, MINUTE + 1))
                .as("when there is room again")
                .isEqualTo(2);
        assertThat(table.overflowed()).isEqualTo(5);
    }

    @Test
    void in_a_full_table_keys_of_different_kinds_share_nothing() {
        RateTable table = new RateTable(64);
        for (int key = 0; key < 64; key++) {
            take(table, "x\n" + key, 3, 0);
        }

        assertThat(take(table, "x\nnew", 3, 1)).isEqualTo(2);
        assertThat(take(table, "x\nnew\nx", 3, 1)).isEqualTo(1);
        assertThat(take(table, "y\nnew", 3, 1)).isEqualTo(2);
        assertThat(take(table, "\nx\nnew", 3, 1)).isEqualTo(2);
        assertThat(take(table, "of no kind", 3, 1)).isEqualTo(1);
        assertThat(table.decide("x\nnew", 2 * MINUTE, 3, 1, Mode.TAKE, 1)).isEqualTo(2);
    }

    @Test
    void ten_million_keys_take_no_more_memory_than_the_setting_and_push_nobody_out() {
        int counters = 20_000;
        RateTable table = new RateTable(counters);
        take(table, "victim", 10, 0);
        for (int key = 0; key < 10_000_000; key++) {
            // All within one period, so that every one of them would count.
            take(table, Integer.toString(key), 1, key / 1_000);
        }

        assertThat(take(table, "victim", 10, 10_001)).isEqualTo(8);
        assertThat(table.size()).isBetween(counters * 9 / 10, counters);
        assertThat(table.overflowed()).isGreaterThan(9_900_000);
        assertThat(table.bytes()).isLessThan(counters * 160L);
    }

    @Test
    void threads_that_hit_one_counter_get_exactly_the_limit() throws InterruptedException {
        RateTable table = new RateTable(1_000);
        int threads = 8;
        long limit = 100_000;
        LongAdder allowed = new LongAdder();
        hammer(threads, () -> {
            for (int i = 0; i < 25_000; i++) {
                if (take(table, "one", limit, i / 1_000) >= 0) {
                    allowed.increment();
                }
            }
        });

        assertThat(allowed.sum()).isEqualTo(limit);
    }

    @Test
    void threads_that_hit_many_counters_lose_and_invent_nothing() throws InterruptedException {
        RateTable table = new RateTable(4_096);
        int threads = 8;
        int keys = 500;
        hammer(threads, () -> {
            for (int round = 0; round < 40; round++) {
                for (int key = 0; key < keys; key++) {
                    table.decide("k" + key, MINUTE, 1_000_000, 1, Mode.TAKE, round);
                }
            }
        });

        for (int key = 0; key < keys; key++) {
            assertThat(table.decide("k" + key, MINUTE, 1_000_000, 0, Mode.CHECK, 40))
                    .isEqualTo(1_000_000 - threads * 40L);
        }
        assertThat(table.size()).isEqualTo(keys);
    }

    private static void hammer(int threads, Runnable work) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                pool.submit(() -> {
                    start.await();
                    work.run();
                    return null;
                });
            }
            start.countDown();
            pool.shutdown();
            assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
