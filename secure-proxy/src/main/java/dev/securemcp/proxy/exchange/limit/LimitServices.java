package dev.securemcp.proxy.exchange.limit;

import dev.securemcp.proxy.config.RedisConfig.OnFailure;

/**
 * What policies that limit reach. Shared by all exchanges.
 *
 * @param rates periods that slide
 * @param quotas windows of the calendar
 * @param meter where decisions are counted
 */
public record LimitServices(RateLimiter rates, QuotaLimiter quotas, LimitMeter meter) {

    /** Nothing passes a limit. */
    public static final LimitServices NONE = new LimitServices(RateLimiter.NONE, QuotaLimiter.NONE, LimitMeter.NONE);

    /**
     * Rates.
     *
     * @param onFailure what is done where shared counters cannot be reached; null for what the configuration says
     */
    public RateLimiter rates(OnFailure onFailure) {
        return onFailure == null ? rates : rates.onFailure(onFailure);
    }

    /**
     * Quotas.
     *
     * @param onFailure what is done where shared counters cannot be reached; null for what the configuration says
     */
    public QuotaLimiter quotas(OnFailure onFailure) {
        return onFailure == null ? quotas : quotas.onFailure(onFailure);
    }
}
