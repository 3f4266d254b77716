package dev.securemcp.weather.provider.openmeteo;

import org.jspecify.annotations.Nullable;

/** WMO code table 4677 as far as Open-Meteo uses it, in words. */
final class WeatherCode {

    private WeatherCode() {}

    static String words(@Nullable Double code) {
        if (code == null) {
            return "No description";
        }
        return switch (code.intValue()) {
            case 0 -> "Clear sky";
            case 1 -> "Mainly clear";
            case 2 -> "Partly cloudy";
            case 3 -> "Overcast";
            case 45 -> "Fog";
            case 48 -> "Freezing fog";
            case 51, 53, 55 -> "Drizzle";
            case 56, 57 -> "Freezing drizzle";
            case 61 -> "Light rain";
            case 63 -> "Rain";
            case 65 -> "Heavy rain";
            case 66, 67 -> "Freezing rain";
            case 71 -> "Light snow";
            case 73 -> "Snow";
            case 75 -> "Heavy snow";
            case 77 -> "Snow grains";
            case 80, 81 -> "Rain showers";
            case 82 -> "Violent rain showers";
            case 85, 86 -> "Snow showers";
            case 95 -> "Thunderstorm";
            case 96, 99 -> "Thunderstorm with hail";
            default -> "Weather code " + code.intValue();
        };
    }
}
