package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.num;
import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.run.DateFormat;
import dev.securemcp.proxy.expression.run.DateParse;
import dev.securemcp.proxy.expression.run.DurationText;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Ref;
import dev.securemcp.proxy.expression.run.Text;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.value.DateTimeValue;
import dev.securemcp.proxy.expression.value.DateTimeValue.Zone;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** {@code DateTimeOffset}. */
final class OffsetMembers {

    private OffsetMembers() {}

    static void fill(Members<OffsetDateTime> m) {
        m.staticProperty("DateTimeOffset UtcNow", e -> now(e.context().now()));
        m.staticProperty("DateTimeOffset Now", e -> now(e.context().now()));
        m.constant("DateTimeOffset UnixEpoch", Instant.EPOCH.atOffset(ZoneOffset.UTC));
        m.constant("DateTimeOffset MinValue", DateTimeValue.MIN.local().atOffset(ZoneOffset.UTC));
        m.constant("DateTimeOffset MaxValue", DateTimeValue.MAX.local().atOffset(ZoneOffset.UTC));
        m.staticMethod(
                "DateTimeOffset FromUnixTimeSeconds(long seconds)", (e, s) -> within(Instant.ofEpochSecond((Long) s)));
        m.staticMethod(
                "DateTimeOffset FromUnixTimeMilliseconds(long milliseconds)",
                (e, ms) -> within(Instant.ofEpochMilli((Long) ms)));
        m.staticMethod("DateTimeOffset Parse(string s)", (e, s) -> parse(str(s)));
        m.staticMethod("DateTimeOffset Parse(string s, CultureInfo culture)", (e, s, c) -> parse(str(s)));
        m.staticMethod(
                "DateTimeOffset Parse(string s, CultureInfo culture, DateTimeStyles styles)",
                (e, s, c, st) -> parse(str(s)));
        m.staticMethod("bool TryParse(string s, out DateTimeOffset result)", (e, s, out) -> ((Ref) out)
                .found(DateParse.tryParseOffset(str(s))));
        m.staticMethod(
                "bool TryParse(string s, CultureInfo culture, DateTimeStyles styles, out DateTimeOffset result)",
                (e, s, c, st, out) -> ((Ref) out).found(DateParse.tryParseOffset(str(s))));
        m.staticMethod("DateTimeOffset ParseExact(string s, string format, CultureInfo culture)", (e, s, f, c) -> {
            OffsetDateTime parsed = DateParse.tryExactOffset(str(s), str(f));
            if (parsed == null) {
                throw Fail.format("the text does not have the form '" + f + "'");
            }
            return parsed;
        });
        m.constructor(
                "(DateTime dateTime)", (e, d) -> ((DateTimeValue) d).local().atOffset(ZoneOffset.UTC));
        m.constructor(
                "(DateTime dateTime, TimeSpan offset)",
                (e, d, o) -> ((DateTimeValue) d).local().atOffset(offset((Duration) o)));
        m.wideConstructor(
                "(int year, int month, int day, int hour, int minute, int second, TimeSpan offset)",
                (dev.securemcp.proxy.expression.type.Fn.F7<Object>)
                        (e, y, mo, d, h, mi, s, o) -> LocalDateTime.of(num(y), num(mo), num(d), num(h), num(mi), num(s))
                                .atOffset(offset((Duration) o)));
        parts(m);
        m.method("long ToUnixTimeSeconds()", (e, d) -> d.toEpochSecond());
        m.method("long ToUnixTimeMilliseconds()", (e, d) -> d.toInstant().toEpochMilli());
        m.method("DateTimeOffset ToUniversalTime()", (e, d) -> d.withOffsetSameInstant(ZoneOffset.UTC));
        m.method("DateTimeOffset ToLocalTime()", (e, d) -> d.withOffsetSameInstant(ZoneOffset.UTC));
        m.method(
                "DateTimeOffset ToOffset(TimeSpan offset)", (e, d, o) -> d.withOffsetSameInstant(offset((Duration) o)));
        m.method("string ToString()", (e, d) -> Text.of(d));
        m.method("string ToString(string format)", (e, d, f) -> DateFormat.format(d, TimeTypes.format(f)));
        m.method(
                "string ToString(string format, CultureInfo culture)",
                (e, d, f, c) -> DateFormat.format(d, TimeTypes.format(f)));
        m.method("int CompareTo(DateTimeOffset other)", (e, d, other) -> d.toInstant()
                .compareTo(((OffsetDateTime) other).toInstant()));
        m.method("bool Equals(DateTimeOffset other)", (e, d, other) -> d.isEqual((OffsetDateTime) other));
    }

    private static OffsetDateTime now(Instant now) {
        return DateTimeValue.utc(now).local().atOffset(ZoneOffset.UTC);
    }

    private static OffsetDateTime within(Instant instant) {
        return DateTimeValue.utc(instant).local().atOffset(ZoneOffset.UTC);
    }

    private static ZoneOffset offset(Duration offset) {
        return ZoneOffset.ofTotalSeconds((int) offset.toSeconds());
    }

    private static OffsetDateTime parse(String text) {
        OffsetDateTime parsed = DateParse.tryParseOffset(text);
        if (parsed == null) {
            throw Fail.format("the text is not a date and time");
        }
        return parsed;
    }

    private static void parts(Members<OffsetDateTime> m) {
        m.property("int Year", (e, d) -> d.getYear());
        m.property("int Month", (e, d) -> d.getMonthValue());
        m.property("int Day", (e, d) -> d.getDayOfMonth());
        m.property("int Hour", (e, d) -> d.getHour());
        m.property("int Minute", (e, d) -> d.getMinute());
        m.property("int Second", (e, d) -> d.getSecond());
        m.property("int Millisecond", (e, d) -> d.getNano() / 1_000_000);
        m.property(
                "DayOfWeek DayOfWeek",
                (e, d) -> TimeTypes.constant("DayOfWeek", d.getDayOfWeek().getValue() % 7));
        m.property("TimeSpan Offset", (e, d) -> Duration.ofSeconds(d.getOffset().getTotalSeconds()));
        m.property("DateTime DateTime", (e, d) -> new DateTimeValue(d.toLocalDateTime(), Zone.UNSPECIFIED));
        m.property("DateTime UtcDateTime", (e, d) -> DateTimeValue.utc(d.toInstant()));
        m.property("DateTime LocalDateTime", (e, d) -> DateTimeValue.utc(d.toInstant())
                .as(Zone.LOCAL));
        m.property("DateTime Date", (e, d) -> new DateTimeValue(d.toLocalDate().atStartOfDay(), Zone.UNSPECIFIED));
        m.property(
                "TimeSpan TimeOfDay", (e, d) -> Duration.ofNanos(d.toLocalTime().toNanoOfDay()));
        m.property("long Ticks", (e, d) -> new DateTimeValue(d.toLocalDateTime(), Zone.UNSPECIFIED).ticks());
        m.property("long UtcTicks", (e, d) -> DateTimeValue.utc(d.toInstant()).ticks());
        m.method("DateTimeOffset Add(TimeSpan value)", (e, d, t) -> d.plus((Duration) t));
        m.method("DateTimeOffset Subtract(TimeSpan value)", (e, d, t) -> d.minus((Duration) t));
        m.method(
                "TimeSpan Subtract(DateTimeOffset value)",
                (e, d, other) -> Duration.between((OffsetDateTime) other, d));
        m.method(
                "DateTimeOffset AddDays(double value)",
                (e, d, n) -> d.plus(DurationText.ofUnits((Double) n, 86_400_000_000_000L)));
        m.method(
                "DateTimeOffset AddHours(double value)",
                (e, d, n) -> d.plus(DurationText.ofUnits((Double) n, 3_600_000_000_000L)));
        m.method(
                "DateTimeOffset AddMinutes(double value)",
                (e, d, n) -> d.plus(DurationText.ofUnits((Double) n, 60_000_000_000L)));
        m.method(
                "DateTimeOffset AddSeconds(double value)",
                (e, d, n) -> d.plus(DurationText.ofUnits((Double) n, 1_000_000_000L)));
        m.method(
                "DateTimeOffset AddMilliseconds(double value)",
                (e, d, n) -> d.plus(DurationText.ofUnits((Double) n, 1_000_000L)));
        m.method("DateTimeOffset AddMonths(int months)", (e, d, n) -> d.plusMonths(num(n)));
        m.method("DateTimeOffset AddYears(int years)", (e, d, n) -> d.plusYears(num(n)));
    }
}
