package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.Shape.Mapping;
import java.util.List;

/** The keys of {@code bridge}. */
final class BridgeKeys {

    static final Mapping BRIDGE = new Mapping("a bridge", List.of(), List.of(), List.of());

    private BridgeKeys() {}
}
