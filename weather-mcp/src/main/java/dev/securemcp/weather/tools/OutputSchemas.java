package dev.securemcp.weather.tools;

import static dev.securemcp.weather.tools.Schema.flag;
import static dev.securemcp.weather.tools.Schema.list;
import static dev.securemcp.weather.tools.Schema.number;
import static dev.securemcp.weather.tools.Schema.object;
import static dev.securemcp.weather.tools.Schema.oneOf;
import static dev.securemcp.weather.tools.Schema.optional;
import static dev.securemcp.weather.tools.Schema.required;
import static dev.securemcp.weather.tools.Schema.string;
import static dev.securemcp.weather.tools.Schema.whole;

import dev.securemcp.weather.tools.Schema.Field;
import io.quarkiverse.mcp.server.OutputSchemaGenerator;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.List;

/** What each tool gives back as structured content: the shapes of the domain's documents. */
@Singleton
public class OutputSchemas implements OutputSchemaGenerator {

    // The classes only name the shapes of answers; nothing is ever made of them.

    public static final class Alerts {}

    public static final class Forecast {}

    public static final class Hourly {}

    public static final class Current {}

    public static final class Places {}

    public static final class Comparison {}

    @Override
    public Object generate(Class<?> shape) {
        if (shape == Alerts.class) {
            return object(
                    required("state", string("Two-letter code")),
                    required("stateName", string("Name of the state")),
                    required("count", whole("Number of alerts in force", 0, 1000)),
                    required("alerts", list("Alerts in force", alert())),
                    source());
        }
        if (shape == Forecast.class) {
            return located(required("days", list("One entry a day, today first", day())));
        }
        if (shape == Hourly.class) {
            return located(required("hours", list("One entry an hour, the present one first", hour())));
        }
        if (shape == Current.class) {
            return located(required("conditions", conditions()));
        }
        if (shape == Places.class) {
            return object(
                    required("query", string("What was asked for")),
                    required("places", list("Places that match, best first", place())),
                    source());
        }
        if (shape == Comparison.class) {
            return object(
                    required("units", units()),
                    required("locations", list("One entry a location, in the order asked for", compared())));
        }
        throw new IllegalArgumentException("no output schema for " + shape.getName());
    }

    private static JsonObject located(Field content) {
        return object(
                required("latitude", number("Latitude asked for", -90, 90)),
                required("longitude", number("Longitude asked for", -180, 180)),
                required("units", units()),
                content,
                source());
    }

    private static JsonObject compared() {
        return object(
                required("location", string("As asked for")),
                optional("place", place()),
                optional("conditions", conditions()),
                optional("source", sourceObject()),
                optional("error", string("Why there is no answer for this location, and what to do")));
    }

    private static JsonObject alert() {
        return object(
                required("id", string("Identifier of the issuer")),
                required("event", string("Such as Flood Watch")),
                required("severity", string("Extreme, Severe, Moderate, Minor or Unknown")),
                optional("urgency", string("Immediate, Expected, Future, Past or Unknown")),
                optional("certainty", string("Observed, Likely, Possible, Unlikely or Unknown")),
                optional("headline", string("The issuer's words")),
                optional("areas", string("Where it holds")),
                optional("onset", string("Begin, ISO 8601")),
                optional("ends", string("End, ISO 8601")),
                optional("description", string("The issuer's words")),
                optional("instruction", string("What the issuer advises people to do")),
                optional("sender", string("Office that issued it")));
    }

    private static JsonObject day() {
        return object(
                required("date", string("Local date, ISO 8601")),
                required("summary", string("A few words")),
                optional("detail", string("Some sentences")),
                optional("temperatureHigh", number("Highest temperature")),
                optional("temperatureLow", number("Lowest temperature")),
                optional("precipitationProbability", number("Percent", 0, 100)),
                optional("precipitation", number("Amount")),
                optional("windSpeed", number("Highest of the day")),
                optional("windDirection", string("Compass point the wind comes from")));
    }

    private static JsonObject hour() {
        return object(
                required("time", string("Begin of the hour, ISO 8601 with offset")),
                required("summary", string("A few words")),
                optional("temperature", number("Temperature")),
                optional("humidity", number("Percent", 0, 100)),
                optional("precipitationProbability", number("Percent", 0, 100)),
                optional("precipitation", number("Amount")),
                optional("windSpeed", number("Speed")),
                optional("windDirection", string("Compass point the wind comes from")));
    }

    private static JsonObject conditions() {
        return object(
                required("time", string("ISO 8601 with offset")),
                required("summary", string("A few words")),
                optional("temperature", number("Temperature")),
                optional("feelsLike", number("Apparent temperature")),
                optional("humidity", number("Percent", 0, 100)),
                optional("precipitation", number("Amount in the hour")),
                optional("windSpeed", number("Speed")),
                optional("windDirection", string("Compass point the wind comes from")),
                optional("pressure", number("Air pressure at sea level")));
    }

    private static JsonObject place() {
        return object(
                required("name", string("Name")),
                optional("region", string("State or province")),
                optional("country", string("Country")),
                required("latitude", number("Decimal degrees", -90, 90)),
                required("longitude", number("Decimal degrees", -180, 180)),
                optional("timezone", string("IANA time zone")));
    }

    private static JsonObject units() {
        return object(
                required("system", oneOf("System of units", List.of("metric", "imperial"))),
                required("temperature", string("Unit of temperatures")),
                required("windSpeed", string("Unit of wind speeds")),
                required("precipitation", string("Unit of precipitation")),
                required("pressure", string("Unit of air pressure")));
    }

    private static Field source() {
        return required("source", sourceObject());
    }

    private static JsonObject sourceObject() {
        return object(
                required("name", string("Who says this")),
                required("sample", flag("True: sample climatology, not a forecast and not real alerts")),
                required("retrievedAt", string("When the source last said so, ISO 8601 UTC")),
                required("ageSeconds", whole("Seconds since then", 0, Integer.MAX_VALUE)),
                required("stale", flag("True: the source cannot be reached, this is its last answer")),
                optional("notice", string("What has to be known about this answer")),
                optional("place", string("The place the answer is for, where it is not the point asked for")));
    }
}
