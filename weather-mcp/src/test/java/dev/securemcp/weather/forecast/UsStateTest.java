package dev.securemcp.weather.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UsStateTest {

    @Test
    void codesAndNamesAreRead() {
        assertThat(UsState.of("ca")).isEqualTo(UsState.CA);
        assertThat(UsState.of(" New York ")).isEqualTo(UsState.NY);
        assertThat(UsState.of("PR")).isEqualTo(UsState.PR);
        assertThat(UsState.values()).hasSize(56);
    }

    @Test
    void anUnknownStateIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> UsState.of("XX"))
                .isInstanceOf(WeatherException.class)
                .hasMessageContaining("'XX'")
                .hasMessageContaining("two-letter")
                .hasMessageContaining("weather://states");
    }

    @Test
    void completionLooksAtCodesAndNames() {
        assertThat(UsState.codesStartingWith("wash")).containsExactly("WA");
        assertThat(UsState.codesStartingWith("t")).containsExactly("TN", "TX");
        assertThat(UsState.codesStartingWith("")).hasSize(56);
    }
}
