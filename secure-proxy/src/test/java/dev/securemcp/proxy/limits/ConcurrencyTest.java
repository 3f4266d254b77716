package dev.securemcp.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {

    private final Concurrency places = new Concurrency();

    @Test
    void as_many_places_as_were_asked_for_are_given_out() {
        assertThat(places.take("a", 2)).isTrue();
        assertThat(places.take("a", 2)).isTrue();
        assertThat(places.take("a", 2)).isFalse();
    }

    @Test
    void a_place_that_was_given_back_is_there_again() {
        places.take("a", 1);
        places.release("a");

        assertThat(places.take("a", 1)).isTrue();
    }

    @Test
    void keys_do_not_share_places() {
        places.take("a", 1);

        assertThat(places.take("b", 1)).isTrue();
    }

    @Test
    void whoever_asks_for_fewer_is_refused_earlier() {
        places.take("a", 5);
        places.take("a", 5);

        assertThat(places.take("a", 2)).isFalse();
        assertThat(places.take("a", 3)).isTrue();
    }

    @Test
    void a_key_that_nobody_holds_is_forgotten() {
        places.take("a", 1);
        places.take("b", 0);
        places.release("a");
        places.release("never taken");

        assertThat(places.size()).isZero();
    }

    @Test
    void many_threads_never_hold_more_than_the_limit() throws InterruptedException {
        int threads = 4;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger entered = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                pool.submit(() -> {
                    start.await();
                    for (int turn = 0; turn < 20_000; turn++) {
                        if (places.take("a", 2)) {
                            entered.incrementAndGet();
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            inside.decrementAndGet();
                            places.release("a");
                        }
                    }
                    return null;
                });
            }
            start.countDown();
            pool.shutdown();
            assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(entered.get()).isPositive();
        assertThat(most.get()).isBetween(1, 2);
        assertThat(places.size()).isZero();
    }
}
