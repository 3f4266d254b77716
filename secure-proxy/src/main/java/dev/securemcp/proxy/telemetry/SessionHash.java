package dev.securemcp.proxy.telemetry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A session id may be worth as much as a key on a careless backend: logs show enough of its hash to tell sessions apart and
 * nothing to take one over with.
 */
public final class SessionHash {

    private SessionHash() {}

    /** The first 48 bits of the SHA-256 in hex; null for null. */
    public static String of(String sessionId) {
        if (sessionId == null) {
            return null;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(sessionId.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
