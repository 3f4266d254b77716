package dev.securemcp.proxy.expression.run;

import dev.securemcp.proxy.expression.value.DateTimeValue;
import dev.securemcp.proxy.expression.value.DateTimeValue.Zone;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Text to dates: the forms that {@code DateTime.Parse} knows with the invariant culture, and exact formats. */
public final class DateParse {

    /** Tried in this order by {@code Parse}. */
    private static final List<String> KNOWN = List.of(
            "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
            "yyyy-MM-dd'T'HH:mmK",
            "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
            "yyyy-MM-dd HH:mm:ss.FFFFFFF K",
            "yyyy-MM-dd HH:mmK",
            "yyyy-MM-dd",
            "yyyy/M/d H:mm:ss",
            "yyyy/M/d H:mm",
            "yyyy/M/d",
            "M/d/yyyy H:mm:ss K",
            "M/d/yyyy h:mm:ss tt",
            "M/d/yyyy h:mm:ss tt K",
            "M/d/yyyy H:mm:ssK",
            "M/d/yyyy h:mm tt",
            "M/d/yyyy H:mm",
            "M/d/yyyy",
            "ddd, d MMM yyyy HH:mm:ss 'GMT'",
            "ddd, d MMM yyyy HH:mm:ss K",
            "d MMM yyyy HH:mm:ss",
            "d MMM yyyy",
            "MMM d, yyyy HH:mm:ss",
            "MMM d, yyyy",
            "MMMM d, yyyy",
            "d MMMM yyyy",
            "dddd, dd MMMM yyyy HH:mm:ss",
            "dddd, dd MMMM yyyy",
            "yyyy-MM");

    private DateParse() {}

    /** What a text says: digits, and the offset if it names one. */
    record Parsed(LocalDateTime local, ZoneOffset offset, boolean utcMark) {}

    /**
     * A text that looks like an ISO date and time, as Newtonsoft reads dates by itself: a DateTimeValue, else null.
     * An offset is turned into local time, which is UTC here.
     */
    public static DateTimeValue json(String text) {
        if (text.length() < 19 || text.length() > 40 || text.charAt(4) != '-' || text.charAt(10) != 'T') {
            return null;
        }
        return tryExact(text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", false);
    }

    /** Null where the text is no date. With {@code utc} the result is UTC, and a text without a zone counts as UTC. */
    public static DateTimeValue tryParse(String text, boolean utc) {
        for (String pattern : text == null ? List.<String>of() : KNOWN) {
            DateTimeValue parsed = tryExact(text.strip(), pattern, utc);
            if (parsed != null) {
                return parsed;
            }
        }
        return null;
    }

    public static DateTimeValue parse(String text, boolean utc) {
        DateTimeValue parsed = tryParse(text, utc);
        if (parsed == null) {
            throw Fail.format("the text is not a date and time");
        }
        return parsed;
    }

    /** With one pattern; null where the text does not fit it. */
    public static DateTimeValue tryExact(String text, String format, boolean utc) {
        Parsed parsed = read(text, format);
        if (parsed == null) {
            return null;
        }
        if (parsed.utcMark()) {
            return new DateTimeValue(parsed.local(), Zone.UTC);
        }
        if (parsed.offset() != null) {
            LocalDateTime shifted = parsed.local().minusSeconds(parsed.offset().getTotalSeconds());
            return new DateTimeValue(shifted, utc ? Zone.UTC : Zone.LOCAL);
        }
        return new DateTimeValue(parsed.local(), utc ? Zone.UTC : Zone.UNSPECIFIED);
    }

    /** Null where the text is no date; a text without an offset counts as UTC. */
    public static OffsetDateTime tryParseOffset(String text) {
        for (String pattern : text == null ? List.<String>of() : KNOWN) {
            OffsetDateTime parsed = tryExactOffset(text.strip(), pattern);
            if (parsed != null) {
                return parsed;
            }
        }
        return null;
    }

    /** With one pattern; null where the text does not fit it. */
    public static OffsetDateTime tryExactOffset(String text, String format) {
        Parsed parsed = read(text, format);
        return parsed == null
                ? null
                : parsed.local().atOffset(parsed.offset() == null ? ZoneOffset.UTC : parsed.offset());
    }

    private static Parsed read(String text, String format) {
        if (text == null || text.length() > 100 || format.isEmpty() || format.length() > 100) {
            return null;
        }
        try {
            String pattern = format.length() == 1 ? DateFormat.standard(format.charAt(0), false) : format;
            return new DateScanner(text, pattern).scan();
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }
}
