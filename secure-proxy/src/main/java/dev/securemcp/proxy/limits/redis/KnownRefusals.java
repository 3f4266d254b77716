package dev.securemcp.proxy.limits.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.securemcp.proxy.exchange.limit.RateDecision;
import dev.securemcp.proxy.exchange.limit.RateDemand;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import java.util.function.LongSupplier;

/**
 * Demands that are over their limit until a time: as long as a period slides nothing makes room before, so nobody need be asked. A caller
 * who hammers costs a look into memory. Known is only what was asked just so: another limit of the same key, or more at once, waits for
 * another time. Bounded; what is forgotten is asked again.
 */
final class KnownRefusals {

    private static final int MAX = 50_000;

    /**
     * What was refused.
     *
     * @param key of the counter, which is that of one period
     * @param calls of what limit
     * @param units of how many at once
     */
    private record Refused(String key, long calls, long units) {}

    /** Until when, in ticks. */
    private final Cache<Refused, Long> known =
            Caffeine.newBuilder().maximumSize(MAX).executor(Runnable::run).build();

    private final LongSupplier ticks;

    /** @param ticks microseconds that never run backwards */
    KnownRefusals(LongSupplier ticks) {
        this.ticks = ticks;
    }

    void note(String key, RateDemand demand, long waitMillis) {
        if (waitMillis != RateDecision.NEVER && takes(demand)) {
            known.put(refused(key, demand), ticks.getAsLong() + waitMillis * 1_000);
        }
    }

    /** The refusal that is already known; null where Redis has to be asked. */
    RateDecision find(String key, RateDemand demand) {
        if (!takes(demand)) {
            return null;
        }
        Refused refused = refused(key, demand);
        Long until = known.getIfPresent(refused);
        if (until == null) {
            return null;
        }
        long left = until - ticks.getAsLong();
        if (left <= 0) {
            known.invalidate(refused);
            return null;
        }
        return new RateDecision(false, demand, 0, Math.ceilDiv(left, 1_000L));
    }

    private static Refused refused(String key, RateDemand demand) {
        return new Refused(key, demand.calls(), demand.units());
    }

    private static boolean takes(RateDemand demand) {
        return demand.mode() == Mode.TAKE || demand.mode() == Mode.CHECK;
    }
}
