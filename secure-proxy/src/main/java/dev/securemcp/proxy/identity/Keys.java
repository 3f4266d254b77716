package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.config.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * Subscription keys of our own making: {@code smcp_}, 256 random bits as 43 digits of base 62, and a checksum of 6 digits.
 * The prefix lets scanners of repositories and logs recognise one; the checksum tells a mistyped one without a look-up.
 * Any other text of sufficient length is a key too, so that keys of an earlier gateway go on working.
 */
public final class Keys {

    /** What every key of our making begins with. */
    public static final String PREFIX = "smcp_";

    /** Longer than this is no key: it is not even hashed. */
    public static final int MAX_LENGTH = 256;

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_BITS = 256;
    private static final int RANDOM_DIGITS = 43; // 62^43 > 2^256
    private static final int CHECK_DIGITS = 6; // 62^6 > 2^32
    private static final int LENGTH = PREFIX.length() + RANDOM_DIGITS + CHECK_DIGITS;

    private Keys() {}

    /** A new key; it is not kept anywhere. */
    public static String generate(SecureRandom random) {
        String body = PREFIX + digits(new BigInteger(RANDOM_BITS, random), RANDOM_DIGITS);
        return body + digits(BigInteger.valueOf(checksum(body, body.length())), CHECK_DIGITS);
    }

    /** The form in which a key is kept. */
    public static Sha256 hash(String key) {
        return Sha256.of(key);
    }

    /** Whether a text has the form of a key of our making and its checksum is right. */
    public static boolean looksLikeKey(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return false;
        }
        for (int i = PREFIX.length(); i < LENGTH; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        // Whoever guesses keys comes here for each: no more is done than the arithmetic.
        long rest = checksum(text, LENGTH - CHECK_DIGITS);
        for (int i = LENGTH - 1; i >= LENGTH - CHECK_DIGITS; i--) {
            if (text.charAt(i) != DIGITS.charAt((int) (rest % DIGITS.length()))) {
                return false;
            }
            rest /= DIGITS.length();
        }
        return true;
    }

    private static boolean isDigit(char one) {
        return (one >= '0' && one <= '9') || (one >= 'A' && one <= 'Z') || (one >= 'a' && one <= 'z');
    }

    /** Whether a text begins like a key of our making and is none: one that was cut off or mistyped. */
    public static boolean isMistyped(String text) {
        return text.startsWith(PREFIX) && !looksLikeKey(text);
    }

    /** Of the first characters of a text, which are ASCII. */
    private static long checksum(String text, int length) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1), 0, length);
        return crc.getValue();
    }

    private static String digits(BigInteger number, int width) {
        StringBuilder text = new StringBuilder();
        BigInteger rest = number;
        BigInteger base = BigInteger.valueOf(DIGITS.length());
        for (int i = 0; i < width; i++) {
            BigInteger[] parts = rest.divideAndRemainder(base);
            text.append(DIGITS.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return text.reverse().toString();
    }
}
