package dev.securemcp.proxy.limits.redis;

import dev.securemcp.proxy.config.Sha256;

/** What counters are called in Redis: what a policy counts by may be long and is often somebody's, so its SHA-256 stands there. */
final class RedisNames {

    private RedisNames() {}

    static String of(String prefix, String key, long number) {
        return prefix + Sha256.of(key).hex() + ":" + number;
    }
}
