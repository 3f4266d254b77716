package dev.securemcp.proxy.limits;

import dev.securemcp.proxy.exchange.limit.RateDecision;
import dev.securemcp.proxy.exchange.limit.RateDemand;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import dev.securemcp.proxy.exchange.limit.RateLimiter;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.LongSupplier;

/** Rates that this process counts by itself. Decides at once. */
public final class MemoryRates implements RateLimiter {

    private final RateTable table;
    private final LongSupplier clock;

    /** @param clock microseconds that never run backwards */
    public MemoryRates(RateTable table, LongSupplier clock) {
        this.table = table;
        this.clock = clock;
    }

    @Override
    public Future<RateDecision> take(List<RateDemand> demands) {
        long now = clock.getAsLong();
        if (demands.size() == 1) {
            RateDemand only = demands.getFirst();
            return Future.succeededFuture(decision(only, decide(only, only.mode(), now)));
        }
        RateDecision checked = all(demands, true, now);
        return Future.succeededFuture(checked.allowed() ? all(demands, false, now) : checked);
    }

    /** Asks every demand; the one that binds is the answer. */
    private RateDecision all(List<RateDemand> demands, boolean checkOnly, long now) {
        RateDecision binding = null;
        for (RateDemand demand : demands) {
            boolean check = checkOnly && demand.mode() == Mode.TAKE;
            if (checkOnly && demand.mode() == Mode.ADD) {
                continue;
            }
            RateDecision said = decision(demand, decide(demand, check ? Mode.CHECK : demand.mode(), now));
            if (binding == null || RateDecision.binds(said, binding)) {
                binding = said;
            }
        }
        return binding == null ? new RateDecision(true, demands.getFirst(), 0, 0) : binding;
    }

    private long decide(RateDemand demand, Mode mode, long now) {
        return table.decide(demand.key(), demand.periodMillis() * 1_000, demand.calls(), demand.units(), mode, now);
    }

    /** Rounded up: a wait must not be too short. */
    private static long millis(long micros) {
        return (micros + 999) / 1_000;
    }

    private static RateDecision decision(RateDemand demand, long said) {
        if (said >= 0) {
            return new RateDecision(true, demand, said, 0);
        }
        return new RateDecision(false, demand, 0, said == SlidingWindow.NEVER ? RateDecision.NEVER : millis(-said));
    }
}
