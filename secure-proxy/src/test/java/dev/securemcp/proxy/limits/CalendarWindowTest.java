package dev.securemcp.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.limit.QuotaDecision.Outcome;
import dev.securemcp.proxy.exchange.limit.QuotaDemand;
import dev.securemcp.proxy.exchange.limit.QuotaWindow;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CalendarWindowTest {

    private static final long NONE = QuotaDemand.UNLIMITED;

    private final long[] record = new long[CalendarWindow.SIZE];

    private Outcome check(long start, long units, long maxCalls, long maxBytes) {
        return CalendarWindow.check(record, 0, start, start + 100, units, maxCalls, maxBytes);
    }

    @Test
    void counts_calls_and_bytes_until_one_of_them_is_used_up() {
        CalendarWindow.clear(record, 0, 0, 100);
        CalendarWindow.add(record, 0, 0, 100, 2, 50);

        assertThat(check(0, 1, 3, 51)).isEqualTo(Outcome.ALLOWED);
        assertThat(check(0, 2, 3, 51)).isEqualTo(Outcome.OUT_OF_CALLS);
        assertThat(check(0, 1, 3, 50)).isEqualTo(Outcome.OUT_OF_BANDWIDTH);
    }

    @Test
    void the_next_window_is_empty() {
        CalendarWindow.clear(record, 0, 0, 100);
        CalendarWindow.add(record, 0, 0, 100, 9, 9);

        assertThat(check(100, 1, 1, 1)).isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void a_clock_that_is_set_back_refills_nothing() {
        CalendarWindow.clear(record, 0, 0, 100);
        CalendarWindow.add(record, 0, 100, 200, 9, 9);

        assertThat(check(0, 1, 9, NONE)).isEqualTo(Outcome.OUT_OF_CALLS);
        assertThat(check(100, 1, 9, NONE)).isEqualTo(Outcome.OUT_OF_CALLS);
        assertThat(CalendarWindow.live(record, 0, 150)).isTrue();
        assertThat(CalendarWindow.live(record, 0, 200)).isFalse();
    }

    @Test
    void counts_of_any_size_do_not_run_over() {
        CalendarWindow.clear(record, 0, 0, 100);
        for (int i = 0; i < 5; i++) {
            CalendarWindow.add(record, 0, 0, 100, NONE / 2, NONE / 2);
        }

        assertThat(check(0, 1, NONE / 3, NONE)).isEqualTo(Outcome.OUT_OF_CALLS);
        assertThat(check(0, 1, NONE, NONE)).isEqualTo(Outcome.ALLOWED);
    }

    @Test
    void in_a_full_table_new_keys_share_one_counter_for_each_quota_and_known_ones_keep_theirs() {
        QuotaTable table = new QuotaTable(64, SipHash.random(), false);
        Instant now = Instant.parse("2026-07-28T10:00:00Z");
        QuotaWindow window = QuotaWindow.at(now, Instant.EPOCH, 3_600);
        assertThat(take(table, "victim", window, 3)).isEqualTo(Outcome.ALLOWED);
        for (int key = 0; key < 63; key++) {
            take(table, "key" + key, window, 3);
        }

        for (int key = 0; key < 3; key++) {
            assertThat(take(table, "new" + key, window, 3)).isEqualTo(Outcome.ALLOWED);
        }
        assertThat(take(table, "new3", window, 3)).isEqualTo(Outcome.OUT_OF_CALLS);
        assertThat(take(table, "new3", window, 4)).as("another quota").isEqualTo(Outcome.ALLOWED);
        assertThat(take(table, "victim", window, 3)).isEqualTo(Outcome.ALLOWED);
        assertThat(take(table, "victim", window, 3)).isEqualTo(Outcome.ALLOWED);
        assertThat(take(table, "victim", window, 3)).isEqualTo(Outcome.OUT_OF_CALLS);
        assertThat(table.overflowed()).isEqualTo(5);
        assertThat(table.size()).isEqualTo(64);
        QuotaWindow next = window.of(now.plusSeconds(3_600));
        assertThat(take(table, "new3", next, 3)).as("when windows are over").isEqualTo(Outcome.ALLOWED);
        assertThat(table.overflowed()).isEqualTo(5);
    }

    private static Outcome take(QuotaTable table, String key, QuotaWindow window, long calls) {
        return table.decide(new QuotaDemand(key, window, calls, NONE, 1, 0, Mode.TAKE), Mode.TAKE, window.start());
    }
}
