package dev.securemcp.weather.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.securemcp.weather.provider.Upstreams.ALERTS;
import static dev.securemcp.weather.provider.Upstreams.OPEN_METEO;
import static dev.securemcp.weather.provider.Upstreams.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.securemcp.weather.TestClock;
import dev.securemcp.weather.forecast.Point;
import dev.securemcp.weather.forecast.UsState;
import dev.securemcp.weather.forecast.WeatherException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A source that keeps failing is left alone for a while, and the other source is not. */
@QuarkusTest
@TestProfile(CircuitBreakerTest.Quick.class)
class CircuitBreakerTest {

    /** A breaker that looks back on four calls. */
    public static class Quick implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(
                    Upstreams.class,
                    Map.of(
                            "weather.upstream.breaker-volume", "4",
                            "weather.upstream.breaker-delay", "1s",
                            "weather.upstream.retries", "0")));
        }
    }

    @Inject
    LiveWeather live;

    @Inject
    TestClock clock;

    @Test
    void itOpensPerSourceAndClosesByItself() {
        WireMockServer server = Upstreams.fresh();
        clock.reset();
        server.stubFor(get(urlPathEqualTo(ALERTS)).willReturn(aResponse().withStatus(500)));
        server.stubFor(ok(OPEN_METEO, "open-meteo/current.json"));
        for (int call = 0; call < 4; call++) {
            assertThatThrownBy(() -> live.alerts(UsState.CA)).hasMessageContaining("status 500");
        }

        assertThatThrownBy(() -> live.alerts(UsState.CA))
                .isInstanceOf(WeatherException.class)
                .hasMessageContaining("left alone for a while")
                .hasMessageContaining("Try again in a minute");
        server.verify(4, getRequestedFor(urlPathEqualTo(ALERTS)));
        assertThat(live.current(new Point(59.9, 10.7)).origin().source()).isEqualTo("Open-Meteo");

        server.stubFor(ok(ALERTS, "nws/alerts.json"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> live.alerts(UsState.CA).value().size() == 1);
    }
}
