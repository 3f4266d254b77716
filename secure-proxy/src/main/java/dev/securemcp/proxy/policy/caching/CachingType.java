package dev.securemcp.proxy.policy.caching;

import dev.securemcp.proxy.exchange.Services;
import dev.securemcp.proxy.exchange.ValueStore;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import java.util.Optional;

/** {@code caching-type}: which cache a policy means, the one in memory or the one that gateways share through Redis. */
enum CachingType {
    PREFER_EXTERNAL,
    INTERNAL,
    EXTERNAL;

    /** Reads the attribute; who asks for an external cache where there is none is warned. */
    static CachingType read(AttributeReader reader, PolicyBuild build) {
        Optional<PolicyText> text = reader.optionalLiteral("caching-type");
        CachingType type = reader.oneOf("caching-type", values(), PREFER_EXTERNAL);
        if (type == EXTERNAL && !build.settings().sharedStore()) {
            reader.warning(
                    text.orElseThrow().position(),
                    "no external cache is configured: values are kept in the memory of this process",
                    "several gateways do not share them, and a restart forgets them; `redis` in the configuration changes that");
        }
        return type;
    }

    /** Where values are; without Redis both are the same. */
    ValueStore store(Services services) {
        return this == INTERNAL ? services.ownValues() : services.values();
    }
}
