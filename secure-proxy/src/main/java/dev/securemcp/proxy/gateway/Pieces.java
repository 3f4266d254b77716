package dev.securemcp.proxy.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Texts as one SHA-256. Each tells its length first, so that no two rows of texts look alike; and counts with its UTF-16 units, since
 * every encoding has one form for all halves of surrogate pairs.
 */
final class Pieces {

    private final MessageDigest digest;

    Pieces() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** One more text; null, too, is a text of its own. */
    Pieces add(String text) {
        if (text == null) {
            digest.update((byte) '-');
            return this;
        }
        byte[] units = new byte[2 * text.length()];
        for (int i = 0; i < text.length(); i++) {
            units[2 * i] = (byte) (text.charAt(i) >> 8);
            units[2 * i + 1] = (byte) text.charAt(i);
        }
        digest.update(Integer.toString(text.length()).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ':');
        digest.update(units);
        return this;
    }

    /** Bytes that are as long every time. */
    Pieces add(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    /** All of it; nothing can be added afterwards. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
