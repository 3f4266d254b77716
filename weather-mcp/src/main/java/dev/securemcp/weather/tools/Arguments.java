package dev.securemcp.weather.tools;

import dev.securemcp.weather.forecast.Point;
import dev.securemcp.weather.forecast.WeatherException;
import dev.securemcp.weather.forecast.Wording;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of a call. The input schemas say the same bounds, but nothing makes a client keep to them. Numbers
 * may come as text, because models send them so.
 *
 * <p>Everything throws {@link WeatherException} INVALID, which names the argument and what it should be.
 */
final class Arguments {

    private Arguments() {}

    static Point point(@Nullable Object latitude, @Nullable Object longitude) {
        return new Point(
                number("latitude", latitude, "decimal degrees from -90 to 90"),
                number("longitude", longitude, "decimal degrees from -180 to 180"));
    }

    /** A whole number; {@code fallback} where there is none. */
    static int whole(String name, @Nullable Object value, int least, int most, int fallback) {
        if (value == null) {
            return fallback;
        }
        String expected = "a whole number from " + least + " to " + most;
        double number = number(name, value, expected);
        if (number != Math.rint(number) || number < least || number > most) {
            throw invalid(name, value, expected);
        }
        return (int) number;
    }

    private static double number(String name, @Nullable Object value, String expected) {
        if (value == null) {
            throw new WeatherException(WeatherException.Kind.INVALID, name + " is missing: give " + expected + ".");
        }
        try {
            double number =
                    switch (value) {
                        case Number n -> n.doubleValue();
                        case String s when s.length() <= 32 -> Double.parseDouble(s.strip());
                        default -> throw invalid(name, value, expected);
                    };
            if (!Double.isFinite(number)) {
                throw invalid(name, value, expected);
            }
            return number;
        } catch (NumberFormatException _) {
            throw invalid(name, value, expected);
        }
    }

    /** A text that is not blank. */
    static String text(String name, @Nullable Object value, int longest, String expected) {
        if (value == null) {
            throw new WeatherException(WeatherException.Kind.INVALID, name + " is missing: give " + expected + ".");
        }
        if (!(value instanceof String text) || text.isBlank() || text.length() > longest) {
            throw invalid(name, value, expected + ", at most " + longest + " characters");
        }
        return text.strip();
    }

    /** A text that may be absent. */
    static @Nullable String optionalText(String name, @Nullable Object value, String expected) {
        return value == null ? null : text(name, value, 100, expected);
    }

    /** A list of texts; one text alone counts as a list of one. */
    static List<String> texts(String name, @Nullable Object value, int most, int longest, String expected) {
        List<?> items =
                switch (value) {
                    case JsonArray array -> array.getList();
                    case List<?> list -> list;
                    case String one -> List.of(one);
                    case null -> List.of();
                    default -> throw invalid(name, value, expected);
                };
        if (items.isEmpty() || items.size() > most) {
            throw new WeatherException(
                    WeatherException.Kind.INVALID, name + " has " + items.size() + " entries: give " + expected + ".");
        }
        List<String> texts = new ArrayList<>();
        for (Object item : items) {
            texts.add(text(name + "[" + texts.size() + "]", item, longest, "a text"));
        }
        return List.copyOf(texts);
    }

    private static WeatherException invalid(String name, Object value, String expected) {
        return new WeatherException(
                WeatherException.Kind.INVALID, name + " is '" + Wording.quotable(value) + "': give " + expected + ".");
    }
}
