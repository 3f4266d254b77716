package dev.securemcp.proxy.mcp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. The JSON parser is lenient about these,
 * and parsers that disagree about bytes disagree about names.
 */
public final class Utf8 {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x0101010101010101L;

    private Utf8() {}

    /**
     * Whether the bytes are UTF-8 without a NUL, which JSON text never holds and which tells UTF-16 and UTF-32 apart from it.
     */
    public static boolean isText(byte[] bytes) {
        int i = 0;
        int end = bytes.length;
        while (i < end) {
            if (i + 8 <= end) {
                long word = (long) LONG.get(bytes, i);
                // No byte with its high bit set, and none that is zero (borrows only out of a zero byte then).
                if (((word | (word - LOW_BITS)) & HIGH_BITS) == 0) {
                    i += 8;
                    continue;
                }
            }
            int length = sequence(bytes, i, end);
            if (length == 0) {
                return false;
            }
            i += length;
        }
        return true;
    }

    /** Length of the sequence at {@code i}, 0 where it is not one. RFC 3629 §4. */
    private static int sequence(byte[] bytes, int i, int end) {
        int first = bytes[i] & 0xFF;
        if (first < 0x80) {
            return first == 0 ? 0 : 1;
        }
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (i + length > end) {
            return 0;
        }
        int second = bytes[i + 1] & 0xFF;
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if ((bytes[i + k] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** Whether a string from JSON escapes holds half of a surrogate pair, which has no UTF-8 form. */
    static boolean hasLoneSurrogate(String text) {
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            // A pair comes back as one code point above the surrogates; half a pair comes back as itself.
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                return true;
            }
            i += Character.charCount(codePoint);
        }
        return false;
    }
}
