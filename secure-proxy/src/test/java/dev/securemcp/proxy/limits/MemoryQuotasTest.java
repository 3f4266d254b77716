package dev.securemcp.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.limit.QuotaDecision.Outcome;
import dev.securemcp.proxy.exchange.limit.QuotaDemand;
import dev.securemcp.proxy.exchange.limit.QuotaWindow;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryQuotasTest {

    private static final Instant NOW = Instant.parse("2026-07-28T10:00:00Z");
    private static final int ROUNDS = 5_000;
    private static final int THREADS = 3;

    private final MemoryQuotas quotas = MemoryQuotas.volatileOnes(4 * ROUNDS);

    private static QuotaDemand calls(String key, long most) {
        return new QuotaDemand(key, QuotaWindow.FOREVER, most, QuotaDemand.UNLIMITED, 1, 0, Mode.TAKE);
    }

    private Outcome take(QuotaDemand... demands) {
        return quotas.take(NOW, List.of(demands)).result().outcome();
    }

    /** How many more calls a quota has. */
    private int left(String key, int most) {
        int left = 0;
        while (take(calls(key, most)) == Outcome.ALLOWED) {
            left++;
        }
        return left;
    }

    @Test
    void a_quota_that_has_no_room_when_it_is_taken_refuses_and_the_others_get_theirs_back() {
        // Both looked at the last call; what the first took, the second does not find: as with two event loops.
        assertThat(take(calls("all", 5), calls("tool", 1), calls("tool", 1))).isEqualTo(Outcome.OUT_OF_CALLS);

        assertThat(left("tool", 1)).isEqualTo(1);
        assertThat(left("all", 5)).isEqualTo(5);
    }

    @Test
    void the_last_call_of_nested_quotas_goes_to_one_thread_and_counts_once() throws Exception {
        AtomicInteger arrived = new AtomicInteger();
        List<Future<List<Boolean>>> threads = new ArrayList<>();
        try (ExecutorService loops = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < THREADS; i++) {
                threads.add(loops.submit(() -> {
                    List<Boolean> mine = new ArrayList<>();
                    for (int round = 0; round < ROUNDS; round++) {
                        List<QuotaDemand> demands = List.of(calls("all " + round, 5), calls("tool " + round, 1));
                        arrived.incrementAndGet();
                        while (arrived.get() < THREADS * (round + 1)) {
                            Thread.yield();
                        }
                        mine.add(quotas.take(NOW, demands).result().allowed());
                    }
                    return mine;
                }));
            }
        }

        for (int round = 0; round < ROUNDS; round++) {
            int passed = 0;
            for (Future<List<Boolean>> thread : threads) {
                passed += thread.get().get(round) ? 1 : 0;
            }
            assertThat(passed).as("round " + round).isEqualTo(1);
            assertThat(left("all " + round, 5)).as("round " + round).isEqualTo(4);
        }
    }
}
