package dev.securemcp.weather.forecast;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One hour at a place. What a source does not say is null.
 *
 * @param time begin of the hour, with the offset of the place
 * @param summary a few words
 * @param temperature °C
 * @param humidity %, 0–100
 * @param precipitationProbability %, 0–100
 * @param precipitation mm
 * @param wind km/h
 * @param windDirection compass point the wind comes from
 */
public record HourForecast(
        OffsetDateTime time,
        String summary,
        @Nullable Double temperature,
        @Nullable Double humidity,
        @Nullable Double precipitationProbability,
        @Nullable Double precipitation,
        @Nullable Double wind,
        @Nullable String windDirection) {}
