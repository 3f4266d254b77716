package dev.securemcp.proxy.expression.run;

import java.time.Duration;
import java.util.Locale;

/** {@code TimeSpan} as text and back. */
public final class DurationText {

    private static final Duration MAX = Duration.ofSeconds(922_337_203_685L, 477_580_700);

    private DurationText() {}

    /** {@code [-][d.]hh:mm:ss[.fffffff]}. */
    public static String of(Duration duration) {
        Duration bare = duration.abs();
        long days = bare.toDaysPart();
        int ticks = bare.toNanosPart() / 100;
        return (duration.isNegative() ? "-" : "")
                + (days > 0 ? days + "." : "")
                + String.format(
                        Locale.ROOT, "%02d:%02d:%02d", bare.toHoursPart(), bare.toMinutesPart(), bare.toSecondsPart())
                + (ticks > 0 ? String.format(Locale.ROOT, ".%07d", ticks) : "");
    }

    /** The formats c, g and G, and custom ones of d, h, m, s, f with escaped or quoted text between. */
    public static String format(Duration duration, String format) {
        Duration bare = duration.abs();
        String sign = duration.isNegative() ? "-" : "";
        switch (format) {
            case "c", "t", "T" -> {
                return of(duration);
            }
            case "g" -> {
                String days = bare.toDaysPart() > 0 ? bare.toDaysPart() + ":" : "";
                String fraction = bare.toNanosPart() > 0
                        ? ("." + String.format(Locale.ROOT, "%07d", bare.toNanosPart() / 100)).replaceAll("0+$", "")
                        : "";
                return sign
                        + days
                        + String.format(
                                Locale.ROOT,
                                "%d:%02d:%02d",
                                bare.toHoursPart(),
                                bare.toMinutesPart(),
                                bare.toSecondsPart())
                        + fraction;
            }
            case "G" -> {
                return sign
                        + bare.toDaysPart()
                        + String.format(
                                Locale.ROOT,
                                ":%02d:%02d:%02d.%07d",
                                bare.toHoursPart(),
                                bare.toMinutesPart(),
                                bare.toSecondsPart(),
                                bare.toNanosPart() / 100);
            }
            default -> {
                return custom(bare, format);
            }
        }
    }

    private static String custom(Duration bare, String format) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at);
            int count = 1;
            while (at + count < format.length() && format.charAt(at + count) == c) {
                count++;
            }
            switch (c) {
                case 'd' -> out.append(padded(bare.toDaysPart(), count));
                case 'h' -> out.append(padded(bare.toHoursPart(), count));
                case 'm' -> out.append(padded(bare.toMinutesPart(), count));
                case 's' -> out.append(padded(bare.toSecondsPart(), count));
                case 'f', 'F' ->
                    out.append(String.format(Locale.ROOT, "%09d", bare.toNanosPart()), 0, Math.min(count, 7));
                case '\\' -> {
                    count = 2;
                    out.append(at + 1 < format.length() ? format.charAt(at + 1) : "");
                }
                case '%' -> count = 1;
                case '\'', '"' -> {
                    int close = format.indexOf(c, at + 1);
                    if (close < 0) {
                        throw Fail.format("a quote in the format of a TimeSpan does not end");
                    }
                    out.append(format, at + 1, close);
                    count = close + 1 - at;
                }
                default -> throw Fail.format("the format of a TimeSpan needs a backslash before '" + c + "'");
            }
            at += count;
        }
        return out.toString();
    }

    private static String padded(long value, int width) {
        String digits = Long.toString(value);
        return "0".repeat(Math.max(0, Math.min(width, 8) - digits.length())) + digits;
    }

    /** From {@code [-][d.]hh:mm[:ss[.fffffff]]} or a number of days; null where the text is neither. */
    public static Duration tryParse(String text) {
        if (text == null) {
            return null;
        }
        java.util.regex.Matcher match = FORM.matcher(text.strip());
        if (!match.matches()) {
            return null;
        }
        long days = number(match.group(2)) + number(match.group(3));
        long hours = number(match.group(4));
        long minutes = number(match.group(5));
        long seconds = number(match.group(6));
        if (hours > 23 || minutes > 59 || seconds > 59) {
            return null;
        }
        String fraction = match.group(7) == null ? "" : match.group(7);
        long nanos = fraction.isEmpty() ? 0 : Long.parseLong((fraction + "000000000").substring(0, 9));
        Duration parsed = Duration.ofDays(days)
                .plusHours(hours)
                .plusMinutes(minutes)
                .plusSeconds(seconds)
                .plusNanos(nanos);
        if (parsed.compareTo(MAX) > 0) {
            return null;
        }
        return match.group(1).isEmpty() ? parsed : parsed.negated();
    }

    private static final java.util.regex.Pattern FORM = java.util.regex.Pattern.compile(
            "(-?)(?:(\\d{1,8})|(?:(\\d{1,8})[.:])?(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,7}))?)?)");

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** From a number of units; out of range where it is beyond .NET's ticks. */
    public static Duration ofUnits(double count, long nanosPerUnit) {
        double seconds = count * nanosPerUnit / 1e9;
        if (Double.isNaN(seconds) || Math.abs(seconds) > 922_337_203_685d) {
            throw Fail.of("OverflowException", "a TimeSpan is out of range");
        }
        java.math.BigDecimal nanos =
                new java.math.BigDecimal(Double.toString(count)).multiply(java.math.BigDecimal.valueOf(nanosPerUnit));
        java.math.BigDecimal ticks = nanos.movePointLeft(2).setScale(0, java.math.RoundingMode.HALF_UP);
        long all = ticks.longValue();
        return Duration.ofSeconds(Math.floorDiv(all, 10_000_000L), Math.floorMod(all, 10_000_000L) * 100);
    }

    /** Ticks of 100 ns. */
    public static long ticks(Duration duration) {
        return duration.getSeconds() * 10_000_000L + duration.getNano() / 100;
    }

    public static Duration ofTicks(long ticks) {
        return Duration.ofSeconds(Math.floorDiv(ticks, 10_000_000L), Math.floorMod(ticks, 10_000_000L) * 100);
    }
}
