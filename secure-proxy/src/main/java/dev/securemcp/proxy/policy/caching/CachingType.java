package dev.securemcp.proxy.policy.caching;

import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import java.util.Optional;

/** {@code caching-type}: which cache a policy means. There is one, in memory, so the attribute only says what somebody expects. */
enum CachingType {
    PREFER_EXTERNAL,
    INTERNAL,
    EXTERNAL;

    /** Reads the attribute; who asks for an external cache is warned. */
    static void check(AttributeReader reader) {
        Optional<PolicyText> text = reader.optionalLiteral("caching-type");
        CachingType type = reader.oneOf("caching-type", values(), PREFER_EXTERNAL);
        if (type == EXTERNAL) {
            reader.warning(
                    text.orElseThrow().position(),
                    "no external cache is configured: values are kept in the memory of this process",
                    "several gateways do not share them, and a restart forgets them");
        }
    }
}
