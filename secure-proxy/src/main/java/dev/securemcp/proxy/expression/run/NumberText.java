package dev.securemcp.proxy.expression.run;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as text, with .NET's standard and custom format strings and the invariant culture. */
public final class NumberText {

    /** More digits than that are a mistake or an attack. */
    private static final int MAX_PRECISION = 99;

    private NumberText() {}

    /** The shortest text that reads back as the same number. */
    public static String of(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "Infinity" : "-Infinity";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= 15 || exponent <= -5) {
            return scientific(decimal, exponent, 2, "E");
        }
        return decimal.toPlainString();
    }

    private static String scientific(BigDecimal number, int exponent, int width, String letter) {
        String digits = number.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String power = Integer.toString(Math.abs(exponent));
        return (number.signum() < 0 ? "-" : "")
                + mantissa
                + letter
                + (exponent < 0 ? "-" : "+")
                + "0".repeat(Math.max(0, width - power.length()))
                + power;
    }

    /** As {@code number.ToString(format)}. */
    public static String format(Number number, String format) {
        if (number instanceof Double real && (real.isNaN() || real.isInfinite())) {
            return of(real);
        }
        char letter = format.charAt(0);
        boolean standard =
                Character.isLetter(letter) && format.substring(1).chars().allMatch(c -> c >= '0' && c <= '9');
        if (!standard) {
            return CustomNumber.format(decimal(number), format);
        }
        int precision = format.length() == 1 ? -1 : Integer.parseInt(format.substring(1));
        if (precision > MAX_PRECISION) {
            throw Fail.format("a number is formatted with at most " + MAX_PRECISION + " digits");
        }
        boolean whole = !(number instanceof Double) && !(number instanceof BigDecimal);
        return switch (Character.toUpperCase(letter)) {
            case 'D' -> whole ? padded(number, precision) : badFormat(format);
            case 'X' -> whole ? hexadecimal(number, letter, precision) : badFormat(format);
            case 'F' -> fixed(decimal(number), precision < 0 ? 2 : precision, false);
            case 'N' -> fixed(decimal(number), precision < 0 ? 2 : precision, true);
            case 'P' -> fixed(decimal(number).movePointRight(2), precision < 0 ? 2 : precision, true) + " %";
            case 'C' -> {
                String text = fixed(decimal(number).abs(), precision < 0 ? 2 : precision, true);
                yield decimal(number).signum() < 0 ? "(¤" + text + ")" : "¤" + text;
            }
            case 'E' -> exponential(decimal(number), letter, precision < 0 ? 6 : precision);
            case 'G' -> precision <= 0 ? Text.of(number) : general(decimal(number), precision);
            case 'R' -> Text.of(number);
            default -> badFormat(format);
        };
    }

    private static String badFormat(String format) {
        throw Fail.format("'" + format + "' is not a format for this number");
    }

    static BigDecimal decimal(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case Double real -> new BigDecimal(Double.toString(real));
            case BigInteger big -> new BigDecimal(big);
            default -> BigDecimal.valueOf(number.longValue());
        };
    }

    private static String padded(Number number, int width) {
        String digits = number.toString();
        boolean negative = digits.startsWith("-");
        String bare = negative ? digits.substring(1) : digits;
        return (negative ? "-" : "") + "0".repeat(Math.max(0, width - bare.length())) + bare;
    }

    private static String hexadecimal(Number number, char letter, int width) {
        String digits = number instanceof Integer i ? Integer.toHexString(i) : Long.toHexString(number.longValue());
        String padded = "0".repeat(Math.max(0, width - digits.length())) + digits;
        return letter == 'X' ? padded.toUpperCase(Locale.ROOT) : padded;
    }

    static String fixed(BigDecimal number, int digits, boolean grouped) {
        BigDecimal rounded = number.setScale(digits, RoundingMode.HALF_UP);
        String text = rounded.abs().toPlainString();
        if (grouped) {
            int point = text.indexOf('.');
            String whole = point < 0 ? text : text.substring(0, point);
            text = group(whole) + (point < 0 ? "" : text.substring(point));
        }
        return rounded.signum() < 0 ? "-" + text : text;
    }

    static String group(String digits) {
        StringBuilder grouped = new StringBuilder(digits);
        for (int at = digits.length() - 3; at > 0; at -= 3) {
            grouped.insert(at, ',');
        }
        return grouped.toString();
    }

    private static String exponential(BigDecimal number, char letter, int digits) {
        if (number.signum() == 0) {
            return "0" + (digits > 0 ? "." + "0".repeat(digits) : "") + letter + "+000";
        }
        BigDecimal rounded = number.round(new java.math.MathContext(digits + 1, RoundingMode.HALF_UP));
        int exponent = rounded.precision() - rounded.scale() - 1;
        BigDecimal filled =
                rounded.setScale(rounded.scale() + digits + 1 - rounded.precision(), RoundingMode.UNNECESSARY);
        return scientific(filled, exponent, 3, String.valueOf(letter));
    }

    private static String general(BigDecimal number, int digits) {
        BigDecimal rounded = number.round(new java.math.MathContext(digits, RoundingMode.HALF_UP))
                .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (rounded.signum() != 0 && (exponent >= digits || exponent <= -5)) {
            return scientific(rounded, exponent, 2, "E");
        }
        return rounded.toPlainString();
    }
}
