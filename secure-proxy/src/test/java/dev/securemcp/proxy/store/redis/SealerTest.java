package dev.securemcp.proxy.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SealerTest {

    private static final byte[] TEXT = "a refresh token".getBytes(StandardCharsets.UTF_8);

    private final Sealer sealer = new Sealer("k".repeat(32), new SecureRandom());

    @Test
    void what_was_sealed_comes_out_as_it_went_in() {
        assertThat(sealer.open("here", sealer.seal("here", TEXT))).hasValue(TEXT);
    }

    @Test
    void nothing_of_the_text_is_seen_and_no_two_are_alike() {
        byte[] sealed = sealer.seal("here", TEXT);

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("refresh");
        assertThat(sealed).isNotEqualTo(sealer.seal("here", TEXT));
    }

    @Test
    void another_place_another_key_and_any_changed_byte_open_nothing() {
        byte[] sealed = sealer.seal("here", TEXT);

        assertThat(sealer.open("there", sealed)).isEmpty();
        assertThat(new Sealer("l".repeat(32), new SecureRandom()).open("here", sealed))
                .isEmpty();
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThat(sealer.open("here", changed)).as("byte " + i).isEmpty();
        }
        assertThat(sealer.open("here", new byte[3])).isEmpty();
    }
}
