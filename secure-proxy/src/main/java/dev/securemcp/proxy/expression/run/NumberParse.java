package dev.securemcp.proxy.expression.run;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Text to numbers with the invariant culture. */
public final class NumberParse {

    private static final int MAX_LENGTH = 400;
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern REAL =
            Pattern.compile("[+-]?(?:[0-9][0-9,]*\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?");

    private NumberParse() {}

    /** Null where the text is no whole number. */
    public static BigInteger tryInteger(String text) {
        String bare = text == null ? "" : text.strip();
        if (bare.length() > MAX_LENGTH || !INTEGER.matcher(bare).matches()) {
            return null;
        }
        return new BigInteger(bare);
    }

    public static BigInteger integer(String text) {
        BigInteger parsed = tryInteger(text);
        if (parsed == null) {
            throw Fail.format("the text is not a whole number");
        }
        return parsed;
    }

    /** Null where the text is no number; commas between digits are skipped. */
    public static Double tryReal(String text) {
        String bare = text == null ? "" : text.strip();
        switch (bare) {
            case "NaN" -> {
                return Double.NaN;
            }
            case "Infinity" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-Infinity" -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {
                return bare.length() > MAX_LENGTH || !REAL.matcher(bare).matches()
                        ? null
                        : Double.valueOf(bare.replace(",", ""));
            }
        }
    }

    public static Double real(String text) {
        Double parsed = tryReal(text);
        if (parsed == null) {
            throw Fail.format("the text is not a number");
        }
        return parsed;
    }

    /** Null where the text is no number or out of range. */
    public static BigDecimal tryDecimal(String text) {
        String bare = text == null ? "" : text.strip();
        if (bare.length() > 64 || !REAL.matcher(bare).matches()) {
            return null;
        }
        try {
            return Numbers.checked(new BigDecimal(bare.replace(",", "")));
        } catch (RuntimeException e) {
            return null;
        }
    }

    public static BigDecimal decimal(String text) {
        BigDecimal parsed = tryDecimal(text);
        if (parsed == null) {
            throw Fail.format("the text is not a decimal number");
        }
        return parsed;
    }

    /** As the whole-number type of that name; null where the text is none or out of its range. */
    public static Object tryWhole(String text, String type) {
        BigInteger parsed = tryInteger(text);
        if (parsed == null || parsed.bitLength() > 63) {
            return null;
        }
        try {
            return ChangeType.to(type, parsed.longValue());
        } catch (RuntimeException e) {
            return null;
        }
    }
}
