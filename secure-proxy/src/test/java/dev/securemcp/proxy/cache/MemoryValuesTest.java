package dev.securemcp.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Cache;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ReceivedResponse;
import dev.securemcp.proxy.expression.ExpressionException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryValuesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong();
    private final MemoryValues values = new MemoryValues(100_000, nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void a_value_is_kept_for_its_time_and_no_longer() {
        values.put("a", "x", MINUTE);
        values.put("b", "y", MINUTE.multipliedBy(2));
        pass(MINUTE.minusNanos(1));
        assertThat(values.get("a").result()).isEqualTo("x");

        pass(Duration.ofNanos(1));
        assertThat(values.get("a").result()).isNull();
        assertThat(values.get("b").result()).isEqualTo("y");
    }

    @Test
    void reading_does_not_make_a_value_last_longer_but_writing_begins_anew() {
        values.put("a", "x", MINUTE);
        pass(Duration.ofSeconds(40));
        assertThat(values.get("a").result()).isEqualTo("x");
        values.put("a", "y", MINUTE);
        pass(Duration.ofSeconds(40));
        assertThat(values.get("a").result()).isEqualTo("y");
        pass(Duration.ofSeconds(20));
        assertThat(values.get("a").result()).isNull();
    }

    @Test
    void a_removed_value_a_null_and_a_time_that_is_over_leave_nothing() {
        values.put("a", "x", MINUTE);
        values.remove("a");
        values.put("b", "x", MINUTE);
        values.put("b", null, MINUTE);
        values.put("c", "x", MINUTE);
        values.put("c", "y", Duration.ZERO);
        values.put("d", "x", Duration.ofSeconds(-5));

        for (String key : List.of("a", "b", "c", "d")) {
            assertThat(values.get(key).result()).as(key).isNull();
        }
    }

    @Test
    void a_value_of_any_time_can_be_kept() {
        values.put("a", "x", Duration.ofSeconds(Long.MAX_VALUE));
        pass(Duration.ofDays(3649));
        assertThat(values.get("a").result()).isEqualTo("x");
    }

    @Test
    void values_are_kept_as_what_they_are() {
        ReceivedResponse response = new ReceivedResponse(200, "", HeaderFields.empty(), new byte[] {1});
        List<Object> kept = List.of("text", 1, 2L, 3.5, true, 'c', response);
        for (Object value : kept) {
            values.put("k", value, MINUTE);
            assertThat(values.get("k").result()).isSameAs(value);
        }
    }

    @Test
    void what_is_changed_before_or_after_does_not_change_what_is_kept() {
        List<Object> inner = new ArrayList<>(List.of(1));
        byte[] bytes = {1};
        values.put("list", List.of(inner), MINUTE);
        values.put("map", Map.of("k", inner), MINUTE);
        values.put("bytes", bytes, MINUTE);
        inner.add(2);
        bytes[0] = 2;

        List<?> read = (List<?>) values.get("list").result();
        assertThat(read).isEqualTo(List.of(List.of(1)));
        read.clear();
        ((byte[]) values.get("bytes").result())[0] = 3;

        assertThat(values.get("list").result()).isEqualTo(List.of(List.of(1)));
        assertThat(values.get("map").result()).isEqualTo(Map.of("k", List.of(1)));
        assertThat(values.get("bytes").result()).isEqualTo(new byte[] {1});
    }

    @Test
    void what_cannot_be_copied_is_refused() {
        assertThatThrownBy(() -> values.put("a", new StringBuilder(), MINUTE))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("cannot be kept");
    }

    @Test
    void all_values_together_stay_within_the_bound() {
        for (int i = 0; i < 1_000; i++) {
            values.put("key" + i, "v".repeat(500), MINUTE);
            assertThat(values.bytes()).isLessThanOrEqualTo(100_000);
        }
        assertThat(values.size()).isBetween(10L, 100L);
    }

    @Test
    void a_value_that_can_never_fit_is_not_kept_and_the_old_one_is_gone() {
        values.put("a", "x", MINUTE);
        values.put("b", "x", MINUTE);
        values.put("a", "v".repeat(60_000), MINUTE);

        assertThat(values.get("a").result()).isNull();
        assertThat(values.get("b").result()).isEqualTo("x");
    }

    @Test
    void the_native_image_knows_the_classes_that_caffeine_loads_by_name() throws Exception {
        values.put("a", "x", MINUTE);
        Field entries = MemoryValues.class.getDeclaredField("entries");
        entries.setAccessible(true);
        Object cache = ((Cache<?, ?>) entries.get(values)).asMap();
        Class<?> bounded = cache.getClass();
        while (!bounded.getSimpleName().equals("BoundedLocalCache")) {
            bounded = bounded.getSuperclass();
        }
        Field data = bounded.getDeclaredField("data");
        data.setAccessible(true);
        Object node = ((Map<?, ?>) data.get(cache)).values().iterator().next();

        assertThat(MemoryValues.class.getAnnotation(RegisterForReflection.class).classNames())
                .containsExactly(cache.getClass().getName(), node.getClass().getName());
    }

    @Test
    void a_bound_of_nothing_keeps_nothing() {
        MemoryValues none = new MemoryValues(0, nanos::get);
        none.put("a", "x", MINUTE);
        assertThat(none.get("a").result()).isNull();
    }
}
