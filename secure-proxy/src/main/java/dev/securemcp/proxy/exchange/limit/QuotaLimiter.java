package dev.securemcp.proxy.exchange.limit;

import dev.securemcp.proxy.config.RedisConfig.OnFailure;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** Counts calls and bytes within windows of the calendar, for everybody who asks with the same keys. Safe for all threads. */
@FunctionalInterface
public interface QuotaLimiter {

    /** Has nothing to give: where there is no limiter, a quota is a denial. */
    QuotaLimiter NONE = (now, demands) ->
            Future.succeededFuture(new QuotaDecision(QuotaDecision.Outcome.OUT_OF_CALLS, demands.getFirst()));

    /**
     * Decides about one call. Its demands are met together or not at all, as far as calls that come at the same time allow.
     *
     * @param now the time of day, by which windows that are over are forgotten
     * @param demands at least one
     * @return never fails: where a decision cannot be had, it is made by what the limiter's configuration says about that
     */
    Future<QuotaDecision> take(Instant now, List<QuotaDemand> demands);

    /** This limiter for quotas that want that done where the shared counters cannot be reached; the same where none are shared. */
    default QuotaLimiter onFailure(OnFailure wish) {
        return this;
    }
}
