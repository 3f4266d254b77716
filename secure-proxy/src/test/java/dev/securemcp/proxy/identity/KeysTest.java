package dev.securemcp.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    private final SecureRandom random = new SecureRandom();

    @Test
    void every_new_key_is_another_and_recognisable() {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String key = Keys.generate(random);
            assertThat(key).matches("smcp_[0-9A-Za-z]{49}");
            assertThat(Keys.looksLikeKey(key)).isTrue();
            keys.add(key);
        }
        assertThat(keys).hasSize(1000);
    }

    @Test
    void all_256_bits_of_the_randomness_are_in_the_key() {
        String none = Keys.generate(new Fixed((byte) 0));
        String all = Keys.generate(new Fixed((byte) 0xff));

        assertThat(none).startsWith("smcp_" + "0".repeat(43));
        assertThat(new BigInteger(1, bytes()).bitLength()).isEqualTo(256);
        assertThat(all.substring(5, 48)).isEqualTo(base62(new BigInteger(1, bytes())));
    }

    @Test
    void one_wrong_character_is_noticed() {
        String key = Keys.generate(random);
        for (int i = Keys.PREFIX.length(); i < key.length(); i++) {
            char other = key.charAt(i) == 'x' ? 'y' : 'x';
            assertThat(Keys.looksLikeKey(key.substring(0, i) + other + key.substring(i + 1)))
                    .isFalse();
        }
    }

    @Test
    void the_checksum_is_the_crc_32_of_what_stands_before_it() {
        for (int i = 0; i < 200; i++) {
            String key = Keys.generate(i == 0 ? new Fixed((byte) 0) : random);
            CRC32 crc = new CRC32();
            crc.update(key.substring(0, 48).getBytes(StandardCharsets.US_ASCII));
            String digits = base62(BigInteger.valueOf(crc.getValue()));

            assertThat(key.substring(48)).isEqualTo("0".repeat(6 - digits.length()) + digits);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "smcp_",
                "0123456789abcdef0123456789abcdef",
                "smcp_+++++++++++++++++++++++++++++++++++++++++++++++++",
                "smcp_00000000000000000000000000000000000000000000000000",
                "smcp_000000000000000000000000000000000000000000000000\u00e9",
                "smcp_\u0660\u0660\u0660\u0660\u0660\u0660\u0660000000000000000000000000000000000000000000",
            })
    void a_text_of_another_form_is_no_key_of_ours(String text) {
        assertThat(Keys.looksLikeKey(text)).isFalse();
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 0xff);
        return bytes;
    }

    private static String base62(BigInteger number) {
        StringBuilder text = new StringBuilder();
        BigInteger rest = number;
        while (rest.signum() > 0) {
            int digit = rest.mod(BigInteger.valueOf(62)).intValue();
            text.append("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".charAt(digit));
            rest = rest.divide(BigInteger.valueOf(62));
        }
        return text.reverse().toString();
    }

    /** Randomness that is the same byte for ever. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte value;

        Fixed(byte value) {
            this.value = value;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, value);
        }
    }
}
