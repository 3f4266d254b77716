package dev.securemcp.proxy.expression.run;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** .NET's custom number formats: {@code 0.00}, {@code #,##0.##}, {@code 0%}, sections between semicolons, quoted text. */
final class CustomNumber {

    private CustomNumber() {}

    static String format(BigDecimal number, String format) {
        List<String> sections = sections(format);
        String section = sections.getFirst();
        BigDecimal value = number;
        boolean signed = true;
        if (number.signum() < 0 && sections.size() > 1 && !sections.get(1).isEmpty()) {
            section = sections.get(1);
            value = number.abs();
            signed = false;
        } else if (number.signum() == 0 && sections.size() > 2) {
            section = sections.get(2);
        }
        return apply(value, section, signed);
    }

    private static List<String> sections(String format) {
        List<String> sections = new ArrayList<>();
        int start = 0;
        char quote = 0;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '\\') {
                i++;
            } else if (c == ';') {
                sections.add(format.substring(start, i));
                start = i + 1;
            }
        }
        sections.add(format.substring(start));
        return sections;
    }

    private static String apply(BigDecimal number, String section, boolean signed) {
        Shape shape = Shape.of(section);
        BigDecimal scaled = number.movePointRight(shape.shift).setScale(shape.decimals, RoundingMode.HALF_UP);
        String digits = scaled.abs().toPlainString();
        int point = digits.indexOf('.');
        String whole = point < 0 ? digits : digits.substring(0, point);
        String fraction = point < 0 ? "" : digits.substring(point + 1);
        int kept = fraction.length();
        while (kept > shape.leastDecimals && fraction.charAt(kept - 1) == '0') {
            kept--;
        }
        fraction = fraction.substring(0, kept);
        whole = whole.equals("0") ? "" : whole;
        whole = "0".repeat(Math.max(0, shape.leastWhole - whole.length())) + whole;
        if (shape.grouped) {
            whole = NumberText.group(whole);
        }
        String sign = signed && scaled.signum() < 0 ? "-" : "";
        return sign + shape.before + whole + (fraction.isEmpty() ? "" : "." + fraction) + shape.after;
    }

    /** What a section asks for. Text between the digits counts as standing behind them. */
    private static final class Shape {
        final StringBuilder before = new StringBuilder();
        final StringBuilder after = new StringBuilder();
        int leastWhole;
        int decimals;
        int leastDecimals;
        int shift;
        boolean grouped;

        static Shape of(String section) {
            Shape shape = new Shape();
            boolean digitsSeen = false;
            boolean pointSeen = false;
            boolean zeroSeen = false;
            for (int i = 0; i < section.length(); i++) {
                char c = section.charAt(i);
                StringBuilder literal = digitsSeen ? shape.after : shape.before;
                switch (c) {
                    case '0', '#' -> {
                        digitsSeen = true;
                        if (pointSeen) {
                            shape.decimals++;
                            shape.leastDecimals = c == '0' ? shape.decimals : shape.leastDecimals;
                        } else {
                            zeroSeen |= c == '0';
                            shape.leastWhole += zeroSeen ? 1 : 0;
                        }
                    }
                    case '.' -> pointSeen = true;
                    case ',' -> shape.grouped |= digitsSeen && !pointSeen;
                    case '%' -> {
                        shape.shift = 2;
                        literal.append(c);
                    }
                    case '\\' -> {
                        i++;
                        literal.append(i < section.length() ? section.charAt(i) : "");
                    }
                    case '\'', '"' -> {
                        int close = section.indexOf(c, i + 1);
                        close = close < 0 ? section.length() : close;
                        literal.append(section, i + 1, close);
                        i = close;
                    }
                    default -> literal.append(c);
                }
            }
            return shape;
        }
    }
}
