package dev.securemcp.proxy.exchange.limit;

import dev.securemcp.proxy.config.RedisConfig.OnFailure;
import io.vertx.core.Future;
import java.util.List;

/** Counts calls within periods that slide with the clock, for everybody who asks with the same keys. Safe for all threads. */
@FunctionalInterface
public interface RateLimiter {

    /** Has room for nothing: where there is no limiter, a limit is a denial. */
    RateLimiter NONE = demands -> Future.succeededFuture(
            new RateDecision(false, demands.getFirst(), 0, demands.getFirst().periodMillis()));

    /**
     * Decides about one call. Its demands are met together or not at all, as far as calls that come at the same time allow.
     *
     * @param demands at least one
     * @return never fails: where a decision cannot be had, it is made by what the limiter's configuration says about that
     */
    Future<RateDecision> take(List<RateDemand> demands);

    /** This limiter for limits that want that done where the shared counters cannot be reached; the same where none are shared. */
    default RateLimiter onFailure(OnFailure wish) {
        return this;
    }
}
