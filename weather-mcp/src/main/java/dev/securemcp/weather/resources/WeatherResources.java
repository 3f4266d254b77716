package dev.securemcp.weather.resources;

import dev.securemcp.weather.forecast.Document;
import dev.securemcp.weather.forecast.Point;
import dev.securemcp.weather.forecast.Units;
import dev.securemcp.weather.forecast.UsState;
import dev.securemcp.weather.forecast.WeatherException;
import dev.securemcp.weather.forecast.WeatherService;
import io.quarkiverse.mcp.server.RequestUri;
import io.quarkiverse.mcp.server.Resource;
import io.quarkiverse.mcp.server.ResourceManager;
import io.quarkiverse.mcp.server.ResourceResponse;
import io.quarkiverse.mcp.server.ResourceTemplate;
import io.quarkiverse.mcp.server.ResourceTemplateArg;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Map;

/**
 * The resources. There is one for the alerts of each state, because the library takes no subscription to a template; the
 * template beside them is for completion and for the error of a state that does not exist.
 */
@Singleton
@RunOnVirtualThread
public class WeatherResources {

    static final String ALERTS = "weather://alerts/";
    private static final int FORECAST_DAYS = 5;

    private final WeatherService weather;
    private final ResourceManager resources;

    WeatherResources(WeatherService weather, ResourceManager resources) {
        this.weather = weather;
        this.resources = resources;
    }

    void registerAlerts(@Observes StartupEvent event) {
        for (UsState state : UsState.values()) {
            String uri = ALERTS + state.name();
            resources
                    .newResource("alerts-" + state.name())
                    .setTitle("Weather alerts: " + state.title())
                    .setDescription(
                            "Weather alerts in force in " + state.title() + ". Subscribe to be told when they change.")
                    .setUri(uri)
                    .setMimeType(Reading.JSON)
                    .setHandler(arguments -> new ResourceResponse(alerts(uri, state)), true)
                    .register();
        }
    }

    @Resource(
            name = "states",
            title = "US states and territories",
            description = "Codes and names of the areas that have alerts, with the resource of each.",
            uri = "weather://states",
            mimeType = Reading.JSON)
    TextResourceContents states() {
        return Reading.json(
                "weather://states",
                () -> Map.of(
                        "states",
                        Arrays.stream(UsState.values())
                                .map(s -> Map.of("code", s.name(), "name", s.title(), "alerts", ALERTS + s.name()))
                                .toList()));
    }

    @ResourceTemplate(
            name = "alerts",
            title = "Weather alerts of a state",
            description = "Weather alerts in force in a US state or territory, by two-letter code.",
            uriTemplate = ALERTS + "{state}",
            mimeType = Reading.JSON)
    TextResourceContents alertsOf(@ResourceTemplateArg(name = "state") String state, RequestUri uri) {
        return Reading.json(uri.value(), () -> {
            UsState of = UsState.of(state);
            return Document.alerts(of, weather.alerts(of));
        });
    }

    @ResourceTemplate(
            name = "forecast",
            title = "Forecast for a point",
            description = "Forecast by day for a point, five days, metric.",
            uriTemplate = "weather://forecast/{latitude},{longitude}",
            mimeType = Reading.JSON)
    TextResourceContents forecast(
            @ResourceTemplateArg(name = "latitude") String latitude,
            @ResourceTemplateArg(name = "longitude") String longitude,
            RequestUri uri) {
        return Reading.json(uri.value(), () -> {
            Point point = new Point(degrees("latitude", latitude), degrees("longitude", longitude));
            return Document.forecast(point, Units.METRIC, weather.forecast(point, FORECAST_DAYS));
        });
    }

    private TextResourceContents alerts(String uri, UsState state) {
        return Reading.json(uri, () -> Document.alerts(state, weather.alerts(state)));
    }

    private static double degrees(String name, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new WeatherException(
                    WeatherException.Kind.INVALID,
                    name + " in the URI is no number: write weather://forecast/47.6,-122.3.",
                    e);
        }
    }
}
