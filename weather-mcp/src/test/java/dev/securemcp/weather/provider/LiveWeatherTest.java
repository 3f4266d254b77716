package dev.securemcp.weather.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static dev.securemcp.weather.provider.Upstreams.ALERTS;
import static dev.securemcp.weather.provider.Upstreams.FORECAST;
import static dev.securemcp.weather.provider.Upstreams.HOURLY;
import static dev.securemcp.weather.provider.Upstreams.OPEN_METEO;
import static dev.securemcp.weather.provider.Upstreams.POINT;
import static dev.securemcp.weather.provider.Upstreams.SEARCH;
import static dev.securemcp.weather.provider.Upstreams.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.securemcp.weather.TestClock;
import dev.securemcp.weather.forecast.Conditions;
import dev.securemcp.weather.forecast.DayForecast;
import dev.securemcp.weather.forecast.Place;
import dev.securemcp.weather.forecast.Point;
import dev.securemcp.weather.forecast.UsState;
import dev.securemcp.weather.forecast.WeatherException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of which source, and how its answer is read. */
@QuarkusTest
@TestProfile(LiveProfile.class)
class LiveWeatherTest {

    private static final Point SEATTLE = new Point(47.6062, -122.3321);
    private static final Point OSLO = new Point(59.9139, 10.7522);

    @Inject
    LiveWeather live;

    @Inject
    TestClock clock;

    private WireMockServer server;

    @BeforeEach
    void fresh() {
        server = Upstreams.fresh();
        clock.reset();
        live.forget();
    }

    @Test
    void anAlertIsReadWithoutControlCharacters() {
        server.stubFor(ok(ALERTS, "nws/alerts.json"));
        var answer = live.alerts(UsState.CA);
        assertThat(answer.value()).singleElement().satisfies(alert -> {
            assertThat(alert.event()).isEqualTo("Excessive Heat Warning");
            assertThat(alert.severity()).isEqualTo("Severe");
            assertThat(alert.ends()).isEqualTo(OffsetDateTime.parse("2026-06-02T20:00-07:00"));
            assertThat(alert.description()).isEqualTo("* WHAT...Dangerously hot conditions.");
        });
        assertThat(answer.origin().source()).isEqualTo("US National Weather Service");
        assertThat(answer.origin().sample()).isFalse();
    }

    @Test
    void weNameOurselvesToTheSource() {
        server.stubFor(ok(ALERTS, "nws/alerts.json"));
        live.alerts(UsState.CA);
        server.verify(getRequestedFor(urlPathEqualTo(ALERTS))
                .withHeader("User-Agent", equalTo("weather-test/1 (test@example.org)"))
                .withHeader("Accept", equalTo("application/geo+json")));
    }

    @Test
    void aPointInTheUnitedStatesIsAskedOfTheWeatherService() {
        server.stubFor(ok(POINT, "nws/point.json"));
        server.stubFor(ok(FORECAST, "nws/forecast.json"));
        var answer = live.forecast(SEATTLE, 5);
        assertThat(answer.origin().place()).isEqualTo("near Seattle, WA");
        assertThat(answer.value()).hasSize(2);
        DayForecast today = answer.value().getFirst();
        assertThat(today.date()).isEqualTo(LocalDate.of(2026, 6, 1));
        assertThat(today.high()).isCloseTo(20, Offset.offset(0.01));
        assertThat(today.low()).isCloseTo(10, Offset.offset(0.01));
        assertThat(today.wind()).isCloseTo(16.1, Offset.offset(0.1));
        assertThat(today.precipitationProbability()).isEqualTo(20);
        assertThat(today.summary()).isEqualTo("Partly Sunny");
        assertThat(answer.value().getLast().precipitationProbability()).isEqualTo(60);
        server.verify(0, getRequestedFor(urlPathEqualTo(OPEN_METEO)));
    }

    @Test
    void theHoursBeginWithThePresentOne() {
        server.stubFor(ok(POINT, "nws/point.json"));
        server.stubFor(ok(HOURLY, "nws/hourly.json"));
        assertThat(live.hourly(SEATTLE, 24).value()).extracting("summary").containsExactly("Partly Sunny", "Sunny");
        assertThat(live.current(SEATTLE).value().summary()).isEqualTo("Partly Sunny");
        assertThat(live.current(SEATTLE).origin().notice()).contains("not a measurement");
    }

    @Test
    void aPointElsewhereIsAskedOfOpenMeteo() {
        server.stubFor(ok(OPEN_METEO, "open-meteo/current.json"));
        Conditions now = live.current(OSLO).value();
        assertThat(now)
                .isEqualTo(new Conditions(
                        OffsetDateTime.parse("2026-06-01T20:00+02:00"),
                        "Light rain",
                        15.2,
                        14.1,
                        55.0,
                        0.2,
                        12.4,
                        "SW",
                        1012.3));
        server.verify(getRequestedFor(urlPathEqualTo(OPEN_METEO))
                .withQueryParam("latitude", equalTo("59.9139"))
                .withQueryParam("longitude", equalTo("10.7522"))
                .withQueryParam("timezone", equalTo("auto")));
    }

    @Test
    void daysAndHoursOfOpenMeteoAreRead() {
        server.stubFor(ok(OPEN_METEO, "open-meteo/daily.json"));
        assertThat(live.forecast(OSLO, 2).value())
                .last()
                .isEqualTo(new DayForecast(
                        LocalDate.of(2026, 6, 2), "Thunderstorm", null, 20.0, 10.5, 80.0, 12.7, 35.2, null));
        server.stubFor(ok(OPEN_METEO, "open-meteo/hourly.json"));
        assertThat(live.hourly(OSLO, 2).value()).extracting("summary").containsExactly("Partly cloudy", "Rain showers");
    }

    @Test
    void aPointThatTheWeatherServiceDoesNotCoverIsAskedOfOpenMeteo() {
        server.stubFor(get(urlPathMatching("/points/.*")).willReturn(aResponse().withStatus(404)));
        server.stubFor(ok(OPEN_METEO, "open-meteo/current.json"));
        assertThat(live.current(new Point(43.6532, -79.3832)).origin().source()).isEqualTo("Open-Meteo");
        server.verify(1, getRequestedFor(urlPathMatching("/points/.*")));
    }

    @Test
    void moreDaysThanTheWeatherServiceKnowsAreAskedOfOpenMeteo() {
        server.stubFor(ok(OPEN_METEO, "open-meteo/daily.json"));
        assertThat(live.forecast(SEATTLE, 10).origin().source()).isEqualTo("Open-Meteo");
        server.verify(0, getRequestedFor(urlPathMatching("/points/.*")));
    }

    @Test
    void aPointThatNobodyCoversIsSaid() {
        server.stubFor(get(urlPathMatching(".*")).willReturn(aResponse().withStatus(404)));
        assertThatThrownBy(() -> live.current(SEATTLE))
                .isInstanceOf(WeatherException.class)
                .hasMessage("No source covers the point 47.6062,-122.3321. Try a point on land nearby.");
    }

    @Test
    void aPlaceIsFoundByItsNameAndItsState() {
        server.stubFor(ok(SEARCH, "open-meteo/search.json"));
        assertThat(live.search("Portland", 10).value()).hasSize(3);
        assertThat(live.search("Portland, ME", 1).value())
                .extracting(Place::fullName)
                .containsExactly("Portland, Maine, United States");
        server.verify(getRequestedFor(urlPathEqualTo(SEARCH)).withQueryParam("name", equalTo("Portland")));
    }

    @Test
    void noPlaceIsAnEmptyList() {
        server.stubFor(get(urlPathEqualTo(SEARCH)).willReturn(aResponse().withBody("{\"generationtime_ms\":0.3}")));
        assertThat(live.search("Nowhereville", 10).value()).isEmpty();
    }

    @Test
    void aForecastUrlOfAnotherHostIsNotFollowed() {
        server.stubFor(get(urlPathEqualTo(POINT))
                .willReturn(aResponse()
                        .withBody(Upstreams.fixture("nws/point.json")
                                .replace("https://api.weather.gov/gridpoints", "http://evil.example/gridpoints"))));
        server.stubFor(ok(FORECAST, "nws/forecast.json"));
        assertThat(live.forecast(SEATTLE, 5).value()).hasSize(2);
        server.verify(1, getRequestedFor(urlPathEqualTo(FORECAST)));
    }
}
