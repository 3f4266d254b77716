package dev.securemcp.proxy.exchange.limit;

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
}
