package dev.securemcp.proxy.identity.token;

import dev.securemcp.proxy.exchange.token.TokenRules;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A token under rules, without keeping the token: its SHA-256. Rules are compared by identity. */
record TokenHash(TokenRules rules, long a, long b, long c, long d) {

    static TokenHash of(TokenRules rules, String token) {
        try {
            ByteBuffer hash = ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
            return new TokenHash(rules, hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
