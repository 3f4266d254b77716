package dev.securemcp.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.cache.ResultCache.Key;
import dev.securemcp.proxy.mcp.result.Answer;
import dev.securemcp.proxy.mcp.result.Cacheable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ResultCacheTest {

    private static final Key KEY = new Key("s", Cacheable.CALL, "", "digest");

    private final AtomicLong nanos = new AtomicLong(-5);
    private final ResultCache cache = new ResultCache(100_000, nanos::get);

    private static Answer answer(int bytes) {
        return new Answer(new byte[bytes], -1, new byte[0], Answer.Scope.UNSAID);
    }

    private void store(Key key, int bytes, Duration life) {
        cache.store(key, answer(bytes), cache.generation(key.server(), key.kind()), life);
    }

    @Test
    void a_result_is_good_for_its_life_and_tells_its_age() {
        store(KEY, 10, Duration.ofSeconds(5));
        nanos.addAndGet(Duration.ofMillis(4_999).toNanos());
        assertThat(cache.find(KEY).ageMillis()).isEqualTo(4_999);
        nanos.addAndGet(Duration.ofMillis(2).toNanos());
        assertThat(cache.find(KEY)).isNull();
    }

    @Test
    void a_result_is_only_for_whom_and_what_it_was() {
        store(KEY, 10, Duration.ofSeconds(5));
        assertThat(cache.find(new Key("t", Cacheable.CALL, "", "digest"))).isNull();
        assertThat(cache.find(new Key("s", Cacheable.READ, "", "digest"))).isNull();
        assertThat(cache.find(new Key("s", Cacheable.CALL, "me", "digest"))).isNull();
        assertThat(cache.find(new Key("s", Cacheable.CALL, "", "other"))).isNull();
    }

    @Test
    void without_a_life_nothing_is_kept() {
        store(KEY, 10, Duration.ZERO);
        store(KEY, 10, Duration.ofSeconds(-1));
        assertThat(cache.find(KEY)).isNull();
    }

    @Test
    void a_change_outdates_what_is_kept_and_what_was_asked_for_before_it() {
        long before = cache.generation("s", Cacheable.CALL);
        store(KEY, 10, Duration.ofHours(1));
        cache.outdate("s", Cacheable.CALL);
        assertThat(cache.find(KEY)).isNull();
        cache.store(KEY, answer(10), before, Duration.ofHours(1));
        assertThat(cache.find(KEY)).as("it was on its way when the change came").isNull();
        store(KEY, 10, Duration.ofHours(1));
        assertThat(cache.find(KEY)).isNotNull();
        cache.outdate("other", Cacheable.CALL);
        cache.outdate("s", Cacheable.TOOLS);
        assertThat(cache.find(KEY)).isNotNull();
    }

    @Test
    void all_of_it_stays_within_its_bytes() {
        for (int i = 0; i < 1_000; i++) {
            store(new Key("s", Cacheable.CALL, "", "d" + i), 1_000, Duration.ofHours(1));
        }
        assertThat(cache.bytes()).isBetween(50_000L, 100_000L);
        store(KEY, 200_000, Duration.ofHours(1));
        assertThat(cache.find(KEY)).as("larger than all").isNull();
    }

    @Test
    void with_no_room_it_is_off() {
        assertThat(new ResultCache(0, nanos::get).on()).isFalse();
        assertThat(cache.on()).isTrue();
    }
}
