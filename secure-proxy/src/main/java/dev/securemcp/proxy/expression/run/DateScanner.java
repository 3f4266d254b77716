package dev.securemcp.proxy.expression.run;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Locale;

/** Reads one text by one of .NET's date patterns. */
final class DateScanner {

    private final String text;
    private final String pattern;
    private int at;
    private int year = 1;
    private int month = 1;
    private int day = 1;
    private int hour;
    private int minute;
    private int second;
    private int nanos;
    private boolean afternoon;
    private boolean morning;
    private ZoneOffset offset;
    private boolean utcMark;

    DateScanner(String text, String pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /** Null where the text does not fit. */
    DateParse.Parsed scan() {
        int p = 0;
        while (p < pattern.length()) {
            char c = pattern.charAt(p);
            if (c == '\'' || c == '"') {
                int close = pattern.indexOf(c, p + 1);
                close = close < 0 ? pattern.length() : close;
                if (!literal(pattern.substring(p + 1, close))) {
                    return null;
                }
                p = close + 1;
                continue;
            }
            if (c == '\\' || c == '%') {
                p++;
                if (c == '\\' && p < pattern.length() && !literal(pattern.substring(p, ++p))) {
                    return null;
                }
                continue;
            }
            int count = 1;
            while (p + count < pattern.length() && pattern.charAt(p + count) == c) {
                count++;
            }
            boolean optionalFraction = c == '.' && p + 1 < pattern.length() && pattern.charAt(p + 1) == 'F';
            if (optionalFraction && (at >= text.length() || text.charAt(at) != '.')) {
                p++;
                while (p < pattern.length() && pattern.charAt(p) == 'F') {
                    p++;
                }
                continue;
            }
            if (!field(c, count)) {
                return null;
            }
            p += count;
        }
        return at == text.length() ? result() : null;
    }

    private DateParse.Parsed result() {
        if ((morning || afternoon) && (hour < 1 || hour > 12)) {
            return null;
        }
        int fullHour = afternoon ? hour % 12 + 12 : morning ? hour % 12 : hour;
        return new DateParse.Parsed(
                LocalDateTime.of(year, month, day, fullHour, minute, second, nanos), offset, utcMark);
    }

    private boolean field(char c, int count) {
        switch (c) {
            case 'y' -> {
                int read = number(count >= 4 ? 4 : 2, count >= 4 ? 4 : count);
                year = count >= 4 ? read : read + (read < 50 ? 2000 : 1900);
                return read >= 0;
            }
            case 'M' -> {
                month = count <= 2 ? number(2, count) : monthName(count == 3 ? TextStyle.SHORT : TextStyle.FULL);
                return month > 0;
            }
            case 'd' -> {
                if (count > 2) {
                    return dayName(count == 3 ? TextStyle.SHORT : TextStyle.FULL);
                }
                day = number(2, count);
                return day > 0;
            }
            case 'H', 'h' -> {
                hour = number(2, count);
                return hour >= 0;
            }
            case 'm' -> {
                minute = number(2, count);
                return minute >= 0;
            }
            case 's' -> {
                second = number(2, count);
                return second >= 0;
            }
            case 'f', 'F' -> {
                return fraction(c, count);
            }
            case 't' -> {
                afternoon = text.regionMatches(true, at, "PM", 0, Math.min(count, 2));
                morning = text.regionMatches(true, at, "AM", 0, Math.min(count, 2));
                at += Math.min(count, 2);
                return afternoon || morning;
            }
            case 'K', 'z' -> {
                return zone(c == 'z');
            }
            default -> {
                return literal(String.valueOf(c).repeat(count));
            }
        }
    }

    private boolean literal(String expected) {
        if (!text.startsWith(expected, at)) {
            return false;
        }
        at += expected.length();
        return true;
    }

    /** -1 where there are too few digits. */
    private int number(int most, int least) {
        int value = 0;
        int count = 0;
        while (count < most && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            value = value * 10 + text.charAt(at++) - '0';
            count++;
        }
        return count < Math.max(1, Math.min(least, most)) ? -1 : value;
    }

    private boolean fraction(char c, int count) {
        int start = at;
        while (at < text.length() && at - start < count && Character.isDigit(text.charAt(at))) {
            at++;
        }
        int digits = at - start;
        if (c == 'f' && digits < count) {
            return false;
        }
        nanos = digits == 0
                ? 0
                : Integer.parseInt((text.substring(start, at) + "000000000").substring(0, 9)) / 100 * 100;
        return true;
    }

    private boolean zone(boolean required) {
        if (at < text.length() && text.charAt(at) == 'Z') {
            at++;
            offset = ZoneOffset.UTC;
            utcMark = true;
            return true;
        }
        if (at >= text.length() || (text.charAt(at) != '+' && text.charAt(at) != '-')) {
            return !required;
        }
        boolean negative = text.charAt(at++) == '-';
        int hours = number(2, 2);
        if (at < text.length() && text.charAt(at) == ':') {
            at++;
        }
        int minutes = at < text.length() ? number(2, 2) : 0;
        if (hours < 0 || minutes < 0 || hours > 14) {
            return false;
        }
        int seconds = (hours * 60 + minutes) * 60;
        offset = ZoneOffset.ofTotalSeconds(negative ? -seconds : seconds);
        return true;
    }

    private int monthName(TextStyle style) {
        for (java.time.Month candidate : java.time.Month.values()) {
            String name = candidate.getDisplayName(style, Locale.ENGLISH);
            if (text.regionMatches(true, at, name, 0, name.length())) {
                at += name.length();
                return candidate.getValue();
            }
        }
        return -1;
    }

    private boolean dayName(TextStyle style) {
        for (java.time.DayOfWeek candidate : java.time.DayOfWeek.values()) {
            String name = candidate.getDisplayName(style, Locale.ENGLISH);
            if (text.regionMatches(true, at, name, 0, name.length())) {
                at += name.length();
                return true;
            }
        }
        return false;
    }
}
