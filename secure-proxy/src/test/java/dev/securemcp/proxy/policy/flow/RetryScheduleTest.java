package dev.securemcp.proxy.policy.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "fixed,                                10,  0,   0, false, 10 10 10 10 10",
        "no wait at all,                        0,  0,   0, false, 0 0 0 0 0",
        "fixed but the first at once,          10,  0,   0, true,  0 10 10 10 10",
        "linear,                               10,  5,   0, false, 10 15 20 25 30",
        "linear but the first at once,         10,  5,   0, true,  0 15 20 25 30",
        "exponential up to the longest wait,   10, 10, 100, false, 20 30 50 90 100",
        "exponential but the first at once,    10, 10, 100, true,  0 30 50 90 100",
        "a longest wait below the interval,    10,  0,   4, false, 4 4 4 4 4",
    })
    void waits_grow_as_the_attributes_say(
            String name, int interval, int delta, int maxInterval, boolean firstFast, String seconds) {
        RetrySchedule schedule = new RetrySchedule(interval, delta, maxInterval, firstFast);

        List<Long> waits =
                IntStream.rangeClosed(1, 5).mapToObj(schedule::waitMillis).toList();

        assertThat(waits)
                .isEqualTo(Arrays.stream(seconds.split(" "))
                        .map(second -> Long.parseLong(second) * 1_000)
                        .toList());
    }

    @Test
    void the_fiftieth_retry_of_the_steepest_schedule_waits_no_longer_than_the_longest_wait() {
        assertThat(new RetrySchedule(86_400, 86_400, 86_400, false).waitMillis(50))
                .isEqualTo(86_400_000);
    }

    @Test
    void the_fiftieth_retry_of_the_steepest_line_does_not_overflow() {
        assertThat(new RetrySchedule(86_400, 86_400, 0, false).waitMillis(50)).isEqualTo(50L * 86_400_000);
    }
}
