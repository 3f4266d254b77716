package dev.securemcp.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.limit.QuotaDecision.Outcome;
import dev.securemcp.proxy.exchange.limit.QuotaDemand;
import dev.securemcp.proxy.exchange.limit.QuotaWindow;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QuotaTableTest {

    private static final Instant NOW = Instant.parse("2026-07-28T10:00:00Z");

    private final QuotaTable table = new QuotaTable(10, SipHash.random(), true);

    private Outcome count() {
        QuotaDemand demand = new QuotaDemand(
                "ann",
                QuotaWindow.at(NOW, Instant.EPOCH, 86_400),
                QuotaDemand.UNLIMITED,
                QuotaDemand.UNLIMITED,
                1,
                0,
                Mode.ADD);
        return table.decide(demand, Mode.ADD, NOW.toEpochMilli());
    }

    /** A disk that takes its time: meanwhile another thread counts. */
    private void slowly(List<Outcome> counted) {
        counted.add(CompletableFuture.supplyAsync(this::count)
                .completeOnTimeout(null, 5, TimeUnit.SECONDS)
                .join());
    }

    @Test
    void whoever_writes_counters_down_keeps_no_decision_waiting() {
        count();
        List<Outcome> counted = new ArrayList<>();

        table.changes((hash, start, end, calls, bytes) -> slowly(counted));
        table.all(NOW.toEpochMilli(), (hash, start, end, calls, bytes) -> slowly(counted));

        assertThat(counted).containsExactly(Outcome.ALLOWED, Outcome.ALLOWED);
    }
}
