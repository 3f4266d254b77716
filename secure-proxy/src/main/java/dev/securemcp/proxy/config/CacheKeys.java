package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.Shape.Amount;
import dev.securemcp.proxy.config.Shape.Flag;
import dev.securemcp.proxy.config.Shape.Mapping;
import java.util.List;

/** The keys of a tool's {@code cache}. */
final class CacheKeys {

    private static final long MIN_LIFE = 1000;
    private static final long MAX_LIFE = 30 * 24 * 3_600_000L;

    static final Mapping TOOL_CACHE = new Mapping(
            "the cache of a tool",
            List.of(
                    Key.of(
                                    "ttl",
                                    new Amount(Limit.Unit.TIME, MIN_LIFE, MAX_LIFE),
                                    "How long a result may be given again for the same arguments.")
                            .needed(),
                    Key.of(
                                    "shared",
                                    new Flag(),
                                    "Whether one caller's result may be given to another. Only where it does not depend on who asks.")
                            .byDefault("false")),
            List.of(),
            List.of());

    private CacheKeys() {}
}
