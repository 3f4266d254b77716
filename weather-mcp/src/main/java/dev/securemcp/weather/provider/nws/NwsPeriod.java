package dev.securemcp.weather.provider.nws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.securemcp.weather.provider.Json;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One period of an NWS forecast: a day, a night or an hour. Converted to metric.
 *
 * @param start with the offset of the place
 * @param daytime false for a night
 * @param temperature °C
 * @param precipitationProbability %
 * @param humidity %
 * @param wind km/h, the higher end of a range
 */
record NwsPeriod(
        OffsetDateTime start,
        boolean daytime,
        @Nullable Double temperature,
        @Nullable Double precipitationProbability,
        @Nullable Double humidity,
        @Nullable Double wind,
        @Nullable String windDirection,
        String summary,
        @Nullable String detail) {

    private static final int MOST_PERIODS = 400;
    private static final Pattern WIND = Pattern.compile("(\\d{1,3})(?: to (\\d{1,3}))? (mph|km/h)");
    private static final double KILOMETRES_PER_MILE = 1.609344;

    /** Reads {@code properties.periods}. */
    static List<NwsPeriod> parse(byte[] body) throws IOException {
        JsonNode periods = Json.array(Json.object(body).path("properties"), "periods");
        List<NwsPeriod> read = new ArrayList<>();
        for (JsonNode period : periods) {
            if (read.size() == MOST_PERIODS) {
                break;
            }
            read.add(parse(period));
        }
        if (read.isEmpty()) {
            throw new IOException("no periods");
        }
        return List.copyOf(read);
    }

    private static NwsPeriod parse(JsonNode period) throws IOException {
        OffsetDateTime start = Json.time(period, "startTime");
        if (start == null) {
            throw new IOException("a period without a start");
        }
        String direction = Json.text(period, "windDirection", 3);
        return new NwsPeriod(
                start,
                period.path("isDaytime").asBoolean(true),
                celsius(
                        Json.number(period, "temperature"),
                        period.path("temperatureUnit").asText("F")),
                Json.number(period.path("probabilityOfPrecipitation"), "value"),
                Json.number(period.path("relativeHumidity"), "value"),
                wind(Json.text(period, "windSpeed", 40)),
                direction,
                Json.needed(period, "shortForecast", 200),
                Json.text(period, "detailedForecast", 1000));
    }

    private static @Nullable Double celsius(@Nullable Double value, String unit) {
        if (value == null) {
            return null;
        }
        return unit.equals("C") ? value : (Double) ((value - 32) * 5 / 9);
    }

    private static @Nullable Double wind(@Nullable String text) {
        Matcher matcher = WIND.matcher(text == null ? "" : text);
        if (!matcher.matches()) {
            return null;
        }
        double speed = Double.parseDouble(matcher.group(2) == null ? matcher.group(1) : matcher.group(2));
        return matcher.group(3).equals("mph") ? speed * KILOMETRES_PER_MILE : speed;
    }
}
