package dev.securemcp.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {

    /** The key of the published vectors: the bytes 00 to 0f. */
    private static final SipHash PUBLISHED = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    private static final long FIRST_EIGHT = 0x0706050403020100L;

    /** A text whose code units are the bytes from 08 on, two each. */
    private static String bytesFromEight(int count) {
        StringBuilder text = new StringBuilder();
        for (int b = 8; b < count; b += 2) {
            text.append((char) (b | b + 1 << 8));
        }
        return text.toString();
    }

    /** From vectors.h of the algorithm's authors: input 00, 01, 02 … of that length. */
    @ParameterizedTest
    @CsvSource({
        "8, 93f5f5799a932462",
        "10, 7a5dbbc594ddb9f3",
        "12, 751e8fbc860ee5fb",
        "14, f723ca908e7af2ee",
        "16, 3f2acc7f57c29bdb"
    })
    void agrees_with_the_published_vectors(int length, String hash) {
        assertThat(Long.toHexString(PUBLISHED.of(FIRST_EIGHT, bytesFromEight(length))))
                .isEqualTo(hash);
    }

    @Test
    void another_secret_number_or_text_gives_another_hash() {
        Set<Long> hashes = new HashSet<>();
        SipHash other = SipHash.random();
        for (SipHash hash : new SipHash[] {PUBLISHED, other, SipHash.random()}) {
            for (long domain : new long[] {0, 1, -1}) {
                for (String text : new String[] {"", "\0", "a", "ab", "abc", "abcd", "abcde", "aé"}) {
                    hashes.add(hash.of(domain, text));
                }
            }
        }
        assertThat(hashes).hasSize(3 * 3 * 8);
    }

    @Test
    void does_not_show_its_secret() {
        assertThat(PUBLISHED).hasToString("SipHash");
    }
}
