package dev.securemcp.weather.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A local server that plays both sources, with answers in the shape that the real ones have. */
public class Upstreams implements QuarkusTestResourceLifecycleManager {

    public static final String POINT = "/points/47.6062,-122.3321";
    public static final String FORECAST = "/gridpoints/SEW/125,68/forecast";
    public static final String HOURLY = "/gridpoints/SEW/125,68/forecast/hourly";
    public static final String ALERTS = "/alerts/active/area/CA";
    public static final String OPEN_METEO = "/v1/forecast";
    public static final String SEARCH = "/v1/search";

    private static WireMockServer server;
    private Map<String, String> settings = Map.of();

    @Override
    public void init(Map<String, String> initArgs) {
        settings = initArgs;
    }

    @Override
    public Map<String, String> start() {
        server = new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
        server.start();
        Map<String, String> all = new HashMap<>(Map.of(
                "weather.nws.url", server.baseUrl(),
                "weather.open-meteo.url", server.baseUrl(),
                "weather.open-meteo.geocoding-url", server.baseUrl(),
                "weather.user-agent", "weather-test/1 (test@example.org)",
                "weather.upstream.timeout", "800ms",
                "weather.upstream.retry-delay", "20ms",
                "weather.upstream.max-response", "20000",
                // Out of the way: tests of the breaker have their own settings.
                "weather.upstream.breaker-volume", "10000",
                "weather.alerts.poll-interval", "1h"));
        all.putAll(settings);
        return all;
    }

    @Override
    public void stop() {
        server.stop();
    }

    /** The server; what it was told before is forgotten. */
    public static WireMockServer fresh() {
        server.resetAll();
        return server;
    }

    /** A good answer from a file. */
    public static MappingBuilder ok(String path, String file) {
        return get(urlPathEqualTo(path)).willReturn(answer(file));
    }

    public static ResponseDefinitionBuilder answer(String file) {
        return aResponse().withHeader("Content-Type", "application/geo+json").withBody(fixture(file));
    }

    public static String fixture(String file) {
        try (InputStream in = Upstreams.class.getResourceAsStream("/fixtures/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
