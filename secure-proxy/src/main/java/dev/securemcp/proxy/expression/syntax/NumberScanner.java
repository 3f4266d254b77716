package dev.securemcp.proxy.expression.syntax;

import java.math.BigDecimal;
import java.math.BigInteger;

/** C# numbers: decimal, hexadecimal and binary, with digit separators and suffixes. */
final class NumberScanner {

    private static final int MAX_DIGITS = 64;
    private static final BigInteger MAX_ULONG = BigInteger.ONE.shiftLeft(64);

    private final String text;
    private final int end;
    private final int start;
    private int at;

    NumberScanner(String text, int start, int end) {
        this.text = text;
        this.start = start;
        this.at = start;
        this.end = end;
    }

    int at() {
        return at;
    }

    /** Integer, Long, Double or BigDecimal. */
    Object scan() {
        if (peek(0) == '0' && (peek(1) | 32) == 'x') {
            return radix(16);
        }
        if (peek(0) == '0' && (peek(1) | 32) == 'b') {
            return radix(2);
        }
        boolean real = false;
        String digits = digits(10);
        StringBuilder number = new StringBuilder(digits);
        if (peek(0) == '.' && Lexer.isDigit(peek(1))) {
            real = true;
            at++;
            number.append('.').append(digits(10));
        }
        if ((peek(0) | 32) == 'e'
                && (Lexer.isDigit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && Lexer.isDigit(peek(2))))) {
            real = true;
            number.append('e');
            at++;
            if (!Lexer.isDigit(peek(0))) {
                number.append(peek(0));
                at++;
            }
            String exponent = digits(10);
            if (exponent.length() > 4) {
                throw new SyntaxException(start, "this number is out of range");
            }
            number.append(exponent);
        }
        if (number.length() > MAX_DIGITS) {
            throw new SyntaxException(start, "this number has more than " + MAX_DIGITS + " digits");
        }
        if (number.charAt(0) == '.') {
            number.insert(0, '0');
        }
        char suffix = (char) (peek(0) | 32);
        if (suffix == 'm') {
            at++;
            BigDecimal value = new BigDecimal(number.toString());
            if (value.precision() - value.scale() > 29 || value.scale() > 28) {
                throw new SyntaxException(start, "this number is out of the range of decimal");
            }
            return value;
        }
        if (suffix == 'f' || suffix == 'd') {
            at++;
            return suffix == 'f' ? (double) Float.parseFloat(number.toString()) : Double.parseDouble(number.toString());
        }
        return real ? Double.valueOf(number.toString()) : integer(new BigInteger(number.toString()));
    }

    private Object radix(int radix) {
        at += 2;
        String digits = digits(radix);
        if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
            throw new SyntaxException(start, "expected digits behind this prefix, at most " + MAX_DIGITS);
        }
        return integer(new BigInteger(digits, radix));
    }

    private Object integer(BigInteger value) {
        boolean isLong = false;
        while ((peek(0) | 32) == 'l' || (peek(0) | 32) == 'u') {
            isLong |= (peek(0) | 32) == 'l';
            at++;
        }
        if (value.compareTo(MAX_ULONG) >= 0) {
            throw new SyntaxException(start, "this number is out of the range of long");
        }
        if (!isLong && value.bitLength() <= 31) {
            return value.intValue();
        }
        return value.longValue();
    }

    private String digits(int radix) {
        StringBuilder digits = new StringBuilder();
        while (at < end
                && ((Character.digit(text.charAt(at), radix) >= 0 && text.charAt(at) < 128)
                        || text.charAt(at) == '_')) {
            if (text.charAt(at) != '_') {
                digits.append(text.charAt(at));
            }
            at++;
        }
        return digits.toString();
    }

    private char peek(int distance) {
        return at + distance < end ? text.charAt(at + distance) : '\0';
    }
}
