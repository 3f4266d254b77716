package dev.securemcp.weather.tools;

import dev.securemcp.weather.forecast.Alert;
import dev.securemcp.weather.forecast.Answer;
import dev.securemcp.weather.forecast.Document;
import dev.securemcp.weather.forecast.Point;
import dev.securemcp.weather.forecast.Units;
import dev.securemcp.weather.forecast.UsState;
import dev.securemcp.weather.forecast.WeatherService;
import dev.securemcp.weather.forecast.Wording;
import io.quarkiverse.mcp.server.Cancellation;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.Tool.Annotations;
import io.quarkiverse.mcp.server.Tool.InputSchema;
import io.quarkiverse.mcp.server.Tool.OutputSchema;
import io.quarkiverse.mcp.server.ToolArg;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The tools that ask one thing. Arguments come as they are ({@code Object}), because the library's own conversion says
 * only that it failed; {@link Arguments} says what would be right.
 *
 * <p>Annotations: nothing is changed (read-only, not destructive, idempotent), and the answers come from the outside
 * world (open-world).
 */
@Singleton
@RunOnVirtualThread
public class WeatherTools {

    static final String GET_ALERTS = "get_alerts";
    static final String GET_FORECAST = "get_forecast";
    static final String GET_HOURLY_FORECAST = "get_hourly_forecast";
    static final String GET_CURRENT_WEATHER = "get_current_weather";
    static final String SEARCH_LOCATION = "search_location";
    static final String COMPARE_WEATHER = "compare_weather";

    static final int MOST_PLACES = 10;

    private final WeatherService weather;

    WeatherTools(WeatherService weather) {
        this.weather = weather;
    }

    @Tool(
            name = GET_ALERTS,
            title = "Weather alerts",
            description = "Weather alerts that are in force in a US state or territory.",
            annotations =
                    @Annotations(
                            title = "Weather alerts",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = true),
            inputSchema = @InputSchema(generator = InputSchemas.class),
            outputSchema = @OutputSchema(from = OutputSchemas.Alerts.class, generator = OutputSchemas.class))
    ToolResponse alerts(
            @ToolArg(name = "state", description = "Two-letter code", required = false) @Nullable Object state,
            Cancellation cancellation) {
        return Calls.run(GET_ALERTS, cancellation, () -> {
            UsState of = UsState.of(
                    Arguments.text("state", state, 40, "the two-letter code of a US state or territory, such as CA"));
            Answer<List<Alert>> answer = weather.alerts(of);
            return new Calls.Result(Document.alerts(of, answer), Wording.alerts(of, answer));
        });
    }

    @Tool(
            name = GET_FORECAST,
            title = "Forecast by day",
            description = "Weather forecast by day for a point on the earth. Use search_location to find the point of a"
                    + " place by its name.",
            annotations =
                    @Annotations(
                            title = "Forecast by day",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = true),
            inputSchema = @InputSchema(generator = InputSchemas.class),
            outputSchema = @OutputSchema(from = OutputSchemas.Forecast.class, generator = OutputSchemas.class))
    ToolResponse forecast(
            @ToolArg(name = "latitude", required = false) @Nullable Object latitude,
            @ToolArg(name = "longitude", required = false) @Nullable Object longitude,
            @ToolArg(name = "days", required = false) @Nullable Object days,
            @ToolArg(name = "units", required = false) @Nullable Object units,
            Cancellation cancellation) {
        return atPoint(GET_FORECAST, latitude, longitude, units, cancellation, (point, in) -> {
            int count = Arguments.whole("days", days, 1, WeatherService.MAX_DAYS, InputSchemas.DEFAULT_DAYS);
            var answer = weather.forecast(point, count);
            return new Calls.Result(Document.forecast(point, in, answer), Wording.forecast(point, in, answer));
        });
    }

    @Tool(
            name = GET_HOURLY_FORECAST,
            title = "Forecast by hour",
            description = "Weather forecast by hour for a point on the earth, from the present hour on.",
            annotations =
                    @Annotations(
                            title = "Forecast by hour",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = true),
            inputSchema = @InputSchema(generator = InputSchemas.class),
            outputSchema = @OutputSchema(from = OutputSchemas.Hourly.class, generator = OutputSchemas.class))
    ToolResponse hourly(
            @ToolArg(name = "latitude", required = false) @Nullable Object latitude,
            @ToolArg(name = "longitude", required = false) @Nullable Object longitude,
            @ToolArg(name = "hours", required = false) @Nullable Object hours,
            @ToolArg(name = "units", required = false) @Nullable Object units,
            Cancellation cancellation) {
        return atPoint(GET_HOURLY_FORECAST, latitude, longitude, units, cancellation, (point, in) -> {
            int count = Arguments.whole("hours", hours, 1, WeatherService.MAX_HOURS, InputSchemas.DEFAULT_HOURS);
            var answer = weather.hourly(point, count);
            return new Calls.Result(Document.hourly(point, in, answer), Wording.hourly(point, in, answer));
        });
    }

    @Tool(
            name = GET_CURRENT_WEATHER,
            title = "Current weather",
            description = "The weather at a point on the earth now.",
            annotations =
                    @Annotations(
                            title = "Current weather",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = true),
            inputSchema = @InputSchema(generator = InputSchemas.class),
            outputSchema = @OutputSchema(from = OutputSchemas.Current.class, generator = OutputSchemas.class))
    ToolResponse current(
            @ToolArg(name = "latitude", required = false) @Nullable Object latitude,
            @ToolArg(name = "longitude", required = false) @Nullable Object longitude,
            @ToolArg(name = "units", required = false) @Nullable Object units,
            Cancellation cancellation) {
        return atPoint(GET_CURRENT_WEATHER, latitude, longitude, units, cancellation, (point, in) -> {
            var answer = weather.current(point);
            return new Calls.Result(Document.current(point, in, answer), Wording.current(point, in, answer));
        });
    }

    @Tool(
            name = SEARCH_LOCATION,
            title = "Find a place",
            description = "Latitude and longitude of places by name, best match first.",
            annotations =
                    @Annotations(
                            title = "Find a place",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = true),
            inputSchema = @InputSchema(generator = InputSchemas.class),
            outputSchema = @OutputSchema(from = OutputSchemas.Places.class, generator = OutputSchemas.class))
    ToolResponse search(@ToolArg(name = "query", required = false) @Nullable Object query, Cancellation cancellation) {
        return Calls.run(SEARCH_LOCATION, cancellation, () -> {
            String name = Arguments.text("query", query, InputSchemas.LONGEST_NAME, "the name of a place");
            var answer = weather.search(name, MOST_PLACES);
            return new Calls.Result(Document.places(name, answer), Wording.places(name, answer));
        });
    }

    /** A question about a point. */
    private interface AtPoint {
        Calls.Result ask(Point point, Units units) throws Exception;
    }

    private static ToolResponse atPoint(
            String tool,
            @Nullable Object latitude,
            @Nullable Object longitude,
            @Nullable Object units,
            Cancellation cancellation,
            AtPoint question) {
        Callable<Calls.Result> work = () -> question.ask(
                Arguments.point(latitude, longitude),
                Units.of(Arguments.optionalText("units", units, "metric or imperial")));
        return Calls.run(tool, cancellation, work);
    }
}
