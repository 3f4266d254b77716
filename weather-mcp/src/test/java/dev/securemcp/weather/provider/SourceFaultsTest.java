package dev.securemcp.weather.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static dev.securemcp.weather.provider.Upstreams.ALERTS;
import static dev.securemcp.weather.provider.Upstreams.OPEN_METEO;
import static dev.securemcp.weather.provider.Upstreams.answer;
import static dev.securemcp.weather.provider.Upstreams.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.securemcp.weather.TestClock;
import dev.securemcp.weather.forecast.Point;
import dev.securemcp.weather.forecast.UsState;
import dev.securemcp.weather.forecast.WeatherException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens when a source is down, slow, busy or answers rubbish, and when it was asked before. */
@QuarkusTest
@TestProfile(LiveProfile.class)
class SourceFaultsTest {

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

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("slow", aResponse().withFixedDelay(5000), "did not answer in time", 3),
                Arguments.of("500", aResponse().withStatus(500), "answered with status 500", 3),
                Arguments.of("503", aResponse().withStatus(503), "answered with status 503", 3),
                Arguments.of("reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), "cannot be reached", 3),
                Arguments.of("empty", aResponse().withFault(Fault.EMPTY_RESPONSE), "cannot be reached", 3),
                Arguments.of("cut off", aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK), "cannot be reached", 3),
                Arguments.of(
                        "cut short",
                        answer("nws/alerts.json").withHeader("Content-Length", "5000"),
                        "did not answer in time|cannot be reached",
                        3),
                Arguments.of("400", aResponse().withStatus(400), "answered with status 400", 1),
                Arguments.of("redirect", aResponse().withStatus(301), "answered with status 301", 1),
                Arguments.of("page", aResponse().withBody("<html>busy</html>"), "not understood", 1),
                Arguments.of("nothing", aResponse().withBody(""), "not understood", 1),
                Arguments.of("other", aResponse().withBody("{\"features\":{}}"), "not understood", 1),
                Arguments.of("deep", aResponse().withBody("[".repeat(5000)), "not understood", 1),
                Arguments.of("huge", aResponse().withBody("x".repeat(20_001)), "more than 20000 bytes", 1),
                Arguments.of(
                        "busy for long",
                        aResponse().withStatus(429).withHeader("Retry-After", "60"),
                        "status 429. Try again in 60 s",
                        1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aFaultIsToldAndOnlyWhatCanPassIsTriedAgain(
            String name, ResponseDefinitionBuilder response, String message, int requests) {
        server.stubFor(get(urlPathEqualTo(ALERTS)).willReturn(response));
        assertThatThrownBy(() -> live.alerts(UsState.CA))
                .isInstanceOf(WeatherException.class)
                .message()
                .containsPattern(message)
                .startsWith("US National Weather Service")
                .contains(name.equals("400") || name.equals("redirect") ? "check the place" : "Try again in")
                .doesNotContain("Exception");
        server.verify(requests, getRequestedFor(urlPathEqualTo(ALERTS)));
    }

    @Test
    void aFaultThatPassesIsNotSeen() {
        server.stubFor(get(urlPathEqualTo(ALERTS))
                .inScenario("once")
                .whenScenarioStateIs(STARTED)
                .willReturn(aResponse().withStatus(502))
                .willSetStateTo("up"));
        server.stubFor(ok(ALERTS, "nws/alerts.json").inScenario("once").whenScenarioStateIs("up"));
        assertThat(live.alerts(UsState.CA).value()).hasSize(1);
        server.verify(2, getRequestedFor(urlPathEqualTo(ALERTS)));
    }

    @Test
    void aShortRetryAfterIsWaitedFor() {
        server.stubFor(get(urlPathEqualTo(ALERTS))
                .inScenario("busy")
                .whenScenarioStateIs(STARTED)
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "1"))
                .willSetStateTo("up"));
        server.stubFor(ok(ALERTS, "nws/alerts.json").inScenario("busy").whenScenarioStateIs("up"));
        assertThat(live.alerts(UsState.CA).value()).hasSize(1);
        var requests = server.getAllServeEvents();
        Duration between = Duration.between(
                        requests.get(0).getRequest().getLoggedDate().toInstant(),
                        requests.get(1).getRequest().getLoggedDate().toInstant())
                .abs();
        assertThat(between).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theSecondSourceAnswersWhenTheFirstIsDown() {
        server.stubFor(get(urlPathMatching("/points/.*")).willReturn(aResponse().withStatus(500)));
        server.stubFor(ok(OPEN_METEO, "open-meteo/current.json"));
        assertThat(live.current(SEATTLE).origin().source()).isEqualTo("Open-Meteo");
    }

    @Test
    void bothSourcesAreNamedWhenBothAreDown() {
        server.stubFor(get(urlPathMatching(".*")).willReturn(aResponse().withStatus(500)));
        assertThatThrownBy(() -> live.current(SEATTLE))
                .hasMessage("US National Weather Service answered with status 500; Open-Meteo answered with status 500."
                        + " Try again in a minute.");
    }

    @Test
    void anAnswerIsKeptAsLongAsTheSourceSays() {
        server.stubFor(get(urlPathEqualTo(OPEN_METEO))
                .willReturn(answer("open-meteo/current.json").withHeader("Cache-Control", "max-age=120")));
        live.current(OSLO);
        clock.advance(Duration.ofSeconds(119));
        assertThat(live.current(OSLO).origin().age()).isEqualTo(Duration.ofSeconds(119));
        server.verify(1, getRequestedFor(urlPathEqualTo(OPEN_METEO)));
        clock.advance(Duration.ofSeconds(1));
        assertThat(live.current(OSLO).origin().age()).isZero();
        server.verify(2, getRequestedFor(urlPathEqualTo(OPEN_METEO)));
    }

    @Test
    void anAnswerThatMustNotBeStoredIsNot() {
        server.stubFor(get(urlPathEqualTo(OPEN_METEO))
                .willReturn(answer("open-meteo/current.json").withHeader("Cache-Control", "no-store")));
        live.current(OSLO);
        live.current(OSLO);
        server.verify(2, getRequestedFor(urlPathEqualTo(OPEN_METEO)));
    }

    @Test
    void aKeptAnswerIsConfirmedByItsEntityTag() {
        server.stubFor(get(urlPathEqualTo(ALERTS))
                .withHeader("If-None-Match", absent())
                .willReturn(answer("nws/alerts.json").withHeader("ETag", "\"v1\"")));
        server.stubFor(get(urlPathEqualTo(ALERTS))
                .withHeader("If-None-Match", equalTo("\"v1\""))
                .willReturn(aResponse().withStatus(304)));
        live.alerts(UsState.CA);
        clock.advance(Duration.ofMinutes(2));
        var answer = live.alerts(UsState.CA);
        assertThat(answer.value()).hasSize(1);
        assertThat(answer.origin().age()).isZero();
        assertThat(answer.origin().stale()).isFalse();
        server.verify(1, getRequestedFor(urlPathEqualTo(ALERTS)).withHeader("If-None-Match", equalTo("\"v1\"")));
    }

    @Test
    void anOldAnswerStandsInWithItsAgeWhenTheSourceIsDown() {
        server.stubFor(ok(ALERTS, "nws/alerts.json"));
        live.alerts(UsState.CA);
        server = Upstreams.fresh();
        server.stubFor(get(urlPathEqualTo(ALERTS)).willReturn(aResponse().withStatus(500)));
        clock.advance(Duration.ofMinutes(90));
        var answer = live.alerts(UsState.CA);
        assertThat(answer.value()).hasSize(1);
        assertThat(answer.origin().stale()).isTrue();
        assertThat(answer.origin().age()).isEqualTo(Duration.ofMinutes(90));
        assertThat(answer.origin().notice()).contains("90 min old");
    }

    @Test
    void afterHoursAnOldAnswerDoesNotStandInAnyMore() {
        server.stubFor(ok(ALERTS, "nws/alerts.json"));
        live.alerts(UsState.CA);
        server = Upstreams.fresh();
        server.stubFor(get(urlPathEqualTo(ALERTS)).willReturn(aResponse().withStatus(500)));
        clock.advance(Duration.ofHours(6).plusSeconds(1));
        assertThatThrownBy(() -> live.alerts(UsState.CA)).hasMessageContaining("status 500");
    }

    @Test
    void aFreshAnswerOfTheSecondSourceIsBetterThanAnOldOneOfTheFirst() {
        server.stubFor(ok(Upstreams.POINT, "nws/point.json"));
        server.stubFor(ok(Upstreams.HOURLY, "nws/hourly.json"));
        live.current(SEATTLE);
        server = Upstreams.fresh();
        server.stubFor(
                get(urlPathMatching("/gridpoints/.*")).willReturn(aResponse().withStatus(500)));
        server.stubFor(ok(OPEN_METEO, "open-meteo/current.json"));
        clock.advance(Duration.ofHours(2));
        assertThat(live.current(SEATTLE).origin().source()).isEqualTo("Open-Meteo");
    }
}
