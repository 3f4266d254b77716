package dev.securemcp.weather.forecast;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One day at a place. What a source does not say is null.
 *
 * @param date in the time zone of the place
 * @param summary a few words
 * @param detail some sentences, where the source writes any
 * @param high °C
 * @param low °C, of the night that follows where the source counts nights
 * @param precipitationProbability %, 0–100
 * @param precipitation mm
 * @param wind km/h, the highest of the day
 * @param windDirection compass point the wind comes from
 */
public record DayForecast(
        LocalDate date,
        String summary,
        @Nullable String detail,
        @Nullable Double high,
        @Nullable Double low,
        @Nullable Double precipitationProbability,
        @Nullable Double precipitation,
        @Nullable Double wind,
        @Nullable String windDirection) {}
