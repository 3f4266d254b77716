package dev.securemcp.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever calls come at whatever times: the promises of a sliding window hold, beside a list of every call. */
class SlidingWindowPropertyTest {

    private record Call(long time, long units) {}

    /** Every call that was let pass and could still matter. */
    private final Deque<Call> passed = new ArrayDeque<>();

    private long within(long from, long to) {
        return passed.stream()
                .filter(call -> call.time() >= from && call.time() <= to)
                .mapToLong(Call::units)
                .sum();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void no_period_holds_more_than_the_limit_and_every_wait_is_true(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 150; run++) {
            passed.clear();
            long calls = random.nextInt(4) == 0 ? random.nextInt(1, 14) : random.nextInt(1, 300);
            int period = random.nextInt(3) == 0 ? random.nextInt(1, 50) : random.nextInt(1, 3_000);
            run(random, new Window(calls, period), calls);
        }
    }

    private void run(SplittableRandom random, Window window, long calls) {
        int period = window.period();
        int part = (period + SlidingWindow.PARTS - 1) / SlidingWindow.PARTS;
        boolean single = random.nextBoolean();
        long now = random.nextLong(1L << 40);
        for (int step = 0; step < 400; step++) {
            now += pause(random, period, calls);
            long units = single ? 1 : random.nextLong(1, Math.min(calls, 20) + 1);
            long said = window.take(now, units);
            if (said >= 0) {
                passed.add(new Call(now, units));
                // Every window that ends now; every other one has been looked at when it ended.
                assertThat(within(now - period + 1, now)).isLessThanOrEqualTo(calls);
                assertThat(said).isBetween(0L, calls - units);
            } else {
                // Refused at most a part of the period too early, and for a small limit of single calls not at all.
                long early = calls <= SlidingWindow.RING && single ? 0 : part;
                assertThat(within(now - period - early + 1, now) + units)
                        .as("limit %d in %d ticks", calls, period)
                        .isGreaterThan(calls);
                assertThat(-said).isBetween(1L, (long) period);
                if (random.nextInt(5) == 0) {
                    now += (-said + 999) / 1_000 * 1_000;
                    assertThat(window.check(now, units)).as("after the wait").isNotNegative();
                } else if (random.nextInt(5) == 0) {
                    now += -said - 1;
                    assertThat(window.check(now, units)).as("a tick before").isNegative();
                }
            }
            while (!passed.isEmpty() && passed.peek().time() < now - 2L * period - 10) {
                passed.remove();
            }
        }
    }

    private static long pause(SplittableRandom random, int period, long calls) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong(2L * period + 2);
            case 1 -> random.nextLong(period / SlidingWindow.PARTS + 2L);
            case 2, 3 -> random.nextLong(2 * period / calls + 2);
            default -> random.nextLong(2);
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void nothing_that_was_added_is_forgotten_too_early(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 100; run++) {
            List<Call> added = new ArrayList<>();
            long calls = random.nextInt(1, 40);
            int period = random.nextInt(1, 500);
            Window window = new Window(calls, period);
            long now = 0;
            for (int step = 0; step < 200; step++) {
                now += random.nextLong(period / 4 + 2);
                if (random.nextBoolean()) {
                    long units = random.nextLong(1, 5);
                    window.add(now, units);
                    added.add(new Call(now, units));
                }
                long from = now - period + 1;
                long counted = added.stream()
                        .filter(call -> call.time() >= from)
                        .mapToLong(Call::units)
                        .sum();
                if (counted >= calls) {
                    assertThat(window.check(now, 1)).isNegative();
                }
            }
        }
    }
}
