package dev.securemcp.proxy.expression.run;

import dev.securemcp.proxy.expression.value.DateTimeValue;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Dates as text, with .NET's standard and custom format strings and the invariant culture. */
public final class DateFormat {

    private DateFormat() {}

    public static String format(DateTimeValue date, String format) {
        boolean universal = format.equals("U");
        return format(
                date.local(),
                zone(date.zone()),
                date.zone() == DateTimeValue.Zone.UTC ? "Z" : null,
                universal ? "F" : format,
                false);
    }

    public static String format(OffsetDateTime date, String format) {
        boolean universal = format.equals("u") || format.equals("r") || format.equals("R");
        OffsetDateTime shown = universal ? date.withOffsetSameInstant(ZoneOffset.UTC) : date;
        String general = format.equals("G") ? "MM/dd/yyyy HH:mm:ss zzz" : format;
        return format(shown.toLocalDateTime(), shown.getOffset(), null, general, true);
    }

    /** As Newtonsoft writes it: ISO 8601, the fraction as short as it can be. */
    public static String json(DateTimeValue date) {
        return format(date, "yyyy-MM-ddTHH:mm:ss.FFFFFFFK");
    }

    /** As Newtonsoft writes it: ISO 8601 with the offset. */
    public static String json(OffsetDateTime date) {
        return format(date, "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz");
    }

    private static ZoneOffset zone(DateTimeValue.Zone zone) {
        return zone == DateTimeValue.Zone.UNSPECIFIED ? null : ZoneOffset.UTC;
    }

    private static String format(
            LocalDateTime date, ZoneOffset offset, String zoneMark, String format, boolean isOffset) {
        String pattern = format.length() == 1 ? standard(format.charAt(0), isOffset) : format;
        return new Writer(date, offset, zoneMark, isOffset).write(pattern);
    }

    /** The pattern behind a standard format; null where there is none. */
    static String standard(char letter, boolean isOffset) {
        return switch (letter) {
            case 'd' -> "MM/dd/yyyy";
            case 'D' -> "dddd, dd MMMM yyyy";
            case 'f' -> "dddd, dd MMMM yyyy HH:mm";
            case 'F' -> "dddd, dd MMMM yyyy HH:mm:ss";
            case 'g' -> "MM/dd/yyyy HH:mm";
            case 'G' -> "MM/dd/yyyy HH:mm:ss";
            case 'm', 'M' -> "MMMM dd";
            case 'o', 'O' -> isOffset ? "yyyy-MM-ddTHH:mm:ss.fffffffzzz" : "yyyy-MM-ddTHH:mm:ss.fffffffK";
            case 'r', 'R' -> "ddd, dd MMM yyyy HH:mm:ss 'GMT'";
            case 's' -> "yyyy-MM-ddTHH:mm:ss";
            case 't' -> "HH:mm";
            case 'T' -> "HH:mm:ss";
            case 'u' -> "yyyy-MM-dd HH:mm:ss'Z'";
            case 'y', 'Y' -> "yyyy MMMM";
            default -> throw Fail.format("'" + letter + "' is not a format for dates");
        };
    }

    private record Writer(LocalDateTime date, ZoneOffset offset, String zoneMark, boolean isOffset) {

        String write(String pattern) {
            StringBuilder out = new StringBuilder(pattern.length() + 8);
            int at = 0;
            while (at < pattern.length()) {
                char c = pattern.charAt(at);
                if (c == '\'' || c == '"') {
                    int close = pattern.indexOf(c, at + 1);
                    if (close < 0) {
                        throw Fail.format("a quote in the format of a date does not end");
                    }
                    out.append(pattern, at + 1, close);
                    at = close + 1;
                } else if (c == '\\') {
                    out.append(at + 1 < pattern.length() ? pattern.charAt(at + 1) : "");
                    at += 2;
                } else if (c == '%') {
                    at++;
                } else {
                    int count = 1;
                    while (at + count < pattern.length() && pattern.charAt(at + count) == c) {
                        count++;
                    }
                    field(out, c, count);
                    at += count;
                }
            }
            return out.toString();
        }

        private void field(StringBuilder out, char c, int count) {
            switch (c) {
                case 'y' -> out.append(padded(count <= 2 ? date.getYear() % 100 : date.getYear(), count));
                case 'M' ->
                    out.append(
                            count <= 2
                                    ? padded(date.getMonthValue(), count)
                                    : date.getMonth()
                                            .getDisplayName(
                                                    count == 3 ? TextStyle.SHORT : TextStyle.FULL, Locale.ENGLISH));
                case 'd' ->
                    out.append(
                            count <= 2
                                    ? padded(date.getDayOfMonth(), count)
                                    : date.getDayOfWeek()
                                            .getDisplayName(
                                                    count == 3 ? TextStyle.SHORT : TextStyle.FULL, Locale.ENGLISH));
                case 'H' -> out.append(padded(date.getHour(), Math.min(count, 2)));
                case 'h' -> out.append(padded((date.getHour() + 11) % 12 + 1, Math.min(count, 2)));
                case 'm' -> out.append(padded(date.getMinute(), Math.min(count, 2)));
                case 's' -> out.append(padded(date.getSecond(), Math.min(count, 2)));
                case 'f', 'F' -> fraction(out, c, count);
                case 't' -> out.append(date.getHour() < 12 ? "AM" : "PM", 0, Math.min(count, 2));
                case 'K' -> out.append(zoneMark != null ? zoneMark : offset == null ? "" : offsetText(3));
                case 'z' -> out.append(offsetText(count));
                case 'g' -> out.append("A.D.");
                default -> out.repeat(c, count);
            }
        }

        private void fraction(StringBuilder out, char c, int count) {
            if (count > 7) {
                throw Fail.format("the format of a date has at most seven digits of a second");
            }
            String digits = String.format(Locale.ROOT, "%09d", date.get(ChronoField.NANO_OF_SECOND))
                    .substring(0, count);
            if (c == 'F') {
                int kept = digits.length();
                while (kept > 0 && digits.charAt(kept - 1) == '0') {
                    kept--;
                }
                digits = digits.substring(0, kept);
                if (digits.isEmpty() && !out.isEmpty() && out.charAt(out.length() - 1) == '.') {
                    out.setLength(out.length() - 1);
                }
            }
            out.append(digits);
        }

        private String offsetText(int count) {
            int seconds = offset == null ? 0 : offset.getTotalSeconds();
            int hours = Math.abs(seconds) / 3600;
            String sign = seconds < 0 ? "-" : "+";
            String text = sign + (count == 1 ? Integer.toString(hours) : padded(hours, 2));
            return count < 3 ? text : text + ":" + padded(Math.abs(seconds) / 60 % 60, 2);
        }

        private static String padded(int value, int width) {
            String digits = Integer.toString(value);
            return "0".repeat(Math.max(0, width - digits.length())) + digits;
        }
    }
}
