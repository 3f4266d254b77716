package dev.securemcp.proxy.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that keys can be hashed with (HMAC-SHA-256, RFC 2104), so that whoever reads the hashes cannot even try guesses at keys
 * that people chose. Immutable, for any thread.
 */
public final class Pepper {

    /** The shortest that is taken, in characters: 128 bits if they are hexadecimal digits. */
    public static final int MIN_LENGTH = 32;

    private static final int MAX_BYTES = 64 * 1024;
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac prepared;

    private Pepper(Mac prepared) {
        this.prepared = prepared;
    }

    /** A pepper of at least {@link #MIN_LENGTH} characters. */
    public static Pepper of(String secret) {
        if (secret.length() < MIN_LENGTH) {
            throw new IllegalArgumentException("a pepper has at least " + MIN_LENGTH + " characters");
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return new Pepper(mac);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /**
     * Reads a pepper as {@code key-pepper} does: the text of a file without one line end at its end.
     *
     * @throws IOException with a message for a person
     */
    public static Pepper read(Path file) throws IOException {
        try {
            String text = BoundedFiles.withoutLineEnd(BoundedFiles.read(file, MAX_BYTES));
            if (text.length() < MIN_LENGTH) {
                throw new IOException(file + " holds fewer than " + MIN_LENGTH + " characters: no pepper");
            }
            return of(text);
        } catch (BoundedFiles.Unreadable e) {
            throw new IOException(file + " " + e.getMessage(), e);
        }
    }

    /** The HMAC of a key's UTF-8 bytes. */
    public Sha256 digest(String key) {
        try {
            // A copy keeps the work that was done for the secret, and other threads use the original.
            Mac mac = (Mac) prepared.clone();
            return Sha256.of(mac.doFinal(key.getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's HMAC-SHA-256 can be copied", e);
        }
    }

    /** Always {@code ***}. */
    @Override
    public String toString() {
        return "***";
    }
}
