package dev.securemcp.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a trace does with texts that turn out to be secret. */
class TraceLogTest {

    /** Counts how often it is asked. */
    private static final class CountingMask implements TraceLog.Mask {

        private final Set<String> secrets;
        private int asked;

        CountingMask(Set<String> secrets) {
            this.secrets = secrets;
        }

        @Override
        public TraceLog.Mask and(List<String> more) {
            Set<String> all = new HashSet<>(secrets);
            return all.addAll(more) ? new CountingMask(all) : this;
        }

        @Override
        public String apply(String text) {
            asked++;
            return secrets.contains(text) ? "***" : text;
        }
    }

    private static TraceLog of(TraceLog.Mask mask) {
        TraceLog log = new TraceLog(mask);
        log.message(0, "source", "late", Map.of());
        return log;
    }

    @Test
    void what_turns_out_to_be_secret_is_replaced_in_what_was_kept_before() {
        TraceLog log = of(new CountingMask(Set.of()));

        log.hide(List.of("late"));

        assertThat(log.entries()).extracting(TraceLog.Entry::outcome).containsExactly("***");
    }

    @Test
    void what_is_known_to_be_secret_is_not_looked_for_again() {
        CountingMask mask = new CountingMask(Set.of("late"));
        TraceLog log = of(mask);
        int before = mask.asked;

        log.hide(List.of("late"));

        assertThat(mask.asked).isEqualTo(before);
    }
}
