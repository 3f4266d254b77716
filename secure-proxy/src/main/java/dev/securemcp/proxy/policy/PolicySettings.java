package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.config.ServerConfig;
import java.util.function.Predicate;

/**
 * What a gateway's configuration says to policies, beside the documents.
 *
 * @param keyHeader the header that the server's subscription key comes in: a document that hands it on to the backend is warned of
 * @param headTimeoutMillis how long a backend's response head may take where {@code forward-request} does not say
 * @param maxBodyBytes how large a body that a policy makes may be: as large as one that a client sends
 * @param knownBackend whether a backend of that name is configured; one object for a whole configuration
 * @param sharedStore whether gateways share values through Redis
 * @param outbound what it says to policies that reach other services
 * @param filters what it says to policies that filter calls
 * @param access what it says to policies that validate tokens
 * @param limits what it says to policies that limit
 */
public record PolicySettings(
        String keyHeader,
        long headTimeoutMillis,
        long maxBodyBytes,
        Predicate<String> knownBackend,
        boolean sharedStore,
        OutboundSettings outbound,
        FilterSettings filters,
        AccessSettings access,
        LimitSettings limits) {

    /** For a document that is checked alone: any backend may exist. */
    public static final PolicySettings DEFAULT = new PolicySettings(
            ServerConfig.KeyNames.DEFAULT.header(),
            Limits.DEFAULTS.time(Limit.HEAD_TIME).toMillis(),
            Limits.DEFAULTS.bytes(Limit.BODY),
            name -> true,
            false,
            OutboundSettings.UNKNOWN,
            FilterSettings.UNKNOWN,
            AccessSettings.UNKNOWN,
            LimitSettings.DEFAULT);
}
