package dev.securemcp.proxy.policy.liquid;

import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.NumberParse;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers of a template: whole ones are {@code long}, all others {@code double}. */
final class Numbers {

    private Numbers() {}

    /** A number, or a text that is one. */
    static Number of(Object value, String user) {
        Object number = value instanceof String text ? parsed(text) : value;
        if (number instanceof Number found && Double.isFinite(found.doubleValue())) {
            return found;
        }
        throw Fail.format(user + " needs a number, found " + Values.kind(value));
    }

    /** Null where the text is no number. */
    static Number parsed(String text) {
        BigInteger whole = NumberParse.tryInteger(text);
        return whole == null ? NumberParse.tryReal(text) : whole.bitLength() < 64 ? whole.longValue() : (Number) whole;
    }

    /** A whole number, or a text that is one; what is not whole is cut. */
    static long whole(Object value, String user) {
        return of(value, user).longValue();
    }

    static int compare(Number a, Number b) {
        return a instanceof Long x && b instanceof Long y
                ? Long.compare(x, y)
                : Double.compare(a.doubleValue(), b.doubleValue());
    }

    static Number plus(Number a, Number b) {
        return a instanceof Long x && b instanceof Long y && ((x ^ (x + y)) & (y ^ (x + y))) >= 0
                ? (Number) (x + y)
                : real(decimal(a).add(decimal(b), MathContext.DECIMAL64));
    }

    static Number minus(Number a, Number b) {
        return a instanceof Long x && b instanceof Long y && ((x ^ y) & (x ^ (x - y))) >= 0
                ? (Number) (x - y)
                : real(decimal(a).subtract(decimal(b), MathContext.DECIMAL64));
    }

    static Number times(Number a, Number b) {
        boolean whole = a instanceof Long
                && b instanceof Long
                && Math.multiplyHigh(a.longValue(), b.longValue()) == (a.longValue() * b.longValue()) >> 63;
        return whole
                ? (Number) (a.longValue() * b.longValue())
                : real(decimal(a).multiply(decimal(b), MathContext.DECIMAL64));
    }

    /** Whole numbers give a whole number, cut towards zero, as in C#. */
    static Number dividedBy(Number a, Number b) {
        notZero(b);
        return a instanceof Long x && b instanceof Long y
                ? (Number) (x / y)
                : real(decimal(a).divide(decimal(b), MathContext.DECIMAL64));
    }

    static Number modulo(Number a, Number b) {
        notZero(b);
        return a instanceof Long x && b instanceof Long y
                ? (Number) (x % y)
                : (Number) (a.doubleValue() % b.doubleValue());
    }

    /** To so many places, halves to the even digit, as .NET rounds. */
    static Number round(Number number, int places, RoundingMode mode) {
        if (number instanceof Long) {
            return number;
        }
        BigDecimal rounded = decimal(number).setScale(places, mode);
        return places == 0 && rounded.precision() < 19 ? (Number) rounded.longValue() : (Number) rounded.doubleValue();
    }

    private static void notZero(Number number) {
        if (number.doubleValue() == 0) {
            throw Fail.of("DivideByZeroException", "the template divides by zero");
        }
    }

    private static Number real(BigDecimal number) {
        return number.doubleValue();
    }

    private static BigDecimal decimal(Number number) {
        return number instanceof BigDecimal decimal
                ? decimal
                : number instanceof Long whole
                        ? BigDecimal.valueOf(whole)
                        : new BigDecimal(Double.toString(number.doubleValue()));
    }
}
