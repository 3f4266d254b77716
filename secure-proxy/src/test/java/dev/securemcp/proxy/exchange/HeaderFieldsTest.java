package dev.securemcp.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderFieldsTest {

    private final HeaderFields fields = HeaderFields.copyOf(MultiMap.caseInsensitiveMultiMap()
            .add("Accept", "a")
            .add("X-Two", "1")
            .add("x-two", "2"));

    @Test
    void namesAreComparedWithoutCase() {
        assertThat(fields.joined("accept")).isEqualTo("a");
        assertThat(fields.first("ACCEPT")).isEqualTo("a");
        assertThat(fields.joined("absent")).isNull();
    }

    @Test
    void repeatedFieldsAreJoinedByACommaAndCounted() {
        assertThat(fields.joined("X-Two")).isEqualTo("1,2");
        assertThat(fields.values("x-TWO")).containsExactly("1", "2");
        assertThat(fields.count("X-Two")).isEqualTo(2);
        assertThat(fields.names()).hasSize(2);
    }

    @Test
    void settingReplacesAllOfThem() {
        fields.set("X-Two", List.of("3", "4"));
        assertThat(fields.values("x-two")).containsExactly("3", "4");
        fields.set("X-Two", "5");
        assertThat(fields.values("x-two")).containsExactly("5");
    }

    @Test
    void removingLeavesTheOthers() {
        fields.removeAll("x-two");
        assertThat(fields.count("X-Two")).isZero();
        assertThat(fields.joined("Accept")).isEqualTo("a");
    }

    @Test
    void remembersWhatAPolicySet() {
        assertThat(fields.setByPolicy("Accept")).isFalse();
        fields.markSetByPolicy("ACCEPT");
        assertThat(fields.setByPolicy("accept")).isTrue();
        assertThat(fields.setByPolicy("X-Two")).isFalse();
    }
}
