package dev.securemcp.proxy.limits;

import java.security.SecureRandom;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) of a text: 64 bits that nobody can foresee without the secret. Callers choose their
 * keys, so that with a plain hash one caller could look for a key that shares another's counter. Immutable.
 *
 * @param k0 the first half of the secret
 * @param k1 the second half
 */
record SipHash(long k0, long k1) {

    /** With a new secret. */
    static SipHash random() {
        SecureRandom random = new SecureRandom();
        return new SipHash(random.nextLong(), random.nextLong());
    }

    /**
     * The hash of the eight bytes of a number and the UTF-16 code units of a text, lower bytes first.
     */
    long of(long domain, String text) {
        return of(domain, text, text.length());
    }

    /** The same of the first {@code length} code units of a text. */
    long of(long domain, String text, int length) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int at = 0;
        long word = domain;
        long closing = (8L + 2L * length) << 56;
        boolean last = false;
        while (true) {
            v3 ^= word;
            for (int round = 0; round < 2; round++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
            if (last) {
                break;
            }
            if (length - at >= 4) {
                word = text.charAt(at)
                        | (long) text.charAt(at + 1) << 16
                        | (long) text.charAt(at + 2) << 32
                        | (long) text.charAt(at + 3) << 48;
                at += 4;
            } else {
                word = closing;
                for (int i = 0; at < length; i += 16) {
                    word ^= (long) text.charAt(at++) << i;
                }
                last = true;
            }
        }
        v2 ^= 0xff;
        for (int round = 0; round < 4; round++) {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** Without the secret: this may end up in a message. */
    @Override
    public String toString() {
        return "SipHash";
    }
}
