package dev.securemcp.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.identity.SharedUses.Use;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a gateway has to tell others about its keys. */
class SharedUsesTest {

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final long SECOND = NOON.getEpochSecond();

    private final KeyRingFixture keys = KeyRingFixture.of(3);
    private final SharedUses uses = new SharedUses(keys.ring());

    private List<Use> untold() throws Exception {
        List<Use> found = new ArrayList<>();
        uses.untold(found::add);
        return found;
    }

    @Test
    void a_use_is_to_be_told_until_it_is_known() throws Exception {
        assertThat(untold()).isEmpty();
        keys.use(1, NOON);
        List<Use> told = untold();
        assertThat(told).hasSize(1).isEqualTo(untold());

        told.forEach(uses::known);
        keys.use(1, NOON);
        assertThat(untold()).isEmpty();
    }

    @Test
    void a_use_that_comes_while_the_one_before_is_told_stays_to_be_told() throws Exception {
        keys.use(1, NOON);
        List<Use> told = untold();
        keys.use(1, NOON.plusSeconds(1));
        told.forEach(uses::known);

        assertThat(untold()).extracting(Use::second).containsExactly(SECOND + 1);
        assertThat(keys.lastUsed(1)).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void what_others_know_is_taken_over_if_it_is_later_and_not_told_back() throws Exception {
        keys.use(0, NOON);
        long word = untold().getFirst().word();
        uses.known(new Use(word, SECOND - 1));
        assertThat(keys.lastUsed(0)).isEqualTo(NOON);
        assertThat(untold()).hasSize(1);

        uses.known(new Use(word, SECOND + 1));
        assertThat(keys.lastUsed(0)).isEqualTo(NOON.plusSeconds(1));
        assertThat(untold()).isEmpty();
        for (long nonsense : new long[] {0, -1, 1L << 32}) {
            uses.known(new Use(word, nonsense));
        }
        assertThat(keys.lastUsed(0)).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void what_others_have_lost_is_to_be_told_again_but_not_what_was_never_used() throws Exception {
        keys.use(1, NOON);
        untold().forEach(uses::known);
        uses.lost();

        assertThat(untold()).hasSize(1);
    }

    @Test
    void a_new_table_of_the_file_knows_what_is_told() throws Exception {
        keys.use(1, NOON);
        untold().forEach(uses::known);
        keys.use(2, NOON);
        keys.replace();

        assertThat(untold()).hasSize(1);
        assertThat(keys.lastUsed(1)).isEqualTo(NOON);
        assertThat(keys.lastUsed(2)).isEqualTo(NOON);
    }
}
