package dev.securemcp.weather.forecast;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two systems that quantities are shown in. Inside the program everything is metric. */
public enum Units {
    METRIC("°C", "km/h", "mm", "hPa", "km"),
    IMPERIAL("°F", "mph", "in", "inHg", "mi");

    private final String temperature;
    private final String speed;
    private final String precipitation;
    private final String pressure;
    private final String distance;

    Units(String temperature, String speed, String precipitation, String pressure, String distance) {
        this.temperature = temperature;
        this.speed = speed;
        this.precipitation = precipitation;
        this.pressure = pressure;
        this.distance = distance;
    }

    /**
     * Reads {@code metric} or {@code imperial}, in any case; nothing means metric.
     *
     * @throws WeatherException INVALID for anything else
     */
    public static Units of(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return METRIC;
        }
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "metric" -> METRIC;
            case "imperial" -> IMPERIAL;
            default ->
                throw new WeatherException(
                        WeatherException.Kind.INVALID,
                        "units '" + Wording.quotable(text) + "' is not known: give metric or imperial.");
        };
    }

    /** {@code metric} or {@code imperial}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String temperatureUnit() {
        return temperature;
    }

    public String speedUnit() {
        return speed;
    }

    public String precipitationUnit() {
        return precipitation;
    }

    public String pressureUnit() {
        return pressure;
    }

    public String distanceUnit() {
        return distance;
    }

    /** From °C; one decimal. */
    public @Nullable Double temperature(@Nullable Double celsius) {
        return celsius == null ? null : round(this == METRIC ? celsius : celsius * 9 / 5 + 32, 1);
    }

    /** From km/h; one decimal. */
    public @Nullable Double speed(@Nullable Double kilometresPerHour) {
        return kilometresPerHour == null
                ? null
                : round(this == METRIC ? kilometresPerHour : kilometresPerHour / 1.609344, 1);
    }

    /** From mm; one decimal, or two in inches. */
    public @Nullable Double precipitation(@Nullable Double millimetres) {
        if (millimetres == null) {
            return null;
        }
        return this == METRIC ? round(millimetres, 1) : round(millimetres / 25.4, 2);
    }

    /** From hPa; one decimal, or two in inHg. */
    public @Nullable Double pressure(@Nullable Double hectopascal) {
        if (hectopascal == null) {
            return null;
        }
        return this == METRIC ? round(hectopascal, 1) : round(hectopascal / 33.8638866667, 2);
    }

    /** From km; whole numbers. */
    public long distance(double kilometres) {
        return Math.round(this == METRIC ? kilometres : kilometres / 1.609344);
    }

    private static double round(double value, int decimals) {
        double factor = Math.pow(10, decimals);
        double rounded = Math.round(value * factor) / factor;
        return rounded == 0 ? 0.0 : rounded;
    }
}
