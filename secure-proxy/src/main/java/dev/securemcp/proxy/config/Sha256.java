package dev.securemcp.proxy.config;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The SHA-256 of a subscription key, the only form in which a key is kept (FIPS 180-4; four big-endian words of it here).
 * Equality looks at all four words whatever they hold, so its time tells nothing.
 */
public record Sha256(long first, long second, long third, long fourth) {

    private static final int HEX_DIGITS = 64;
    private static final int WORD_DIGITS = 16;

    /** The hash of a text's UTF-8 bytes. */
    public static Sha256 of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return of(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** 32 bytes that are a hash already. */
    static Sha256 of(byte[] digest) {
        ByteBuffer words = ByteBuffer.wrap(digest);
        return new Sha256(words.getLong(), words.getLong(), words.getLong(), words.getLong());
    }

    /** Reads 64 hexadecimal digits of either case; empty for anything else. */
    public static Optional<Sha256> parse(String hex) {
        if (hex.length() != HEX_DIGITS) {
            return Optional.empty();
        }
        // By hand: files of subscriptions hold millions of these.
        long[] words = new long[HEX_DIGITS / WORD_DIGITS];
        for (int i = 0; i < HEX_DIGITS; i++) {
            char digit = hex.charAt(i);
            if (!HexFormat.isHexDigit(digit)) {
                return Optional.empty();
            }
            words[i / WORD_DIGITS] = words[i / WORD_DIGITS] << 4 | HexFormat.fromHexDigit(digit);
        }
        return Optional.of(new Sha256(words[0], words[1], words[2], words[3]));
    }

    /** All 64 digits in lower case, as {@code sha256:} takes them. */
    public String hex() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(third) + hex.toHexDigits(fourth);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256(long a, long b, long c, long d)
                && ((first ^ a) | (second ^ b) | (third ^ c) | (fourth ^ d)) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    /** The first eight digits: enough to tell two keys apart, no help in guessing a short one. */
    @Override
    public String toString() {
        return "sha256:" + HexFormat.of().toHexDigits(first).substring(0, 8) + "…";
    }
}
