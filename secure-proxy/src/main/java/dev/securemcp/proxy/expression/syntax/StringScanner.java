package dev.securemcp.proxy.expression.syntax;

/** The insides of strings and characters. */
final class StringScanner {

    private StringScanner() {}

    /** {@code "…"}: the lexer stands on the opening quote. */
    static String regular(Lexer lexer) {
        int start = lexer.at();
        lexer.advance(1);
        StringBuilder value = new StringBuilder();
        while (true) {
            if (lexer.atEnd()) {
                throw new SyntaxException(start, "a string begins here and does not end; expected \"");
            }
            char c = lexer.peek(0);
            if (c == '"') {
                lexer.advance(1);
                return value.toString();
            }
            if (c == '\n' || c == '\r') {
                throw new SyntaxException(
                        start, "a string begins here and its line ends before it does; expected \" (or write @\"…\")");
            }
            if (c == '\\') {
                escape(lexer, value);
            } else {
                value.append(c);
                lexer.advance(1);
            }
        }
    }

    /** {@code @"…"}: the lexer stands on the opening quote. */
    static String verbatim(Lexer lexer) {
        int start = lexer.at();
        lexer.advance(1);
        StringBuilder value = new StringBuilder();
        while (true) {
            if (lexer.atEnd()) {
                throw new SyntaxException(start, "a string begins here and does not end; expected \"");
            }
            char c = lexer.peek(0);
            if (c == '"') {
                if (lexer.peek(1) != '"') {
                    lexer.advance(1);
                    return value.toString();
                }
                lexer.advance(1);
            }
            value.append(c);
            lexer.advance(1);
        }
    }

    /** {@code '…'}. */
    static Character character(Lexer lexer) {
        int start = lexer.at();
        lexer.advance(1);
        StringBuilder value = new StringBuilder();
        if (lexer.peek(0) == '\\') {
            escape(lexer, value);
        } else if (!lexer.atEnd() && lexer.peek(0) != '\'') {
            value.append(lexer.peek(0));
            lexer.advance(1);
        }
        if (value.length() != 1 || lexer.atEnd() || lexer.peek(0) != '\'') {
            throw new SyntaxException(start, "expected one character between quotes; a string stands in \"…\"");
        }
        lexer.advance(1);
        return value.charAt(0);
    }

    /** The lexer stands on the backslash. */
    static void escape(Lexer lexer, StringBuilder into) {
        int start = lexer.at();
        char c = lexer.peek(1);
        lexer.advance(2);
        switch (c) {
            case '\'', '"', '\\' -> into.append(c);
            case '0' -> into.append('\0');
            case 'a' -> into.append('\u0007');
            case 'b' -> into.append('\b');
            case 'f' -> into.append('\f');
            case 'n' -> into.append('\n');
            case 'r' -> into.append('\r');
            case 't' -> into.append('\t');
            case 'v' -> into.append('\u000b');
            case 'u' -> into.append((char) hex(lexer, start, 4, 4));
            case 'x' -> into.append((char) hex(lexer, start, 1, 4));
            case 'U' -> {
                int codePoint = hex(lexer, start, 8, 8);
                if (!Character.isValidCodePoint(codePoint)) {
                    throw new SyntaxException(start, "\\U must be followed by a code point up to 0010FFFF");
                }
                into.appendCodePoint(codePoint);
            }
            default ->
                throw new SyntaxException(start, "\\" + c + " is not an escape; write \\\\ for a backslash, or @\"…\"");
        }
    }

    private static int hex(Lexer lexer, int start, int least, int most) {
        int value = 0;
        int count = 0;
        while (count < most) {
            int digit = Character.digit(lexer.peek(0), 16);
            if (digit < 0) {
                break;
            }
            value = value << 4 | digit;
            lexer.advance(1);
            count++;
        }
        if (count < least) {
            throw new SyntaxException(start, "expected " + least + " hexadecimal digits in this escape");
        }
        return value;
    }
}
