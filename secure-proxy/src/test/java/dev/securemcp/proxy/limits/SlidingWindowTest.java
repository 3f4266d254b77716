package dev.securemcp.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlidingWindowTest {

    @Test
    void says_how_many_calls_are_left() {
        Window window = new Window(3, 1_000);

        assertThat(window.take(0)).isEqualTo(2);
        assertThat(window.take(10)).isEqualTo(1);
        assertThat(window.take(20)).isZero();
    }

    @Test
    void refuses_one_call_more_and_says_for_how_long() {
        Window window = new Window(2, 1_000);
        window.take(0);
        window.take(400);

        assertThat(window.take(500)).isEqualTo(-500);
        assertThat(window.take(999)).isEqualTo(-1);
        assertThat(window.take(1_000)).isZero();
        assertThat(window.take(1_001)).isEqualTo(-399);
    }

    @Test
    void a_refused_call_does_not_put_off_the_next() {
        Window window = new Window(1, 1_000);
        window.take(0);
        for (int now = 1; now < 1_000; now++) {
            assertThat(window.take(now)).isNegative();
        }

        assertThat(window.take(1_000)).isZero();
    }

    @Test
    void two_bursts_around_a_corner_are_not_two_limits() {
        Window window = new Window(100, 60_000);
        for (int i = 0; i < 100; i++) {
            assertThat(window.take(59_990)).isNotNegative();
        }

        assertThat(window.take(60_010)).isNegative();
        assertThat(window.take(119_989)).isNegative();
        assertThat(window.take(119_990)).isEqualTo(99);
    }

    @Test
    void a_small_limit_is_exact() {
        Window window = new Window(SlidingWindow.RING, 12_000);
        for (int i = 0; i < SlidingWindow.RING; i++) {
            window.take(i * 7);
        }

        for (int i = 0; i < SlidingWindow.RING; i++) {
            long free = i * 7 + 12_000;
            assertThat(window.take(free - 1)).isEqualTo(-1);
            assertThat(window.take(free)).isZero();
        }
    }

    @Test
    void a_call_of_several_units_needs_room_for_all_of_them() {
        Window window = new Window(10, 1_000);
        assertThat(window.take(0, 4)).isEqualTo(6);
        assertThat(window.take(100, 4)).isEqualTo(2);

        assertThat(window.take(200, 3)).isEqualTo(-800);
        assertThat(window.take(200, 7)).isEqualTo(-900);
        assertThat(window.take(200, 2)).isZero();
        assertThat(window.take(200, 11)).isEqualTo(SlidingWindow.NEVER);
    }

    @Test
    void asking_counts_nothing() {
        Window window = new Window(1, 1_000);

        assertThat(window.check(0, 1)).isZero();
        assertThat(window.check(0, 1)).isZero();
        assertThat(window.live(0)).isFalse();
        assertThat(window.take(0)).isZero();
        assertThat(window.check(1, 1)).isEqualTo(-999);
        assertThat(window.check(1, 0)).isZero();
    }

    @Test
    void what_is_added_counts_beyond_the_limit() {
        Window window = new Window(2, 1_000);
        window.add(0, 5);
        window.add(500, 1);

        assertThat(window.take(600)).isEqualTo(-400);
        assertThat(window.take(1_000)).isZero();
    }

    @Test
    void more_additions_than_entries_lose_nothing() {
        Window window = new Window(5, 11_000);
        for (int i = 0; i < 1_000; i++) {
            window.add(i, 1);
        }

        assertThat(window.check(1_000, 1)).isNegative();
        assertThat(window.check(990 + 11_000, 1)).isNegative();
        assertThat(window.check(999 + 11_000, 1)).isEqualTo(4);
    }

    @Test
    void counts_of_any_size_do_not_run_over() {
        Window window = new Window(Integer.MAX_VALUE, 1_000);
        for (int i = 0; i < 10; i++) {
            window.add(i, Integer.MAX_VALUE);
        }

        assertThat(window.take(10)).isNegative();
    }

    @Test
    void a_clock_that_runs_backwards_stands_still() {
        Window window = new Window(2, 1_000);
        window.take(5_000);
        window.take(4_000);

        assertThat(window.take(5_999)).isEqualTo(-1);
        assertThat(window.take(6_000)).isEqualTo(1);
    }

    @Test
    void is_over_when_its_last_call_is() {
        Window window = new Window(2, 1_000);
        window.take(0);
        window.take(500);

        assertThat(window.live(1_499)).isTrue();
        assertThat(window.live(1_500)).isFalse();
    }

    @Test
    void runs_for_years() {
        int period = SlidingWindow.MAX_PERIOD;
        Window window = new Window(100, period);
        long year = 365L * 86_400_000_000L;
        long now = 0;
        for (int step = 0; now < 40 * year && step < 2_000_000; step++) {
            long said = window.take(now);
            now += said < 0 ? -said : step % 1_000 == 0 ? year : period / 90;
            if (said < 0) {
                assertThat(window.check(now, 1)).isNotNegative();
            }
        }
    }
}
