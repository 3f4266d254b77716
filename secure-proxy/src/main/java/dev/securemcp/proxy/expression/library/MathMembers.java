package dev.securemcp.proxy.expression.library;

import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Values;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.value.EnumValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** {@code Math}. */
final class MathMembers {

    private static final Map<String, DoubleUnaryOperator> UNARY = Map.ofEntries(
            Map.entry("Sqrt", Math::sqrt),
            Map.entry("Exp", Math::exp),
            Map.entry("Log", Math::log),
            Map.entry("Log10", Math::log10),
            Map.entry("Sin", Math::sin),
            Map.entry("Cos", Math::cos),
            Map.entry("Tan", Math::tan),
            Map.entry("Asin", Math::asin),
            Map.entry("Acos", Math::acos),
            Map.entry("Atan", Math::atan),
            Map.entry("Sinh", Math::sinh),
            Map.entry("Cosh", Math::cosh),
            Map.entry("Tanh", Math::tanh),
            Map.entry("Ceiling", Math::ceil),
            Map.entry("Floor", Math::floor),
            Map.entry("Truncate", d -> d < 0 ? Math.ceil(d) : Math.floor(d)));

    private MathMembers() {}

    static void fill(Members<Object> m) {
        m.constant("double PI", Math.PI);
        m.constant("double E", Math.E);
        for (String type : List.of("int", "long", "double", "decimal")) {
            m.staticMethod(
                    type + " Max(" + type + " a, " + type + " b)", (e, a, b) -> Values.compare(a, b) >= 0 ? a : b);
            m.staticMethod(
                    type + " Min(" + type + " a, " + type + " b)", (e, a, b) -> Values.compare(a, b) <= 0 ? a : b);
            m.staticMethod("int Sign(" + type + " value)", (e, a) -> sign(a));
            m.staticMethod(type + " Abs(" + type + " value)", (e, a) -> abs(a));
        }
        UNARY.forEach((name, operator) ->
                m.staticMethod("double " + name + "(double d)", (e, d) -> operator.applyAsDouble((Double) d)));
        m.staticMethod("double Pow(double x, double y)", (e, x, y) -> Math.pow((Double) x, (Double) y));
        m.staticMethod(
                "double Log(double a, double newBase)", (e, a, b) -> Math.log((Double) a) / Math.log((Double) b));
        m.staticMethod("double Atan2(double y, double x)", (e, y, x) -> Math.atan2((Double) y, (Double) x));
        m.staticMethod("decimal Ceiling(decimal d)", (e, d) -> ((BigDecimal) d).setScale(0, RoundingMode.CEILING));
        m.staticMethod("decimal Floor(decimal d)", (e, d) -> ((BigDecimal) d).setScale(0, RoundingMode.FLOOR));
        m.staticMethod("decimal Truncate(decimal d)", (e, d) -> ((BigDecimal) d).setScale(0, RoundingMode.DOWN));
        rounding(m);
    }

    private static void rounding(Members<Object> m) {
        m.staticMethod("double Round(double d)", (e, d) -> round((Double) d, 0, RoundingMode.HALF_EVEN));
        m.staticMethod(
                "double Round(double d, int digits)",
                (e, d, n) -> round((Double) d, (Integer) n, RoundingMode.HALF_EVEN));
        m.staticMethod(
                "double Round(double d, MidpointRounding mode)", (e, d, mode) -> round((Double) d, 0, mode(mode)));
        m.staticMethod(
                "double Round(double d, int digits, MidpointRounding mode)",
                (e, d, n, mode) -> round((Double) d, (Integer) n, mode(mode)));
        m.staticMethod("decimal Round(decimal d)", (e, d) -> round((BigDecimal) d, 0, RoundingMode.HALF_EVEN));
        m.staticMethod(
                "decimal Round(decimal d, int decimals)",
                (e, d, n) -> round((BigDecimal) d, (Integer) n, RoundingMode.HALF_EVEN));
        m.staticMethod(
                "decimal Round(decimal d, MidpointRounding mode)",
                (e, d, mode) -> round((BigDecimal) d, 0, mode(mode)));
        m.staticMethod(
                "decimal Round(decimal d, int decimals, MidpointRounding mode)",
                (e, d, n, mode) -> round((BigDecimal) d, (Integer) n, mode(mode)));
    }

    private static RoundingMode mode(Object value) {
        return ((EnumValue) value).number() == 0 ? RoundingMode.HALF_EVEN : RoundingMode.HALF_UP;
    }

    private static double round(double value, int digits, RoundingMode mode) {
        if (digits < 0 || digits > 15) {
            throw Fail.range("Math.Round takes 0 to 15 digits");
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return value;
        }
        return BigDecimal.valueOf(value).setScale(digits, mode).doubleValue();
    }

    static BigDecimal round(BigDecimal value, int digits, RoundingMode mode) {
        if (digits < 0 || digits > 28) {
            throw Fail.range("Math.Round takes 0 to 28 decimals");
        }
        return value.scale() > digits ? value.setScale(digits, mode) : value;
    }

    private static int sign(Object value) {
        return value instanceof BigDecimal d ? d.signum() : (int) Math.signum(((Number) value).doubleValue());
    }

    private static Object abs(Object value) {
        return switch (value) {
            case Integer n
            when n == Integer.MIN_VALUE -> throw Fail.of("OverflowException", "the smallest int has no absolute value");
            case Integer n -> Math.abs(n);
            case Long n
            when n == Long.MIN_VALUE -> throw Fail.of("OverflowException", "the smallest long has no absolute value");
            case Long n -> Math.abs(n);
            case Double n -> Math.abs(n);
            case BigDecimal n -> n.abs();
            default -> throw Fail.cast("the value is not a number");
        };
    }
}
