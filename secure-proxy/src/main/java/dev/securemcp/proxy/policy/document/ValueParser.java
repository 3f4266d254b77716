package dev.securemcp.proxy.policy.document;

import java.util.Locale;
import java.util.Map;

/** Parses literal values; says nothing about open ones, whose text is not known. */
final class ValueParser {

    private ValueParser() {}

    static int integer(AttributeReader reader, String name, PolicyText value, int min, int max) {
        if (value.open()) {
            return min;
        }
        String text = value.text().strip();
        try {
            int number = Integer.parseInt(text);
            if (!text.startsWith("+") && number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, like a number out of range.
        }
        String range = max == Integer.MAX_VALUE ? " of at least " + min : " from " + min + " to " + max;
        expected(reader, name, value, "a whole number" + range);
        return min;
    }

    static boolean bool(AttributeReader reader, String name, PolicyText value, boolean fallback) {
        if (value.open()) {
            return fallback;
        }
        return switch (value.text().strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                expected(reader, name, value, "`true` or `false`");
                yield fallback;
            }
        };
    }

    static <T> T oneOf(AttributeReader reader, String name, PolicyText value, Map<String, T> allowed, T fallback) {
        if (value.open()) {
            return fallback;
        }
        String text = value.text().strip();
        T found = allowed.get(text);
        if (found != null) {
            return found;
        }
        String names = "`" + String.join("`, `", allowed.keySet()) + "`";
        expected(reader, name, value, allowed.size() == 1 ? names : "one of " + names);
        return fallback;
    }

    private static void expected(AttributeReader reader, String name, PolicyText value, String expected) {
        String found = value.isBlank() ? "nothing" : Shown.quoted(value.masked());
        reader.error(value.position(), "found " + found + " in " + Shown.quoted(name) + ", expected " + expected, "");
    }
}
