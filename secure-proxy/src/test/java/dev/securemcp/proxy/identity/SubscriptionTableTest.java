package dev.securemcp.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.config.StoredKey;
import dev.securemcp.proxy.config.SubscriptionConfig;
import dev.securemcp.proxy.config.SubscriptionConfig.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table in arrays says what a map of objects would. */
class SubscriptionTableTest {

    private static final int TEXT = 200;

    private static StoredKey key(Random random) {
        // Few different first words: keys that meet in one place of the index, and share what the file of last uses
        // names them by.
        return new StoredKey(
                new Sha256(random.nextInt(50), random.nextInt(3), random.nextInt(3), random.nextInt(100)),
                random.nextBoolean());
    }

    private static String text(Random random, int max) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(max); i > 0; i--) {
            text.appendCodePoint(random.nextInt(4) == 0 ? 0x1f600 + random.nextInt(50) : 'a' + random.nextInt(26));
        }
        return text.toString();
    }

    private static SubscriptionConfig subscription(Random random) {
        String id = "id-" + random.nextInt(1500);
        Optional<Set<String>> servers =
                random.nextBoolean() ? Optional.empty() : Optional.of(Set.of("s" + random.nextInt(3)));
        String name = text(random, TEXT);
        return new SubscriptionConfig(
                id,
                Optional.empty(),
                servers,
                Optional.of(key(random)),
                random.nextBoolean() ? Optional.empty() : Optional.of(key(random)),
                State.values()[random.nextInt(State.values().length)],
                random.nextBoolean() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(random.nextInt(1000))),
                random.nextBoolean() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(random.nextInt(1000))),
                random.nextBoolean(),
                name.isEmpty() ? id : name,
                text(random, TEXT),
                text(random, TEXT),
                Position.of("f"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void it_finds_what_a_map_finds_and_refuses_what_is_there_already(long seed) {
        Random random = new Random(seed);
        Faults faults = new Faults();
        SubscriptionTableBuilder builder = new SubscriptionTableBuilder(Map.of(), faults);
        Map<StoredKey, SubscriptionConfig> byKey = new HashMap<>();
        Set<String> ids = new HashSet<>();
        List<SubscriptionConfig> kept = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            SubscriptionConfig one = subscription(random);
            builder.add(one);
            if (!ids.add(one.id())) {
                refused++;
                continue;
            }
            kept.add(one);
            for (Optional<StoredKey> key : List.of(one.primaryKey(), one.secondaryKey())) {
                if (key.isPresent() && byKey.putIfAbsent(key.get(), one) != null) {
                    refused++;
                }
            }
        }
        SubscriptionTable table = builder.build();

        assertThat(table.size()).isEqualTo(kept.size());
        assertThat(table.keyCount()).isEqualTo(byKey.size());
        assertThat(faults.all().size() + faults.dropped()).isEqualTo(refused).isPositive();
        for (int i = 0; i < 5000; i++) {
            StoredKey probe = key(random);
            SubscriptionConfig expected = byKey.get(probe);
            assertThat(table.find(probe).map(SubscriptionTableTest::seen))
                    .isEqualTo(Optional.ofNullable(expected).map(SubscriptionTableTest::seen));
        }
        byKey.forEach((key, owner) -> assertThat(table.find(key)).isPresent());
        for (int i = 0; i < kept.size(); i++) {
            assertThat(table.entry(kept.get(i).id())).isEqualTo(i);
            assertThat(table.text(i, SubscriptionTable.OWNER))
                    .isEqualTo(kept.get(i).owner());
            assertThat(table.text(i, SubscriptionTable.NOTES))
                    .isEqualTo(kept.get(i).notes());
        }
        assertThat(table.has("id-1500")).isFalse();
    }

    private static List<Object> seen(SubscriptionConfig one) {
        return List.of(
                one.id(),
                one.displayName(),
                one.servers(),
                one.state(),
                one.notBefore(),
                one.expires(),
                one.allowTracing());
    }

    private static List<Object> seen(Subscription one) {
        return List.of(
                one.id(),
                one.name(),
                one.access().servers(),
                one.state(),
                one.notBefore(),
                one.expires(),
                one.mayTrace());
    }

    @Test
    void dates_between_two_milliseconds_never_let_a_key_work_longer() {
        SubscriptionTableBuilder builder = new SubscriptionTableBuilder(Map.of(), new Faults());
        StoredKey key = new StoredKey(Sha256.of("k"), false);
        Instant from = Instant.parse("2026-01-01T00:00:00.000000001Z");
        Instant until = Instant.parse("2027-01-01T00:00:00.000999999Z");
        builder.add(new SubscriptionConfig(
                "a",
                Optional.empty(),
                Optional.empty(),
                Optional.of(key),
                Optional.empty(),
                State.ACTIVE,
                Optional.of(from),
                Optional.of(until),
                false,
                "a",
                "",
                "",
                Position.of("f")));

        Subscription found = builder.build().find(key).orElseThrow();

        assertThat(found.worksAt(from.minusNanos(1))).isFalse();
        assertThat(found.worksAt(until)).isFalse();
        assertThat(found.worksAt(Instant.parse("2026-06-01T00:00:00Z"))).isTrue();
    }

    @Test
    void last_uses_only_move_forward_when_they_are_taken_over() {
        SubscriptionTableBuilder builder = new SubscriptionTableBuilder(Map.of(), new Faults());
        Random random = new Random(1);
        builder.add(subscription(random));
        KeyIndex keys = builder.build().keys();

        keys.markFirstWord(keys.firstWord(0), 100, false);
        keys.markFirstWord(keys.firstWord(0), 99, false);
        assertThat(keys.lastUsed(0)).isEqualTo(100);
        keys.mark(0, 4_000_000_000L);
        assertThat(keys.lastUsed(0)).as("after 2038").isEqualTo(4_000_000_000L);
        keys.markFirstWord(keys.firstWord(0) + 1, 5_000_000_000L, false);
        assertThat(keys.lastUsed(0)).isEqualTo(4_000_000_000L);
    }

    @Test
    void keys_whose_hashes_begin_alike_are_told_apart() {
        KeyIndex keys = new KeyIndex();
        List<StoredKey> alike = List.of(
                key(0, 0, 0, 0),
                key(0, 0, 0, 1),
                key(0, 0, 1, 0),
                key(0, 1, 0, 0),
                key(1, 0, 0, 0),
                new StoredKey(new Sha256(0, 0, 0, 0), true));
        for (int i = 0; i < alike.size(); i++) {
            assertThat(keys.find(alike.get(i))).isNegative();
            assertThat(keys.add(alike.get(i), i, 0, 100 + i)).isEqualTo(-1);
        }

        keys.expect(1000, 1000);

        for (int i = 0; i < alike.size(); i++) {
            assertThat(keys.find(alike.get(i))).isEqualTo(2 * i);
            assertThat(keys.head(keys.place(alike.get(i)))).isEqualTo(100 + i);
        }
        assertThat(keys.find(key(1, 0, 0, 1))).isNegative();
        keys.markFirstWord(0, 7, false);
        assertThat(keys.lastUsed(2 * 3)).isEqualTo(7);
        assertThat(keys.lastUsed(2 * 4)).isZero();
        assertThat(keys.has(2 * 4)).isTrue();
        assertThat(keys.has(2 * 4 + 1)).isFalse();
        assertThat(keys.count()).isEqualTo(alike.size());
    }

    private static StoredKey key(long first, long second, long third, long fourth) {
        return new StoredKey(new Sha256(first, second, third, fourth), false);
    }
}
