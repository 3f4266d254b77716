package dev.securemcp.weather.forecast;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The weather at one moment. What a source does not say is null.
 *
 * @param time with the offset of the place
 * @param summary a few words
 * @param temperature °C
 * @param feelsLike °C
 * @param humidity %, 0–100
 * @param precipitation mm in the hour
 * @param wind km/h
 * @param windDirection compass point the wind comes from, such as NW
 * @param pressure hPa at sea level
 */
public record Conditions(
        OffsetDateTime time,
        String summary,
        @Nullable Double temperature,
        @Nullable Double feelsLike,
        @Nullable Double humidity,
        @Nullable Double precipitation,
        @Nullable Double wind,
        @Nullable String windDirection,
        @Nullable Double pressure) {}
