package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.num;
import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.run.DateFormat;
import dev.securemcp.proxy.expression.run.DateParse;
import dev.securemcp.proxy.expression.run.DurationText;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Ref;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.TypeTable;
import dev.securemcp.proxy.expression.value.DateTimeValue;
import dev.securemcp.proxy.expression.value.DateTimeValue.Zone;
import dev.securemcp.proxy.expression.value.EnumValue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.temporal.ChronoField;
import java.util.List;

/** {@code DateTime}, {@code DateTimeOffset}, {@code TimeSpan}, {@code TimeZoneInfo}. */
final class TimeTypes {

    /** {@code TimeZoneInfo}. */
    record TimeZone(java.time.ZoneId id) {}

    private TimeTypes() {}

    static void define(TypeTable table) {
        table.<DateTimeValue>value("DateTime", DateTimeValue.class, List.of("IComparable"), TimeTypes::dateTime);
        table.<OffsetDateTime>value(
                "DateTimeOffset", OffsetDateTime.class, List.of("IComparable"), OffsetMembers::fill);
        table.<Duration>value("TimeSpan", Duration.class, List.of("IComparable"), DurationMembers::fill);
        table.<TimeZone>reference("TimeZoneInfo", TimeZone.class, Names.NONE, ZoneMembers::fill);
    }

    private static void dateTime(Members<DateTimeValue> m) {
        m.staticProperty("DateTime UtcNow", e -> DateTimeValue.utc(e.context().now()));
        m.staticProperty(
                "DateTime Now", e -> DateTimeValue.utc(e.context().now()).as(Zone.LOCAL));
        m.staticProperty(
                "DateTime Today",
                e -> midnight(DateTimeValue.utc(e.context().now()).as(Zone.LOCAL)));
        m.constant("DateTime MinValue", DateTimeValue.MIN);
        m.constant("DateTime MaxValue", DateTimeValue.MAX);
        m.constant("DateTime UnixEpoch", DateTimeValue.utc(Instant.EPOCH));
        made(m);
        m.property("int Year", (e, d) -> d.local().getYear());
        m.property("int Month", (e, d) -> d.local().getMonthValue());
        m.property("int Day", (e, d) -> d.local().getDayOfMonth());
        m.property("int Hour", (e, d) -> d.local().getHour());
        m.property("int Minute", (e, d) -> d.local().getMinute());
        m.property("int Second", (e, d) -> d.local().getSecond());
        m.property("int Millisecond", (e, d) -> d.local().get(ChronoField.MILLI_OF_SECOND));
        m.property("int DayOfYear", (e, d) -> d.local().getDayOfYear());
        m.property(
                "DayOfWeek DayOfWeek",
                (e, d) -> constant("DayOfWeek", d.local().getDayOfWeek().getValue() % 7));
        m.property("DateTime Date", (e, d) -> midnight(d));
        m.property(
                "TimeSpan TimeOfDay",
                (e, d) -> Duration.ofNanos(d.local().toLocalTime().toNanoOfDay()));
        m.property("long Ticks", (e, d) -> d.ticks());
        m.property(
                "DateTimeKind Kind", (e, d) -> constant("DateTimeKind", d.zone().number()));
        arithmetic(m);
        m.method("DateTime ToUniversalTime()", (e, d) -> d.as(Zone.UTC));
        m.method("DateTime ToLocalTime()", (e, d) -> d.as(Zone.LOCAL));
        m.method("string ToString()", (e, d) -> d.toString());
        m.method("string ToString(string format)", (e, d, f) -> DateFormat.format(d, format(f)));
        m.method("string ToString(CultureInfo culture)", (e, d, c) -> d.toString());
        m.method(
                "string ToString(string format, CultureInfo culture)", (e, d, f, c) -> DateFormat.format(d, format(f)));
        m.method("string ToShortDateString()", (e, d) -> DateFormat.format(d, "d"));
        m.method("string ToLongDateString()", (e, d) -> DateFormat.format(d, "D"));
        m.method("string ToShortTimeString()", (e, d) -> DateFormat.format(d, "t"));
        m.method("string ToLongTimeString()", (e, d) -> DateFormat.format(d, "T"));
        m.method("long ToFileTimeUtc()", (e, d) -> d.ticks() - 504_911_232_000_000_000L);
        m.method("int CompareTo(DateTime other)", (e, d, other) -> d.compareTo((DateTimeValue) other));
        m.method("bool Equals(DateTime other)", (e, d, other) -> d.equals(other));
        parsing(m);
    }

    static String format(Object format) {
        return format == null || str(format).isEmpty() ? "G" : str(format);
    }

    private static DateTimeValue midnight(DateTimeValue date) {
        return new DateTimeValue(date.local().toLocalDate().atStartOfDay(), date.zone());
    }

    static EnumValue constant(String type, int number) {
        for (String name : Library.TABLE.definition(type).names()) {
            if (Library.TABLE.definition(type).members(name).getFirst().function() instanceof Members.Constant constant
                    && constant.value() instanceof EnumValue value
                    && value.number() == number) {
                return value;
            }
        }
        throw Fail.argument("no " + type + " has the number " + number);
    }

    private static void made(Members<DateTimeValue> m) {
        m.constructor("()", e -> DateTimeValue.MIN);
        m.constructor("(long ticks)", (e, t) -> DateTimeValue.ofTicks((Long) t, Zone.UNSPECIFIED));
        m.constructor("(long ticks, DateTimeKind kind)", (e, t, k) -> DateTimeValue.ofTicks((Long) t, zone(k)));
        m.constructor("(int year, int month, int day)", (e, y, mo, d) -> of(y, mo, d, 0, 0, 0, 0, Zone.UNSPECIFIED));
        m.wideConstructor(
                "(int year, int month, int day, int hour, int minute, int second)",
                (dev.securemcp.proxy.expression.type.Fn.F6<Object>)
                        (e, y, mo, d, h, mi, s) -> of(y, mo, d, h, mi, s, 0, Zone.UNSPECIFIED));
        m.wideConstructor(
                "(int year, int month, int day, int hour, int minute, int second, DateTimeKind kind)",
                (dev.securemcp.proxy.expression.type.Fn.F7<Object>)
                        (e, y, mo, d, h, mi, s, k) -> of(y, mo, d, h, mi, s, 0, zone(k)));
        m.wideConstructor(
                "(int year, int month, int day, int hour, int minute, int second, int millisecond)",
                (dev.securemcp.proxy.expression.type.Fn.F7<Object>)
                        (e, y, mo, d, h, mi, s, ms) -> of(y, mo, d, h, mi, s, num(ms), Zone.UNSPECIFIED));
        m.staticMethod("DateTime SpecifyKind(DateTime value, DateTimeKind kind)", (e, d, k) -> ((DateTimeValue) d)
                .as(zone(k)));
        m.staticMethod("int DaysInMonth(int year, int month)", (e, y, mo) -> YearMonth.of(num(y), num(mo))
                .lengthOfMonth());
        m.staticMethod(
                "bool IsLeapYear(int year)", (e, y) -> YearMonth.of(num(y), 2).lengthOfMonth() == 29);
        m.staticMethod(
                "int Compare(DateTime a, DateTime b)", (e, a, b) -> ((DateTimeValue) a).compareTo((DateTimeValue) b));
    }

    private static Zone zone(Object kind) {
        return Zone.of(((EnumValue) kind).number());
    }

    private static DateTimeValue of(Object y, Object mo, Object d, Object h, Object mi, Object s, int ms, Zone zone) {
        return new DateTimeValue(
                LocalDateTime.of(num(y), num(mo), num(d), num(h), num(mi), num(s), ms * 1_000_000), zone);
    }

    private static void arithmetic(Members<DateTimeValue> m) {
        m.method("DateTime Add(TimeSpan value)", (e, d, t) -> d.plus((Duration) t));
        m.method("DateTime Subtract(TimeSpan value)", (e, d, t) -> d.plus(((Duration) t).negated()));
        m.method(
                "TimeSpan Subtract(DateTime value)",
                (e, d, other) -> Duration.between(((DateTimeValue) other).local(), d.local()));
        m.method(
                "DateTime AddDays(double value)",
                (e, d, n) -> d.plus(DurationText.ofUnits((Double) n, 86_400_000_000_000L)));
        m.method(
                "DateTime AddHours(double value)",
                (e, d, n) -> d.plus(DurationText.ofUnits((Double) n, 3_600_000_000_000L)));
        m.method(
                "DateTime AddMinutes(double value)",
                (e, d, n) -> d.plus(DurationText.ofUnits((Double) n, 60_000_000_000L)));
        m.method(
                "DateTime AddSeconds(double value)",
                (e, d, n) -> d.plus(DurationText.ofUnits((Double) n, 1_000_000_000L)));
        m.method(
                "DateTime AddMilliseconds(double value)",
                (e, d, n) -> d.plus(DurationText.ofUnits((Double) n, 1_000_000L)));
        m.method(
                "DateTime AddTicks(long value)",
                (e, d, n) -> DateTimeValue.ofTicks(Math.addExact(d.ticks(), (Long) n), d.zone()));
        m.method(
                "DateTime AddMonths(int months)",
                (e, d, n) -> new DateTimeValue(d.local().plusMonths(num(n)), d.zone()));
        m.method(
                "DateTime AddYears(int value)",
                (e, d, n) -> new DateTimeValue(d.local().plusYears(num(n)), d.zone()));
    }

    private static void parsing(Members<DateTimeValue> m) {
        m.staticMethod("DateTime Parse(string s)", (e, s) -> DateParse.parse(required(s), false));
        m.staticMethod(
                "DateTime Parse(string s, CultureInfo culture)", (e, s, c) -> DateParse.parse(required(s), false));
        m.staticMethod(
                "DateTime Parse(string s, CultureInfo culture, DateTimeStyles styles)",
                (e, s, c, st) -> DateParse.parse(required(s), utc(st)));
        m.staticMethod(
                "DateTime ParseExact(string s, string format, CultureInfo culture)",
                (e, s, f, c) -> exact(required(s), str(f), false));
        m.staticMethod(
                "DateTime ParseExact(string s, string format, CultureInfo culture, DateTimeStyles styles)",
                (e, s, f, c, st) -> exact(required(s), str(f), utc(st)));
        m.staticMethod("bool TryParse(string s, out DateTime result)", (e, s, out) -> ((Ref) out)
                .found(DateParse.tryParse(str(s), false)));
        m.staticMethod(
                "bool TryParse(string s, CultureInfo culture, DateTimeStyles styles, out DateTime result)",
                (e, s, c, st, out) -> ((Ref) out).found(DateParse.tryParse(str(s), utc(st))));
        m.staticMethod(
                "bool TryParseExact(string s, string format, CultureInfo culture, DateTimeStyles styles, out DateTime result)",
                (e, s, f, c, st, out) -> ((Ref) out).found(DateParse.tryExact(str(s), str(f), utc(st))));
    }

    private static String required(Object text) {
        if (text == null) {
            throw Fail.of("ArgumentNullException", "there is no date to parse: the text is null");
        }
        return str(text);
    }

    private static DateTimeValue exact(String text, String format, boolean utc) {
        DateTimeValue parsed = DateParse.tryExact(text, format, utc);
        if (parsed == null) {
            throw Fail.format("the text does not have the form '" + format + "'");
        }
        return parsed;
    }

    /** Whether the styles ask for a result in UTC. */
    static boolean utc(Object styles) {
        EnumValue value = (EnumValue) styles;
        return value.has(16) || value.has(64);
    }
}
