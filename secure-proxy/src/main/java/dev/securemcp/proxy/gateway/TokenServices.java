package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.exchange.token.TokenValidator;
import dev.securemcp.proxy.identity.token.KeySetSettings;
import dev.securemcp.proxy.identity.token.TokenSettings;
import dev.securemcp.proxy.identity.token.TokenVerifier;
import dev.securemcp.proxy.net.AddressGuard;
import dev.securemcp.proxy.net.NameResolver;
import dev.securemcp.proxy.net.OutboundHttp;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Random;

/**
 * The validation of tokens, opened for a configuration. Keys are fetched over connections of their own, so that no policy's calls can
 * keep an issuer's keys away.
 */
record TokenServices(TokenVerifier verifier, OutboundHttp http) implements AutoCloseable {

    /** One fetch at a time per issuer; those of more issuers are tried again a moment later. */
    private static final int MAX_FETCHES = 64;

    private static final int CONNECTIONS = 2;

    static TokenServices open(Vertx vertx, MeterRegistry registry, Configuration configuration) {
        Limits limits = configuration.limits();
        OutboundHttp http = new OutboundHttp(
                vertx,
                new OutboundHttp.Settings(
                        MAX_FETCHES,
                        CONNECTIONS,
                        MAX_FETCHES,
                        (int) limits.time(Limit.CONNECT_TIME).toMillis(),
                        true),
                new AddressGuard(configuration.outboundAllow()),
                NameResolver.of(vertx));
        TokenVerifier verifier = new TokenVerifier(
                vertx,
                http,
                InstantSource.system(),
                new EventLoopTimers(vertx),
                new Random(),
                settings(limits, configuration),
                registry);
        return new TokenServices(verifier, http);
    }

    private static TokenSettings settings(Limits limits, Configuration configuration) {
        return new TokenSettings(
                (int) limits.bytes(Limit.TOKEN),
                limits.count(Limit.TOKEN_WORKERS),
                limits.count(Limit.TOKEN_QUEUE),
                limits.bytes(Limit.TOKEN_CACHE),
                limits.time(Limit.TOKEN_CACHE_TIME),
                new KeySetSettings(
                        limits.count(Limit.KEY_SETS),
                        (int) limits.bytes(Limit.KEY_SET),
                        limits.time(Limit.KEY_SET_TIME),
                        limits.time(Limit.KEY_SET_AGE),
                        limits.time(Limit.KEY_SET_STALE),
                        limits.time(Limit.UNKNOWN_KEY),
                        configuration.tokens().plainHttp()));
    }

    /** What exchanges are given. */
    TokenValidator validator() {
        return verifier;
    }

    @Override
    public void close() {
        verifier.close();
        http.close();
    }
}
