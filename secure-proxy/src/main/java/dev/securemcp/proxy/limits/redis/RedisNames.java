package dev.securemcp.proxy.limits.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What counters are called in Redis: what a policy counts by may be long and is often somebody's, so its SHA-256 stands there. */
final class RedisNames {

    private RedisNames() {}

    static String of(String prefix, String key, long number) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(key.getBytes(StandardCharsets.UTF_8));
            return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest()) + ":" + number;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
