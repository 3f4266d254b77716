package dev.securemcp.proxy.expression.run;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values as text: {@code ToString()} with the invariant culture. */
public final class Text {

    private Text() {}

    /** The empty string for null, as in C#'s concatenation. */
    public static String of(Object value) {
        return switch (value) {
            case null -> "";
            case String text -> text;
            case Boolean truth -> truth ? "True" : "False";
            case Double number -> NumberText.of(number);
            case BigDecimal number -> number.toPlainString();
            case OffsetDateTime date -> DateFormat.format(date, "G");
            case Duration duration -> DurationText.of(duration);
            case byte[] bytes -> "System.Byte[]";
            case Object[] array -> array instanceof String[] ? "System.String[]" : "System.Object[]";
            case List<?> list -> "System.Collections.Generic.List`1[System.Object]";
            case Map<?, ?> map -> "System.Collections.Generic.Dictionary`2[System.Object,System.Object]";
            case Set<?> set -> "System.Collections.Generic.HashSet`1[System.Object]";
            case Closure closure -> "System.Func";
            default -> value.toString();
        };
    }

    /** With a format string where the value takes one: numbers, dates, durations, Guids. */
    public static String of(Object value, String format) {
        if (format == null || format.isEmpty()) {
            return of(value);
        }
        return switch (value) {
            case null -> "";
            case Number number -> NumberText.format(number, format);
            case dev.securemcp.proxy.expression.value.DateTimeValue date -> DateFormat.format(date, format);
            case OffsetDateTime date -> DateFormat.format(date, format);
            case Duration duration -> DurationText.format(duration, format);
            case java.util.UUID id -> Guids.format(id, format);
            case dev.securemcp.proxy.expression.value.EnumValue constant ->
                format.equalsIgnoreCase("d") ? Integer.toString(constant.number()) : constant.name();
            default -> of(value);
        };
    }

    /** The composite format of {@code string.Format} and interpolation: {@code {0,10:F2}}. */
    public static String format(Evaluation e, String pattern, Object[] arguments) {
        StringBuilder out = new StringBuilder(pattern.length() + 16);
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '{' || c == '}') {
                if (at + 1 < pattern.length() && pattern.charAt(at + 1) == c) {
                    out.append(c);
                    at += 2;
                    continue;
                }
                int close = pattern.indexOf('}', at);
                if (c == '}' || close < 0) {
                    throw Fail.format("the format string has a lone brace; write {{ or }}");
                }
                hole(e, out, pattern.substring(at + 1, close), arguments);
                at = close + 1;
            } else {
                out.append(c);
                at++;
            }
        }
        return e.text(out.toString());
    }

    private static void hole(Evaluation e, StringBuilder out, String hole, Object[] arguments) {
        int colon = hole.indexOf(':');
        String format = colon < 0 ? null : hole.substring(colon + 1);
        String head = colon < 0 ? hole : hole.substring(0, colon);
        int comma = head.indexOf(',');
        int width = comma < 0 ? 0 : Integer.parseInt(head.substring(comma + 1).strip());
        int index = Integer.parseInt((comma < 0 ? head : head.substring(0, comma)).strip());
        if (index < 0 || index >= arguments.length) {
            throw Fail.format("the format string asks for argument " + index + ", there are " + arguments.length);
        }
        aligned(e, out, of(arguments[index], format), width);
        e.length(out.length() - 1 < 0 ? 0 : 1);
        if (out.length() > e.limits().stringLength()) {
            e.length(out.length());
        }
    }

    /** Pads on the left for a positive width, on the right for a negative one. */
    public static void aligned(Evaluation e, StringBuilder out, String text, int width) {
        int blanks = Math.abs(width) - text.length();
        if (blanks > 0) {
            e.length(blanks);
        }
        if (blanks > 0 && width > 0) {
            out.repeat(' ', blanks);
        }
        out.append(text);
        if (blanks > 0 && width < 0) {
            out.repeat(' ', blanks);
        }
    }
}
