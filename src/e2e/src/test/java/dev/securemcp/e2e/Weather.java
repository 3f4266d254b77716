package dev.securemcp.e2e;

import dev.securemcp.e2e.Visit.ToolCall;
import dev.securemcp.e2e.Visit.Wants;
import java.util.List;
import java.util.Map;

/** What the tests ask weather-mcp, with its sample data. */
final class Weather {
    static final String PATH = "/weather-tools/mcp";
    static final String SSE_PATH = "/weather-tools/sse";

    static final List<String> TOOLS = List.of(
            "get_alerts",
            "get_forecast",
            "get_hourly_forecast",
            "get_current_weather",
            "search_location",
            "compare_weather");

    static final ToolCall FORECAST =
            new ToolCall("get_forecast", Map.of("latitude", 47.6062, "longitude", -122.3321, "days", 2));

    /** In the gateway of {@link Secured} it needs a scope more. */
    static final ToolCall ALERTS_CALL = new ToolCall("get_alerts", Map.of("state", "TX"));

    /** Three places, so three progress notifications with a pause before each. */
    static final ToolCall COMPARISON =
            new ToolCall("compare_weather", Map.of("locations", List.of("Seattle", "Oslo", "Nairobi")));

    static final int PLACES = 3;

    /** Sample alerts change by themselves every second. */
    static final String ALERTS = "weather://alerts/TX";

    static final Wants EVERYTHING = new Wants(FORECAST, COMPARISON, ALERTS, null);

    private Weather() {}
}
