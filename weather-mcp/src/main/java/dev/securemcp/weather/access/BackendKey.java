package dev.securemcp.weather.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** The key that callers must show. Only its SHA-256 is kept. */
final class BackendKey {

    private final byte[] hash;

    BackendKey(String key) {
        this.hash = sha256(key);
    }

    /**
     * Whether exactly one key was shown and it is the right one. Both sides are hashed first, so that neither the length
     * nor the first wrong character shows in the time it takes.
     */
    boolean accepts(List<String> shown) {
        return shown.size() == 1 && MessageDigest.isEqual(hash, sha256(shown.getFirst()));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
