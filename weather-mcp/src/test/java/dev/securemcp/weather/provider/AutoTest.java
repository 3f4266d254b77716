package dev.securemcp.weather.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.weather.forecast.Point;
import dev.securemcp.weather.forecast.UsState;
import dev.securemcp.weather.forecast.WeatherService;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

/** {@code auto} where the live source does not answer. */
@QuarkusTest
@TestProfile(AutoTest.NoNetwork.class)
class AutoTest {

    /** The live source takes the request and is silent. The time is long enough for a slow machine to have sent it. */
    public static class NoNetwork implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(
                    SilentServer.class, Map.of("weather.provider", "auto", "weather.auto.timeout", "3s")));
        }
    }

    @Inject
    WeatherService weather;

    @Inject
    ChosenWeather chosen;

    @Test
    void theSampleAnswersAndHealthSaysSo() {
        // Even the first call waits for the choice and has an answer.
        assertThat(weather.alerts(UsState.CA).origin().sample()).isTrue();
        assertThat(weather.current(new Point(47.6, -122.3)).origin().sample()).isTrue();
        assertThat(chosen.name()).isEqualTo("sample");
        RestAssured.get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'weather-provider' }.data.provider", Matchers.equalTo("sample"));
    }

    @Test
    void theTryOfTheLiveSourceIsGivenUp() {
        Awaitility.await().until(chosen::decided);
        Awaitility.await().until(() -> SilentServer.requests() == 1 && SilentServer.closed() == 1);
    }
}
