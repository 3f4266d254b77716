package dev.securemcp.weather.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.securemcp.weather.provider.Upstreams.OPEN_METEO;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.securemcp.weather.Settings;
import dev.securemcp.weather.provider.sample.SampleWeather;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code auto} where the live source answers. */
@QuarkusTest
@TestProfile(AutoLiveTest.Network.class)
class AutoLiveTest {

    /** The live source is there. */
    public static class Network implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Upstreams.class, Map.of("weather.provider", "auto")));
        }
    }

    @Inject
    Settings settings;

    @Inject
    ChosenWeather own;

    @Inject
    LiveWeather live;

    @Inject
    SampleWeather sample;

    @Test
    void theLiveSourceIsUsedAndAskedOnlyOnce() {
        // The program has made its own try at its start, against a server that knew nothing yet.
        Awaitility.await().until(own::decided);
        WireMockServer server = Upstreams.fresh();
        live.forget();
        server.stubFor(Upstreams.ok(OPEN_METEO, "open-meteo/current.json"));
        ChosenWeather chosen = new ChosenWeather(settings, live, sample);
        chosen.start(new StartupEvent());
        Awaitility.await().until(chosen::decided);
        assertThat(chosen.name()).isEqualTo("live");
        server.verify(1, getRequestedFor(urlPathEqualTo(OPEN_METEO)));
    }
}
