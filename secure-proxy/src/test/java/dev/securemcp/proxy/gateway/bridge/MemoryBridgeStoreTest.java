package dev.securemcp.proxy.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.gateway.bridge.BridgeEntry.SpentCode;
import dev.securemcp.proxy.gateway.bridge.BridgeStore.Kind;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is remembered, how long, and how much. */
class MemoryBridgeStoreTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final MemoryBridgeStore store = new MemoryBridgeStore(3, 2, now::get);

    private void put(Kind kind, String key, long seconds) {
        store.put(kind, key, new SpentCode(key), now.get().plusSeconds(seconds));
    }

    private boolean has(Kind kind, String key) {
        return store.get(kind, key).result() != null;
    }

    @Test
    void what_is_taken_is_gone() {
        put(Kind.CODE, "a", 10);

        assertThat(store.take(Kind.SIGN_IN, "a").result()).as("of another kind").isNull();
        assertThat(store.take(Kind.CODE, "a").result()).isEqualTo(new SpentCode("a"));
        assertThat(store.take(Kind.CODE, "a").result()).isNull();
    }

    @Test
    void what_is_over_is_not_there() {
        put(Kind.CODE, "a", 10);
        now.set(Instant.EPOCH.plusSeconds(10));

        assertThat(has(Kind.CODE, "a")).isFalse();
        assertThat(store.take(Kind.CODE, "a").result()).isNull();
    }

    @Test
    void what_was_used_longest_ago_makes_room() {
        put(Kind.GRANT, "a", 10);
        put(Kind.GRANT, "b", 10);
        assertThat(has(Kind.GRANT, "a")).isTrue();
        put(Kind.GRANT, "c", 10);

        assertThat(has(Kind.GRANT, "a")).isTrue();
        assertThat(has(Kind.GRANT, "b")).isFalse();
        assertThat(has(Kind.GRANT, "c")).isTrue();
        assertThat(store.evicted()).isEqualTo(1);
    }

    @Test
    void what_is_added_takes_nothing_from_what_is_there() {
        Instant later = now.get().plusSeconds(10);

        assertThat(store.add(Kind.GRANT, "a", new SpentCode("1"), later).result())
                .isTrue();
        assertThat(store.add(Kind.GRANT, "a", new SpentCode("2"), later).result())
                .isFalse();
        assertThat(store.get(Kind.GRANT, "a").result()).isEqualTo(new SpentCode("1"));
        now.set(later);
        assertThat(store.add(Kind.GRANT, "a", new SpentCode("3"), later.plusSeconds(1))
                        .result())
                .as("the first is over")
                .isTrue();
    }

    @Test
    void only_what_is_known_is_replaced() {
        put(Kind.GRANT, "a", 10);
        Instant later = now.get().plusSeconds(100);

        assertThat(replace("b", "a", later)).as("of another").isFalse();
        assertThat(replace("a", "other", later)).as("another").isFalse();
        assertThat(replace("a", "a", later)).isTrue();
        assertThat(replace("a", "a", later)).as("replaced already").isFalse();
        now.set(Instant.EPOCH.plusSeconds(50));
        assertThat(store.get(Kind.GRANT, "a").result()).isEqualTo(new SpentCode("next"));
        now.set(later);
        assertThat(replace("a", "next", later.plusSeconds(1))).as("over").isFalse();
    }

    private boolean replace(String key, String known, Instant expires) {
        return store.replace(Kind.GRANT, key, new SpentCode(known), new SpentCode("next"), expires)
                .result();
    }

    @Test
    void what_is_over_makes_room_first_and_each_kind_has_its_own() {
        put(Kind.CODE, "a", 1);
        put(Kind.CODE, "b", 100);
        put(Kind.CODE, "c", 100);
        put(Kind.GRANT, "d", 100);
        now.set(Instant.EPOCH.plusSeconds(2));
        put(Kind.CODE, "e", 100);

        assertThat(has(Kind.CODE, "b")).isTrue();
        assertThat(store.size(Kind.CODE)).isEqualTo(3);
        assertThat(has(Kind.GRANT, "d")).isTrue();
        assertThat(store.evicted()).isZero();
    }
}
