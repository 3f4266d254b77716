package dev.securemcp.weather.provider.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.weather.forecast.Alert;
import dev.securemcp.weather.forecast.UsState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleAlertsTest {

    private static final Instant NOW = Instant.parse("2026-06-01T18:00:00Z");
    private static final Duration TURN = Duration.ofMinutes(15);

    @Test
    void theyAreTheSameWithinATurnAndOthersInTheNext() {
        for (UsState state : UsState.values()) {
            Instant at = NOW;
            for (int turn = 0; turn < 20; turn++) {
                List<Alert> alerts = SampleAlerts.at(state, at, TURN);
                assertThat(SampleAlerts.at(state, at.plus(TURN).minusMillis(1), TURN))
                        .isEqualTo(alerts);
                at = at.plus(TURN);
                assertThat(SampleAlerts.at(state, at, TURN)).isNotEqualTo(alerts);
            }
        }
    }

    @Test
    void withoutARotationTheyNeverChange() {
        assertThat(SampleAlerts.at(UsState.CA, NOW, Duration.ZERO))
                .isEqualTo(SampleAlerts.at(UsState.CA, NOW.plus(Duration.ofDays(400)), Duration.ZERO));
    }

    @Test
    void eachSaysThatItIsMadeUp() {
        for (UsState state : UsState.values()) {
            assertThat(SampleAlerts.at(state, NOW, TURN))
                    .allSatisfy(alert -> assertThat(alert.headline()).startsWith("SAMPLE, not a real warning"));
        }
    }
}
