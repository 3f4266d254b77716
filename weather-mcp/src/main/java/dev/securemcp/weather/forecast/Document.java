package dev.securemcp.weather.forecast;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers as JSON documents: maps and lists in a stable order, so that no reflection is needed to write them. The
 * schemas of the tools describe exactly these.
 */
public final class Document {

    private Document() {}

    public static Map<String, Object> alerts(UsState state, Answer<List<Alert>> answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("state", state.name());
        document.put("stateName", state.title());
        document.put("count", answer.value().size());
        document.put("alerts", answer.value().stream().map(Document::alert).toList());
        document.put("source", origin(answer.origin()));
        return document;
    }

    private static Map<String, Object> alert(Alert alert) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", alert.id());
        fields.put("event", alert.event());
        fields.put("severity", alert.severity());
        put(fields, "urgency", alert.urgency());
        put(fields, "certainty", alert.certainty());
        put(fields, "headline", alert.headline());
        put(fields, "areas", alert.areas());
        put(fields, "onset", alert.onset());
        put(fields, "ends", alert.ends());
        put(fields, "description", alert.description());
        put(fields, "instruction", alert.instruction());
        put(fields, "sender", alert.sender());
        return fields;
    }

    public static Map<String, Object> forecast(Point point, Units units, Answer<List<DayForecast>> answer) {
        Map<String, Object> document = located(point, units);
        document.put("days", answer.value().stream().map(day -> day(day, units)).toList());
        document.put("source", origin(answer.origin()));
        return document;
    }

    private static Map<String, Object> day(DayForecast day, Units units) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("date", day.date().toString());
        fields.put("summary", day.summary());
        put(fields, "detail", day.detail());
        put(fields, "temperatureHigh", units.temperature(day.high()));
        put(fields, "temperatureLow", units.temperature(day.low()));
        put(fields, "precipitationProbability", day.precipitationProbability());
        put(fields, "precipitation", units.precipitation(day.precipitation()));
        put(fields, "windSpeed", units.speed(day.wind()));
        put(fields, "windDirection", day.windDirection());
        return fields;
    }

    public static Map<String, Object> hourly(Point point, Units units, Answer<List<HourForecast>> answer) {
        Map<String, Object> document = located(point, units);
        document.put(
                "hours", answer.value().stream().map(hour -> hour(hour, units)).toList());
        document.put("source", origin(answer.origin()));
        return document;
    }

    private static Map<String, Object> hour(HourForecast hour, Units units) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", time(hour.time()));
        fields.put("summary", hour.summary());
        put(fields, "temperature", units.temperature(hour.temperature()));
        put(fields, "humidity", hour.humidity());
        put(fields, "precipitationProbability", hour.precipitationProbability());
        put(fields, "precipitation", units.precipitation(hour.precipitation()));
        put(fields, "windSpeed", units.speed(hour.wind()));
        put(fields, "windDirection", hour.windDirection());
        return fields;
    }

    public static Map<String, Object> current(Point point, Units units, Answer<Conditions> answer) {
        Map<String, Object> document = located(point, units);
        document.put("conditions", conditions(units, answer.value()));
        document.put("source", origin(answer.origin()));
        return document;
    }

    public static Map<String, Object> conditions(Units units, Conditions now) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", time(now.time()));
        fields.put("summary", now.summary());
        put(fields, "temperature", units.temperature(now.temperature()));
        put(fields, "feelsLike", units.temperature(now.feelsLike()));
        put(fields, "humidity", now.humidity());
        put(fields, "precipitation", units.precipitation(now.precipitation()));
        put(fields, "windSpeed", units.speed(now.wind()));
        put(fields, "windDirection", now.windDirection());
        put(fields, "pressure", units.pressure(now.pressure()));
        return fields;
    }

    public static Map<String, Object> places(String query, Answer<List<Place>> answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("query", Wording.bounded(query, 100));
        document.put("places", answer.value().stream().map(Document::place).toList());
        document.put("source", origin(answer.origin()));
        return document;
    }

    public static Map<String, Object> place(Place place) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", place.name());
        put(fields, "region", place.region());
        put(fields, "country", place.country());
        fields.put("latitude", place.point().latitude());
        fields.put("longitude", place.point().longitude());
        put(fields, "timezone", place.timezone());
        return fields;
    }

    /** The units that the numbers of a document are in. */
    public static Map<String, Object> units(Units units) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("system", units.id());
        fields.put("temperature", units.temperatureUnit());
        fields.put("windSpeed", units.speedUnit());
        fields.put("precipitation", units.precipitationUnit());
        fields.put("pressure", units.pressureUnit());
        return fields;
    }

    public static Map<String, Object> origin(Origin origin) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", origin.source());
        fields.put("sample", origin.sample());
        fields.put("retrievedAt", origin.retrieved().toString());
        fields.put("ageSeconds", Math.max(0, origin.age().toSeconds()));
        fields.put("stale", origin.stale());
        put(fields, "notice", origin.notice());
        put(fields, "place", origin.place());
        return fields;
    }

    private static Map<String, Object> located(Point point, Units units) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("latitude", point.latitude());
        document.put("longitude", point.longitude());
        document.put("units", units(units));
        return document;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value instanceof Number number) {
            fields.put(name, number);
        } else if (value instanceof OffsetDateTime moment) {
            fields.put(name, time(moment));
        } else if (value != null) {
            fields.put(name, value.toString());
        }
    }

    /** With seconds even where they are zero (RFC 3339 §5.6). */
    private static String time(OffsetDateTime moment) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment);
    }
}
