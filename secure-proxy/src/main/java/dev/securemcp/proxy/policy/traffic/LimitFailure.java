package dev.securemcp.proxy.policy.traffic;

import dev.securemcp.proxy.config.RedisConfig.OnFailure;
import dev.securemcp.proxy.policy.document.AttributeReader;

/** {@code on-failure}, an attribute of our own: what a limit does while the counters that gateways share cannot be reached. */
final class LimitFailure {

    private LimitFailure() {}

    /** Null where the element does not say: then the configuration does. */
    static OnFailure read(AttributeReader reader) {
        return reader.oneOf("on-failure", OnFailure.values(), null);
    }
}
