package dev.securemcp.weather.tools;

import static dev.securemcp.weather.tools.Schema.list;
import static dev.securemcp.weather.tools.Schema.number;
import static dev.securemcp.weather.tools.Schema.object;
import static dev.securemcp.weather.tools.Schema.oneOf;
import static dev.securemcp.weather.tools.Schema.optional;
import static dev.securemcp.weather.tools.Schema.required;
import static dev.securemcp.weather.tools.Schema.string;
import static dev.securemcp.weather.tools.Schema.whole;

import dev.securemcp.weather.forecast.UsState;
import dev.securemcp.weather.forecast.WeatherService;
import dev.securemcp.weather.tools.Schema.Field;
import io.quarkiverse.mcp.server.InputSchemaGenerator;
import io.quarkiverse.mcp.server.ToolManager.ToolInfo;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.List;

/** What each tool takes. {@link Arguments} checks the same again. */
@Singleton
public class InputSchemas implements InputSchemaGenerator<JsonObject> {

    static final int DEFAULT_DAYS = 5;
    static final int DEFAULT_HOURS = 24;
    static final int MOST_LOCATIONS = 10;
    static final int LONGEST_NAME = 100;

    @Override
    public JsonObject generate(ToolInfo tool) {
        return switch (tool.name()) {
            case WeatherTools.GET_ALERTS ->
                object(required(
                        "state",
                        string("Two-letter code of a US state or territory, such as CA, NY or TX", 2, 2)
                                .put("pattern", "^[A-Za-z]{2}$")
                                .put("examples", new JsonArray(codes()))));
            case WeatherTools.GET_FORECAST ->
                object(
                        latitude(),
                        longitude(),
                        optional(
                                "days",
                                whole("Days, today included", 1, WeatherService.MAX_DAYS)
                                        .put("default", DEFAULT_DAYS)),
                        units());
            case WeatherTools.GET_HOURLY_FORECAST ->
                object(
                        latitude(),
                        longitude(),
                        optional(
                                "hours",
                                whole("Hours, the present one included", 1, WeatherService.MAX_HOURS)
                                        .put("default", DEFAULT_HOURS)),
                        units());
            case WeatherTools.GET_CURRENT_WEATHER -> object(latitude(), longitude(), units());
            case WeatherTools.SEARCH_LOCATION ->
                object(required(
                        "query",
                        string(
                                "Name of a place; a state or country may follow after a comma, such as Portland, OR",
                                1,
                                LONGEST_NAME)));
            case WeatherTools.COMPARE_WEATHER ->
                object(
                        required(
                                "locations",
                                list(
                                                "Places to compare",
                                                string("Name of a place, or latitude,longitude", 1, LONGEST_NAME))
                                        .put("minItems", 1)
                                        .put("maxItems", MOST_LOCATIONS)),
                        units());
            default -> throw new IllegalArgumentException("no input schema for the tool " + tool.name());
        };
    }

    private static List<String> codes() {
        return List.of(UsState.CA.name(), UsState.NY.name(), UsState.TX.name());
    }

    private static Field latitude() {
        return required("latitude", number("Decimal degrees, north is positive", -90, 90));
    }

    private static Field longitude() {
        return required("longitude", number("Decimal degrees, east is positive", -180, 180));
    }

    private static Field units() {
        return optional(
                "units",
                oneOf("System of units of the answer", List.of("metric", "imperial"))
                        .put("default", "metric"));
    }
}
