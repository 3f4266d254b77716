package dev.securemcp.proxy.identity.token;

import java.time.Duration;

/**
 * The bounds of token validation.
 *
 * @param maxLength characters of a token
 * @param workers threads that verify
 * @param queue tokens that are being verified or wait for it, for a thread or for keys; one more is refused
 * @param cacheBytes what is remembered of validated tokens, estimated
 * @param cacheTime for how long a validated token is believed without looking again; never beyond its expiry
 */
public record TokenSettings(
        int maxLength, int workers, int queue, long cacheBytes, Duration cacheTime, KeySetSettings keySets) {}
