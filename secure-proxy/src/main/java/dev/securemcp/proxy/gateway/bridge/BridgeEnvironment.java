package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.net.HttpCalls;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * What bridges run on.
 *
 * @param http calls of the gateway's own
 * @param store where they remember
 * @param key what they recognise their own texts by
 * @param events told of what happens
 */
public record BridgeEnvironment(
        Vertx vertx,
        HttpCalls http,
        InstantSource clock,
        SecureRandom random,
        BridgeStore store,
        BridgeKey key,
        Limits limits,
        BridgeEvents events) {

    /** A text that nobody can guess. */
    String fresh() {
        return Opaque.fresh(random);
    }
}
