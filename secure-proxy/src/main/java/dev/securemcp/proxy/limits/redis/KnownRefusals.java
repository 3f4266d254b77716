package dev.securemcp.proxy.limits.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.securemcp.proxy.exchange.limit.RateDecision;
import dev.securemcp.proxy.exchange.limit.RateDemand;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import java.util.function.LongSupplier;

/**
 * Keys that are over their limit until a time: as long as a period slides nothing makes room before, so nobody need be asked. A caller who
 * hammers costs a look into memory. Bounded; what is forgotten is asked again.
 */
final class KnownRefusals {

    private static final int MAX = 50_000;

    /**
     * A refusal.
     *
     * @param until in ticks
     * @param calls of what limit
     * @param units of how many at once
     */
    private record Refusal(long until, long calls, long units) {}

    private final Cache<String, Refusal> known =
            Caffeine.newBuilder().maximumSize(MAX).executor(Runnable::run).build();
    private final LongSupplier ticks;

    /** @param ticks microseconds that never run backwards */
    KnownRefusals(LongSupplier ticks) {
        this.ticks = ticks;
    }

    void note(String key, RateDemand demand, long waitMillis) {
        if (waitMillis != RateDecision.NEVER && takes(demand)) {
            known.put(key, new Refusal(ticks.getAsLong() + waitMillis * 1_000, demand.calls(), demand.units()));
        }
    }

    /** The refusal that is already known; null where Redis has to be asked. */
    RateDecision find(String key, RateDemand demand) {
        Refusal refusal = takes(demand) ? known.getIfPresent(key) : null;
        if (refusal == null || demand.calls() > refusal.calls() || demand.units() < refusal.units()) {
            return null;
        }
        long left = refusal.until() - ticks.getAsLong();
        if (left <= 0) {
            known.invalidate(key);
            return null;
        }
        return new RateDecision(false, demand, 0, Math.ceilDiv(left, 1_000L));
    }

    private static boolean takes(RateDemand demand) {
        return demand.mode() == Mode.TAKE || demand.mode() == Mode.CHECK;
    }
}
