package dev.securemcp.proxy.expression.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** C#'s numbers: conversions without overflow checks, decimals of 28 digits. */
public final class Numbers {

    /** A decimal has 28 to 29 digits. */
    public static final MathContext DECIMAL = new MathContext(28, RoundingMode.HALF_EVEN);

    private static final BigDecimal MAX_DECIMAL = new BigDecimal("79228162514264337593543950335");
    private static final int MAX_SCALE = 28;

    private Numbers() {}

    /** As another numeric type, given by name; cut off rather than rounded, wrapped rather than refused. */
    public static Object convert(Object value, String type) {
        return switch (type) {
            case "int" -> (int) integral(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "long", "ulong" -> integral(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case "double" -> real(value);
            case "float" -> (double) (float) real(value);
            case "decimal" -> decimal(value);
            case "byte" -> (int) integral(value, 0, 255) & 0xff;
            case "sbyte" -> (int) (byte) integral(value, -128, 127);
            case "short" -> (int) (short) integral(value, -32768, 32767);
            case "ushort" -> (int) integral(value, 0, 65535) & 0xffff;
            case "uint" -> integral(value, 0, 0xffff_ffffL) & 0xffff_ffffL;
            case "char" -> value instanceof Character ? value : (Object) (char) integral(value, 0, 65535);
            default -> throw Fail.cast("a number cannot become " + type);
        };
    }

    /** Only a decimal is checked for its range: there C# throws. */
    private static long integral(Object value, long least, long most) {
        return switch (value) {
            case Character c -> c;
            case Double d -> (long) d.doubleValue();
            case BigDecimal d -> {
                BigDecimal whole = d.setScale(0, RoundingMode.DOWN);
                if (whole.compareTo(BigDecimal.valueOf(least)) < 0 || whole.compareTo(BigDecimal.valueOf(most)) > 0) {
                    throw overflow();
                }
                yield whole.longValue();
            }
            case Number n -> n.longValue();
            case null -> throw Fail.nullReference("a number is null");
            default -> throw Fail.cast("the value is not a number");
        };
    }

    private static double real(Object value) {
        return switch (value) {
            case Character c -> c;
            case Number n -> n.doubleValue();
            case null -> throw Fail.nullReference("a number is null");
            default -> throw Fail.cast("the value is not a number");
        };
    }

    /** As decimal; out of range is an OverflowException. */
    public static BigDecimal decimal(Object value) {
        return switch (value) {
            case BigDecimal d -> d;
            case Double d -> {
                if (d.isNaN() || d.isInfinite()) {
                    throw overflow();
                }
                yield checked(new BigDecimal(Double.toString(d))
                        .round(new MathContext(15))
                        .stripTrailingZeros());
            }
            case Character c -> BigDecimal.valueOf(c);
            case Number n -> BigDecimal.valueOf(n.longValue());
            case null -> throw Fail.nullReference("a number is null");
            default -> throw Fail.cast("the value is not a number");
        };
    }

    /** Rounded to what a decimal can hold. */
    public static BigDecimal checked(BigDecimal value) {
        BigDecimal rounded = value;
        if (rounded.precision() > 29) {
            rounded = rounded.round(DECIMAL);
        }
        if (rounded.scale() > MAX_SCALE) {
            rounded = rounded.setScale(MAX_SCALE, RoundingMode.HALF_EVEN);
        }
        if (rounded.scale() < 0) {
            if (rounded.precision() - rounded.scale() > 30) {
                throw overflow();
            }
            rounded = rounded.setScale(0, RoundingMode.UNNECESSARY);
        }
        if (rounded.abs().compareTo(MAX_DECIMAL) > 0) {
            throw overflow();
        }
        return rounded;
    }

    /** {@code a / b} of decimals. */
    public static BigDecimal divide(BigDecimal a, BigDecimal b) {
        if (b.signum() == 0) {
            throw Fail.of("DivideByZeroException", "division by zero");
        }
        BigDecimal quotient = a.divide(b, DECIMAL);
        int scale = Math.max(0, a.scale() - b.scale());
        BigDecimal stripped = quotient.stripTrailingZeros();
        return checked(stripped.scale() < scale ? stripped.setScale(scale, RoundingMode.UNNECESSARY) : stripped);
    }

    private static RuntimeException overflow() {
        return Fail.of("OverflowException", "a number is out of the range of its type");
    }
}
