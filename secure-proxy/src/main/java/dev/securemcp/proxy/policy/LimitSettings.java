package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.CountingConfig;

/**
 * What a gateway's configuration says to policies that limit.
 *
 * @param calls what a call is
 * @param fields whether responses tell of limits in {@code RateLimit} fields
 * @param durable whether quotas survive a restart
 */
public record LimitSettings(CountingConfig.Calls calls, boolean fields, boolean durable) {

    /** For a document that is checked alone. */
    public static final LimitSettings DEFAULT =
            new LimitSettings(CountingConfig.DEFAULT.calls(), CountingConfig.DEFAULT.fields(), true);

    /** Those of a configuration. */
    public static LimitSettings of(Configuration configuration) {
        return new LimitSettings(
                configuration.counting().calls(),
                configuration.counting().fields(),
                configuration.stateDir().isPresent() || configuration.redis().isPresent());
    }
}
