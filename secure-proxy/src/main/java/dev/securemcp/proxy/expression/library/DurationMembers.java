package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.num;
import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.run.DurationText;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Ref;
import dev.securemcp.proxy.expression.type.Fn.F5;
import dev.securemcp.proxy.expression.type.Members;
import java.time.Duration;

/** {@code TimeSpan}. */
final class DurationMembers {

    private static final long DAY = 86_400_000_000_000L;
    private static final long HOUR = 3_600_000_000_000L;
    private static final long MINUTE = 60_000_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;

    private DurationMembers() {}

    static void fill(Members<Duration> m) {
        m.constant("TimeSpan Zero", Duration.ZERO);
        m.constant("TimeSpan MaxValue", DurationText.ofTicks(Long.MAX_VALUE));
        m.constant("TimeSpan MinValue", DurationText.ofTicks(Long.MIN_VALUE));
        m.constant("long TicksPerSecond", 10_000_000L);
        m.constant("long TicksPerMillisecond", 10_000L);
        m.constant("long TicksPerMinute", 600_000_000L);
        m.constant("long TicksPerHour", 36_000_000_000L);
        m.constant("long TicksPerDay", 864_000_000_000L);
        m.staticMethod("TimeSpan FromDays(double value)", (e, n) -> DurationText.ofUnits((Double) n, DAY));
        m.staticMethod("TimeSpan FromHours(double value)", (e, n) -> DurationText.ofUnits((Double) n, HOUR));
        m.staticMethod("TimeSpan FromMinutes(double value)", (e, n) -> DurationText.ofUnits((Double) n, MINUTE));
        m.staticMethod("TimeSpan FromSeconds(double value)", (e, n) -> DurationText.ofUnits((Double) n, SECOND));
        m.staticMethod(
                "TimeSpan FromMilliseconds(double value)", (e, n) -> DurationText.ofUnits((Double) n, MILLISECOND));
        m.staticMethod("TimeSpan FromTicks(long value)", (e, n) -> DurationText.ofTicks((Long) n));
        m.staticMethod("TimeSpan Parse(string s)", (e, s) -> parse(str(s)));
        m.staticMethod("bool TryParse(string s, out TimeSpan result)", (e, s, out) -> ((Ref) out)
                .found(DurationText.tryParse(str(s))));
        m.constructor("(long ticks)", (e, t) -> DurationText.ofTicks((Long) t));
        m.constructor("(int hours, int minutes, int seconds)", (e, h, mi, s) -> of(0, h, mi, s, 0));
        m.wideConstructor(
                "(int days, int hours, int minutes, int seconds)",
                (dev.securemcp.proxy.expression.type.Fn.F4<Object>) (e, d, h, mi, s) -> of(d, h, mi, s, 0));
        m.wideConstructor("(int days, int hours, int minutes, int seconds, int milliseconds)", (F5<Object>)
                (e, d, h, mi, s, ms) -> of(d, h, mi, s, ms));
        m.constructor("()", e -> Duration.ZERO);
        parts(m);
        m.method("TimeSpan Add(TimeSpan other)", (e, t, other) -> t.plus((Duration) other));
        m.method("TimeSpan Subtract(TimeSpan other)", (e, t, other) -> t.minus((Duration) other));
        m.method("TimeSpan Negate()", (e, t) -> t.negated());
        m.method("TimeSpan Duration()", (e, t) -> t.abs());
        m.method("int CompareTo(TimeSpan other)", (e, t, other) -> t.compareTo((Duration) other));
        m.method("bool Equals(TimeSpan other)", (e, t, other) -> t.equals(other));
        m.method("string ToString()", (e, t) -> DurationText.of(t));
        m.method(
                "string ToString(string format)",
                (e, t, f) -> f == null || str(f).isEmpty() ? DurationText.of(t) : DurationText.format(t, str(f)));
        m.method("string ToString(string format, CultureInfo culture)", (e, t, f, c) -> DurationText.format(t, str(f)));
    }

    private static Duration parse(String text) {
        Duration parsed = DurationText.tryParse(text);
        if (parsed == null) {
            throw Fail.format("the text is not a TimeSpan");
        }
        return parsed;
    }

    private static Duration of(Object days, Object hours, Object minutes, Object seconds, Object milliseconds) {
        return Duration.ofDays(num(days))
                .plusHours(num(hours))
                .plusMinutes(num(minutes))
                .plusSeconds(num(seconds))
                .plusMillis(num(milliseconds));
    }

    private static void parts(Members<Duration> m) {
        m.property("int Days", (e, t) -> part(t, t.abs().toDaysPart()));
        m.property("int Hours", (e, t) -> part(t, t.abs().toHoursPart()));
        m.property("int Minutes", (e, t) -> part(t, t.abs().toMinutesPart()));
        m.property("int Seconds", (e, t) -> part(t, t.abs().toSecondsPart()));
        m.property("int Milliseconds", (e, t) -> part(t, t.abs().toMillisPart()));
        m.property("double TotalDays", (e, t) -> total(t, DAY));
        m.property("double TotalHours", (e, t) -> total(t, HOUR));
        m.property("double TotalMinutes", (e, t) -> total(t, MINUTE));
        m.property("double TotalSeconds", (e, t) -> total(t, SECOND));
        m.property("double TotalMilliseconds", (e, t) -> total(t, MILLISECOND));
        m.property("long Ticks", (e, t) -> DurationText.ticks(t));
    }

    private static int part(Duration whole, long part) {
        return (int) (whole.isNegative() ? -part : part);
    }

    private static double total(Duration duration, long nanosPerUnit) {
        return (double) DurationText.ticks(duration) / ((double) nanosPerUnit / 100);
    }
}
