package dev.securemcp.proxy.expression.tree;

import dev.securemcp.proxy.expression.run.DurationText;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Numbers;
import dev.securemcp.proxy.expression.run.Text;
import dev.securemcp.proxy.expression.value.DateTimeValue;
import dev.securemcp.proxy.expression.value.EnumValue;
import dev.securemcp.proxy.expression.value.JValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Operators on values whose types are known only when evaluated. */
public final class DynamicOperators {

    private DynamicOperators() {}

    public static Object binary(Evaluation e, String operator, Object left, Object right) {
        Object a = plain(left);
        Object b = plain(right);
        if (operator.equals("+") && (a instanceof String || b instanceof String)) {
            return e.text(Text.of(a).concat(Text.of(b)));
        }
        if (a instanceof Boolean x && b instanceof Boolean y) {
            return switch (operator) {
                case "&" -> Boolean.logicalAnd(x, y);
                case "|" -> Boolean.logicalOr(x, y);
                case "^" -> x ^ y;
                default -> throw none(operator, a, b);
            };
        }
        if (a instanceof EnumValue x && b instanceof EnumValue y && operator.equals("|")) {
            return x.or(y);
        }
        if (isTime(a)) {
            return time(operator, a, b);
        }
        if (operator.equals("<<") || operator.equals(">>")) {
            return Arithmetic.shift(operator.equals("<<"), a, (Integer) b);
        }
        String type = promoted(a, b);
        if (type == null) {
            throw none(operator, a, b);
        }
        return Arithmetic.apply(type, operator, Numbers.convert(a, type), Numbers.convert(b, type));
    }

    /** A JSON value counts as what it holds. */
    private static Object plain(Object value) {
        return value instanceof JValue token ? token.value() : value;
    }

    private static String promoted(Object a, Object b) {
        boolean numbers =
                (a instanceof Number || a instanceof Character) && (b instanceof Number || b instanceof Character);
        if (!numbers) {
            return null;
        }
        if (a instanceof BigDecimal || b instanceof BigDecimal) {
            return a instanceof Double || b instanceof Double ? null : "decimal";
        }
        if (a instanceof Double || b instanceof Double) {
            return "double";
        }
        return a instanceof Long || b instanceof Long ? "long" : "int";
    }

    public static boolean compare(String operator, Object left, Object right) {
        Object a = plain(left);
        Object b = plain(right);
        if ((a instanceof Character && b instanceof Number) || (a instanceof Number && b instanceof Character)) {
            return Arithmetic.compare(operator, Numbers.convert(a, "int"), Numbers.convert(b, "int"));
        }
        if (a instanceof String || b instanceof String) {
            throw none(operator, a, b);
        }
        if (a instanceof OffsetDateTime x && b instanceof OffsetDateTime y) {
            return Arithmetic.compare(operator, x.toInstant(), y.toInstant());
        }
        return Arithmetic.compare(operator, a, b);
    }

    public static Object unary(String operator, Object value) {
        Object a = plain(value);
        return switch (a) {
            case null -> null;
            case Boolean truth when operator.equals("!") -> !truth;
            case Integer number ->
                operator.equals("~") ? (Object) ~number : operator.equals("-") ? (Object) (-number) : number;
            case Long number ->
                operator.equals("~") ? (Object) ~number : operator.equals("-") ? (Object) (-number) : number;
            case Double number -> operator.equals("-") ? (Object) (-number) : number;
            case BigDecimal number -> operator.equals("-") ? number.negate() : number;
            case Duration duration -> operator.equals("-") ? duration.negated() : duration;
            default -> throw Fail.operation("there is no operator " + operator + " for this value");
        };
    }

    private static boolean isTime(Object value) {
        return value instanceof DateTimeValue || value instanceof OffsetDateTime || value instanceof Duration;
    }

    private static Object time(String operator, Object a, Object b) {
        boolean plus = operator.equals("+");
        if (!plus && !operator.equals("-") && !(a instanceof Duration)) {
            throw none(operator, a, b);
        }
        if (b instanceof Duration duration && !(a instanceof Duration)) {
            Duration signed = plus ? duration : duration.negated();
            return a instanceof DateTimeValue date ? date.plus(signed) : ((OffsetDateTime) a).plus(signed);
        }
        if (a instanceof Duration x && b instanceof Duration y) {
            return switch (operator) {
                case "+" -> x.plus(y);
                case "-" -> x.minus(y);
                case "/" -> (double) DurationText.ticks(x) / DurationText.ticks(y);
                default -> throw none(operator, a, b);
            };
        }
        if (a instanceof Duration x && b instanceof Number number) {
            double factor = operator.equals("*") ? number.doubleValue() : 1 / number.doubleValue();
            return DurationText.ofUnits(DurationText.ticks(x) * factor, 100);
        }
        if (plus) {
            throw none(operator, a, b);
        }
        if (a instanceof DateTimeValue x && b instanceof DateTimeValue y) {
            return Duration.between(y.local(), x.local());
        }
        return Duration.between(offset(b, operator, a), offset(a, operator, b));
    }

    private static OffsetDateTime offset(Object date, String operator, Object other) {
        return switch (date) {
            case OffsetDateTime offset -> offset;
            case DateTimeValue local -> local.local().atOffset(ZoneOffset.UTC);
            case null, default -> throw none(operator, date, other);
        };
    }

    private static RuntimeException none(String operator, Object a, Object b) {
        return Fail.of(
                "RuntimeBinderException",
                "there is no operator " + operator + " for these values"
                        + (a == null || b == null ? ": one is null" : ""));
    }
}
