package dev.securemcp.proxy.gateway.bridge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Texts that mean nothing and cannot be guessed. What is kept of them is their hash, so that whoever reads the store has none. */
final class Opaque {

    private static final int BYTES = 32;

    private Opaque() {}

    /** A new one: 256 bits as 43 characters of base64url. */
    static String fresh(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return text(bytes);
    }

    /** The SHA-256 of a text's UTF-8 bytes in base64url; also the S256 transformation of RFC 7636 §4.2. */
    static String hash(String text) {
        return text(sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Bytes in base64url without padding (RFC 4648 §5). */
    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Compares in a time that does not depend on where two texts of one length differ; null equals nothing. */
    static boolean same(String expected, String given) {
        return expected != null
                && given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
