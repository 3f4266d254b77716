package dev.securemcp.weather.forecast;

import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Answers as readable text: what a person, or a model, reads when it does not look at the structured form. */
public final class Wording {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);
    private static final String[] COMPASS = {"N", "NE", "E", "SE", "S", "SW", "W", "NW"};
    private static final int ALERTS_IN_FULL = 25;

    private Wording() {}

    /** Compass point, one of eight, for a direction in degrees (0 is north). */
    public static String compass(double degrees) {
        int eighth = (int) Math.round((((degrees % 360) + 360) % 360) / 45) % 8;
        return COMPASS[eighth];
    }

    /** Foreign text cut to a length and without control characters, so that it can be shown. */
    public static String bounded(String text, int length) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), length));
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean shown = c == '\n' || (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT);
            if (shown) {
                if (clean.length() + Character.charCount(c) > length) {
                    return clean.append('…').toString();
                }
                clean.appendCodePoint(c);
            }
        }
        return clean.toString();
    }

    /** What a caller sent, short enough to repeat in a message. */
    public static String quotable(@Nullable Object value) {
        return value == null ? "nothing" : bounded(String.valueOf(value).replace('\n', ' '), 60);
    }

    /** {@code 5 min}, {@code 3 h}. */
    public static String ago(Duration age) {
        if (age.toMinutes() < 1) {
            return Math.max(0, age.toSeconds()) + " s";
        }
        return age.toHours() < 2 ? age.toMinutes() + " min" : age.toHours() + " h";
    }

    public static String alerts(UsState state, Answer<List<Alert>> answer) {
        StringBuilder text = new StringBuilder();
        List<Alert> alerts = answer.value();
        if (alerts.isEmpty()) {
            text.append("No weather alerts are in force for ")
                    .append(state.title())
                    .append(".\n");
        } else {
            text.append(alerts.size())
                    .append(alerts.size() == 1 ? " weather alert is" : " weather alerts are")
                    .append(" in force for ")
                    .append(state.title())
                    .append(":\n");
            alerts.stream().limit(ALERTS_IN_FULL).forEach(alert -> alert(text, alert));
            if (alerts.size() > ALERTS_IN_FULL) {
                text.append("\n(").append(alerts.size() - ALERTS_IN_FULL).append(" more in the structured answer.)\n");
            }
        }
        return end(text, answer.origin());
    }

    private static void alert(StringBuilder text, Alert alert) {
        text.append('\n')
                .append(alert.event())
                .append(" (")
                .append(alert.severity())
                .append(")\n");
        line(text, "Area", alert.areas());
        line(text, "Headline", alert.headline());
        if (alert.onset() != null || alert.ends() != null) {
            text.append("When: ")
                    .append(alert.onset() == null ? "now" : HOUR.format(alert.onset()))
                    .append(alert.ends() == null ? "" : " to " + HOUR.format(alert.ends()))
                    .append('\n');
        }
        line(text, "Description", alert.description());
        line(text, "What to do", alert.instruction());
    }

    private static void line(StringBuilder text, String label, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            text.append(label).append(": ").append(value.strip()).append('\n');
        }
    }

    public static String forecast(Point point, Units units, Answer<List<DayForecast>> answer) {
        StringBuilder text = new StringBuilder("Forecast for ")
                .append(where(point, answer.origin()))
                .append(":\n");
        for (DayForecast day : answer.value()) {
            List<String> parts = new ArrayList<>();
            parts.add(day.summary());
            quantity(parts, "high ", units.temperature(day.high()), units.temperatureUnit());
            quantity(parts, "low ", units.temperature(day.low()), units.temperatureUnit());
            quantity(parts, "chance of precipitation ", day.precipitationProbability(), "%");
            quantity(parts, "precipitation ", units.precipitation(day.precipitation()), units.precipitationUnit());
            wind(parts, units, day.wind(), day.windDirection());
            text.append(DAY.format(day.date()))
                    .append(": ")
                    .append(String.join(", ", parts))
                    .append('\n');
            if (day.detail() != null) {
                text.append("  ").append(day.detail()).append('\n');
            }
        }
        return end(text, answer.origin());
    }

    public static String hourly(Point point, Units units, Answer<List<HourForecast>> answer) {
        StringBuilder text = new StringBuilder("Hourly forecast for ")
                .append(where(point, answer.origin()))
                .append(":\n");
        for (HourForecast hour : answer.value()) {
            List<String> parts = new ArrayList<>();
            parts.add(hour.summary());
            quantity(parts, "", units.temperature(hour.temperature()), units.temperatureUnit());
            quantity(parts, "chance of precipitation ", hour.precipitationProbability(), "%");
            quantity(parts, "precipitation ", units.precipitation(hour.precipitation()), units.precipitationUnit());
            quantity(parts, "humidity ", hour.humidity(), "%");
            wind(parts, units, hour.wind(), hour.windDirection());
            text.append(HOUR.format(hour.time()))
                    .append(": ")
                    .append(String.join(", ", parts))
                    .append('\n');
        }
        return end(text, answer.origin());
    }

    public static String current(Point point, Units units, Answer<Conditions> answer) {
        StringBuilder text = new StringBuilder("Weather at ")
                .append(where(point, answer.origin()))
                .append(", ")
                .append(HOUR.format(answer.value().time()))
                .append(": ")
                .append(conditions(units, answer.value()))
                .append(".\n");
        return end(text, answer.origin());
    }

    /** Conditions in one line, without place and source. */
    public static String conditions(Units units, Conditions now) {
        List<String> parts = new ArrayList<>();
        parts.add(now.summary());
        quantity(parts, "", units.temperature(now.temperature()), units.temperatureUnit());
        quantity(parts, "feels like ", units.temperature(now.feelsLike()), units.temperatureUnit());
        quantity(parts, "humidity ", now.humidity(), "%");
        quantity(parts, "precipitation ", units.precipitation(now.precipitation()), units.precipitationUnit());
        wind(parts, units, now.wind(), now.windDirection());
        quantity(parts, "pressure ", units.pressure(now.pressure()), units.pressureUnit());
        return String.join(", ", parts);
    }

    public static String places(String query, Answer<List<Place>> answer) {
        StringBuilder text = new StringBuilder();
        if (answer.value().isEmpty()) {
            text.append("No place is called '")
                    .append(quotable(query))
                    .append("'. Check the spelling, or try the nearest larger town without state or country.\n");
        } else {
            text.append("Places called '").append(quotable(query)).append("':\n");
            for (Place place : answer.value()) {
                text.append("- ")
                        .append(place.fullName())
                        .append(": latitude ")
                        .append(place.point().latitudeText())
                        .append(", longitude ")
                        .append(place.point().longitudeText())
                        .append('\n');
            }
        }
        return end(text, answer.origin());
    }

    /** The last lines of every answer: its source and what has to be known about it. */
    public static String source(Origin origin) {
        return "Source: " + origin.source() + "." + (origin.notice() == null ? "" : "\nNote: " + origin.notice());
    }

    private static String end(StringBuilder text, Origin origin) {
        return text.append('\n').append(source(origin)).toString();
    }

    private static String where(Point point, Origin origin) {
        return origin.place() == null ? point.toString() : origin.place() + " (asked for: " + point + ")";
    }

    private static void quantity(List<String> parts, String label, @Nullable Double value, String unit) {
        if (value != null) {
            String number = value == Math.rint(value) ? Long.toString(Math.round(value)) : value.toString();
            parts.add(label + number + (unit.startsWith("°") || unit.equals("%") ? "" : " ") + unit);
        }
    }

    private static void wind(List<String> parts, Units units, @Nullable Double wind, @Nullable String direction) {
        Double speed = units.speed(wind);
        if (speed != null) {
            parts.add(
                    "wind " + (direction == null ? "" : direction + " ") + Math.round(speed) + " " + units.speedUnit());
        }
    }
}
