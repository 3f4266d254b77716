package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.config.ServerConfig;

/**
 * What a gateway's configuration says to policies, beside the documents.
 *
 * @param keyHeader the header that the server's subscription key comes in: a document that hands it on to the backend is warned of
 * @param headTimeoutMillis how long a backend's response head may take where {@code forward-request} does not say
 */
public record PolicySettings(String keyHeader, long headTimeoutMillis) {

    /** For a document that is checked alone. */
    public static final PolicySettings DEFAULT = new PolicySettings(
            ServerConfig.KeyNames.DEFAULT.header(),
            Limits.DEFAULTS.time(Limit.HEAD_TIME).toMillis());
}
