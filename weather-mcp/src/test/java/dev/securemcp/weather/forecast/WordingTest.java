package dev.securemcp.weather.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

    private static final Origin ORIGIN = Origin.of("Test", Instant.EPOCH, Duration.ZERO, false);

    @ParameterizedTest
    @CsvSource({"0,N", "22,N", "23,NE", "90,E", "180,S", "225,SW", "337,NW", "338,N", "360,N", "-90,W"})
    void directionsBecomeCompassPoints(double degrees, String point) {
        assertThat(Wording.compass(degrees)).isEqualTo(point);
    }

    @Test
    void foreignTextIsCutAndCleaned() {
        assertThat(Wording.bounded("abc\u0007\u202edef\n", 100)).isEqualTo("abcdef\n");
        assertThat(Wording.bounded("x".repeat(50), 10)).isEqualTo("x".repeat(10) + "…");
        assertThat(Wording.bounded("😀😀", 3)).isEqualTo("😀…");
    }

    @Test
    void noAlertsIsSaidInWords() {
        assertThat(Wording.alerts(UsState.TX, new Answer<>(List.of(), ORIGIN)))
                .contains("No weather alerts are in force for Texas.")
                .endsWith("Source: Test.");
    }

    @Test
    void manyAlertsAreNotAllWrittenOut() {
        Alert alert = new Alert("1", "Flood Watch", "Severe", null, null, null, null, null, null, null, null, null);
        assertThat(Wording.alerts(UsState.TX, new Answer<>(Collections.nCopies(30, alert), ORIGIN)))
                .startsWith("30 weather alerts are in force")
                .contains("(5 more in the structured answer.)");
    }

    @Test
    void aStaleAnswerSaysItsAge() {
        Origin stale = Origin.of("Test", Instant.EPOCH, Duration.ofMinutes(95), true);
        assertThat(Wording.source(stale)).contains("cannot be reached").contains("95 min old");
    }
}
