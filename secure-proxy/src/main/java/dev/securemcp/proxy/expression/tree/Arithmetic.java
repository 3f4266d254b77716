package dev.securemcp.proxy.expression.tree;

import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Numbers;
import java.math.BigDecimal;

/** Numbers: operators after both sides have become the same type. Unchecked, as C# is by default. */
public final class Arithmetic {

    private Arithmetic() {}

    /** The operator on two values of one numeric type ({@code int}, {@code long}, {@code double}, {@code decimal}, {@code uint}). */
    public static Object apply(String type, String operator, Object a, Object b) {
        if (a == null || b == null) {
            return null; // lifted: a nullable without a value
        }
        return switch (type) {
            case "int" -> ints(operator, (Integer) a, (Integer) b);
            case "long", "ulong" -> longs(operator, (Long) a, (Long) b);
            case "uint" -> longs(operator, (Long) a, (Long) b) & 0xffff_ffffL;
            case "double" -> doubles(operator, (Double) a, (Double) b);
            case "decimal" -> decimals(operator, (BigDecimal) a, (BigDecimal) b);
            default -> throw Fail.operation("no operator " + operator + " for " + type);
        };
    }

    private static int ints(String operator, int a, int b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / nonZero(b);
            case "%" -> a % nonZero(b);
            case "&" -> a & b;
            case "|" -> a | b;
            case "^" -> a ^ b;
            default -> throw Fail.operation("no operator " + operator);
        };
    }

    private static long longs(String operator, long a, long b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / nonZero(b);
            case "%" -> a % nonZero(b);
            case "&" -> a & b;
            case "|" -> a | b;
            case "^" -> a ^ b;
            default -> throw Fail.operation("no operator " + operator);
        };
    }

    private static double doubles(String operator, double a, double b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "%" -> a % b;
            default -> throw Fail.operation("no operator " + operator);
        };
    }

    private static BigDecimal decimals(String operator, BigDecimal a, BigDecimal b) {
        return switch (operator) {
            case "+" -> Numbers.checked(a.add(b));
            case "-" -> Numbers.checked(a.subtract(b));
            case "*" -> Numbers.checked(a.multiply(b));
            case "/" -> Numbers.divide(a, b);
            case "%" -> {
                if (b.signum() == 0) {
                    throw Fail.of("DivideByZeroException", "division by zero");
                }
                yield a.remainder(b);
            }
            default -> throw Fail.operation("no operator " + operator);
        };
    }

    private static int nonZero(int divisor) {
        if (divisor == 0) {
            throw Fail.of("DivideByZeroException", "division by zero");
        }
        return divisor;
    }

    private static long nonZero(long divisor) {
        if (divisor == 0) {
            throw Fail.of("DivideByZeroException", "division by zero");
        }
        return divisor;
    }

    /** Shifts of {@code int} and {@code long}. */
    public static Object shift(boolean left, Object value, int distance) {
        return switch (value) {
            case Integer number -> left ? (Object) (number << distance) : (Object) (number >> distance);
            case Long number -> left ? number << distance : number >> distance;
            case null, default -> throw Fail.operation("only integers can be shifted");
        };
    }

    /** Shifts of {@code uint}: 32 bits, of the distance the last five. */
    public static Object shiftUnsigned(boolean left, long value, int distance) {
        int by = distance & 31;
        return left ? value << by & 0xffff_ffffL : value >> by;
    }

    /** Less and greater. */
    public static boolean compare(String operator, Object a, Object b) {
        if (a == null || b == null) {
            return false; // lifted
        }
        if (a instanceof Double x && b instanceof Double y && (x.isNaN() || y.isNaN())) {
            return false;
        }
        int order = dev.securemcp.proxy.expression.run.Values.compare(a, b);
        return switch (operator) {
            case "<" -> order < 0;
            case ">" -> order > 0;
            case "<=" -> order <= 0;
            default -> order >= 0;
        };
    }
}
