package dev.securemcp.weather.provider.openmeteo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.securemcp.weather.forecast.Conditions;
import dev.securemcp.weather.forecast.DayForecast;
import dev.securemcp.weather.forecast.HourForecast;
import dev.securemcp.weather.forecast.Place;
import dev.securemcp.weather.forecast.Point;
import dev.securemcp.weather.forecast.WeatherException;
import dev.securemcp.weather.forecast.Wording;
import dev.securemcp.weather.provider.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads Open-Meteo's JSON: times are local, the offset stands once beside them; series are columns. */
final class OpenMeteoReader {

    private static final int MOST_ROWS = 400;

    private OpenMeteoReader() {}

    static Conditions current(byte[] body) throws IOException {
        JsonNode document = Json.object(body);
        JsonNode now = document.path("current");
        return new Conditions(
                time(document, now.path("time")),
                WeatherCode.words(Json.number(now, "weather_code")),
                needed(now, "temperature_2m"),
                Json.number(now, "apparent_temperature"),
                Json.number(now, "relative_humidity_2m"),
                Json.number(now, "precipitation"),
                Json.number(now, "wind_speed_10m"),
                direction(Json.number(now, "wind_direction_10m")),
                Json.number(now, "pressure_msl"));
    }

    static List<DayForecast> days(byte[] body) throws IOException {
        JsonNode daily = Json.object(body).path("daily");
        JsonNode dates = Json.array(daily, "time");
        List<DayForecast> days = new ArrayList<>();
        for (int i = 0; i < Math.min(dates.size(), MOST_ROWS); i++) {
            days.add(new DayForecast(
                    date(dates.get(i)),
                    WeatherCode.words(at(daily, "weather_code", i)),
                    null,
                    at(daily, "temperature_2m_max", i),
                    at(daily, "temperature_2m_min", i),
                    at(daily, "precipitation_probability_max", i),
                    at(daily, "precipitation_sum", i),
                    at(daily, "wind_speed_10m_max", i),
                    direction(at(daily, "wind_direction_10m_dominant", i))));
        }
        if (days.isEmpty()) {
            throw new IOException("no days");
        }
        return List.copyOf(days);
    }

    static List<HourForecast> hours(byte[] body) throws IOException {
        JsonNode document = Json.object(body);
        JsonNode hourly = document.path("hourly");
        JsonNode times = Json.array(hourly, "time");
        List<HourForecast> hours = new ArrayList<>();
        for (int i = 0; i < Math.min(times.size(), MOST_ROWS); i++) {
            hours.add(new HourForecast(
                    time(document, times.get(i)),
                    WeatherCode.words(at(hourly, "weather_code", i)),
                    at(hourly, "temperature_2m", i),
                    at(hourly, "relative_humidity_2m", i),
                    at(hourly, "precipitation_probability", i),
                    at(hourly, "precipitation", i),
                    at(hourly, "wind_speed_10m", i),
                    direction(at(hourly, "wind_direction_10m", i))));
        }
        if (hours.isEmpty()) {
            throw new IOException("no hours");
        }
        return List.copyOf(hours);
    }

    /** No results are no error: the field is absent then. */
    static List<Place> places(byte[] body) throws IOException {
        JsonNode document = Json.object(body);
        List<Place> places = new ArrayList<>();
        for (JsonNode result : document.path("results")) {
            if (places.size() == MOST_ROWS) {
                break;
            }
            places.add(new Place(
                    Json.needed(result, "name", 100),
                    Json.text(result, "admin1", 100),
                    Json.text(result, "country", 100),
                    point(needed(result, "latitude"), needed(result, "longitude")),
                    Json.text(result, "timezone", 60)));
        }
        return List.copyOf(places);
    }

    private static Point point(double latitude, double longitude) throws IOException {
        try {
            return new Point(latitude, longitude);
        } catch (WeatherException e) {
            throw new IOException("a place that is not on the earth", e);
        }
    }

    private static double needed(JsonNode parent, String field) throws IOException {
        Double number = Json.number(parent, field);
        if (number == null) {
            throw new IOException("the number " + field + " is missing");
        }
        return number;
    }

    private static @Nullable Double at(JsonNode columns, String name, int row) {
        return Json.number(columns.path(name).path(row));
    }

    private static @Nullable String direction(@Nullable Double degrees) {
        return degrees == null ? null : Wording.compass(degrees);
    }

    private static LocalDate date(JsonNode node) throws IOException {
        try {
            return LocalDate.parse(node.asText());
        } catch (DateTimeException e) {
            throw new IOException("a date cannot be read", e);
        }
    }

    private static OffsetDateTime time(JsonNode document, JsonNode node) throws IOException {
        try {
            int offset = document.path("utc_offset_seconds").asInt(0);
            return LocalDateTime.parse(node.asText()).atOffset(ZoneOffset.ofTotalSeconds(offset));
        } catch (DateTimeException e) {
            throw new IOException("a time cannot be read", e);
        }
    }
}
