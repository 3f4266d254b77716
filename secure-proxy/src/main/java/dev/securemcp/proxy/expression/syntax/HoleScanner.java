package dev.securemcp.proxy.expression.syntax;

/** Finds where the code in a hole {@code {…}} of an interpolated string ends: quotes and brackets nest inside it. */
final class HoleScanner {

    private final String text;
    private final int end;
    private final int nesting;
    private int at;

    HoleScanner(String text, int start, int end) {
        this(text, start, end, 0);
    }

    private HoleScanner(String text, int start, int end, int nesting) {
        this.text = text;
        this.at = start;
        this.end = end;
        this.nesting = nesting;
    }

    /** The offset of the closing brace, or of the colon before the format. */
    int codeEnd(int open) {
        int depth = 0;
        while (at < end) {
            char c = text.charAt(at);
            switch (c) {
                case '(', '[', '{' -> depth++;
                case ')', ']' -> depth--;
                case '}' -> {
                    if (depth == 0) {
                        return at;
                    }
                    depth--;
                }
                case ':' -> {
                    if (depth == 0 && !text.startsWith("::", at)) {
                        return at;
                    }
                }
                case '"' -> skipString();
                case '\'' -> skipCharacter();
                default -> {}
            }
            at++;
        }
        throw new SyntaxException(open, "a hole of an interpolated string begins here and does not end; expected }");
    }

    /** Leaves {@code at} on the closing quote. */
    private void skipString() {
        boolean verbatim = at > 0 && (text.charAt(at - 1) == '@' || (at > 1 && text.startsWith("@$", at - 2)));
        boolean interpolated = at > 0 && (text.charAt(at - 1) == '$' || (at > 1 && text.startsWith("$@", at - 2)));
        int start = at;
        at++;
        while (at < end) {
            char c = text.charAt(at);
            if (c == '"') {
                if (!verbatim || at + 1 >= end || text.charAt(at + 1) != '"') {
                    return;
                }
                at++;
            } else if (c == '\\' && !verbatim) {
                at++;
            } else if (c == '{' && interpolated) {
                if (at + 1 < end && text.charAt(at + 1) == '{') {
                    at++;
                } else {
                    skipHole(at);
                }
            }
            at++;
        }
        throw new SyntaxException(start, "a string begins here and does not end; expected \"");
    }

    private void skipHole(int open) {
        if (nesting >= Lexer.MAX_NESTING) {
            throw new SyntaxException(open, "interpolated strings are nested more than " + Lexer.MAX_NESTING + " deep");
        }
        HoleScanner inner = new HoleScanner(text, at + 1, end, nesting + 1);
        int stop = inner.codeEnd(open);
        int close = text.indexOf('}', stop);
        if (close < 0 || close >= end) {
            throw new SyntaxException(
                    open, "a hole of an interpolated string begins here and does not end; expected }");
        }
        at = close;
    }

    private void skipCharacter() {
        int close = at + 1;
        if (close < end && text.charAt(close) == '\\') {
            close++;
        }
        close = text.indexOf('\'', close + 1);
        if (close >= 0 && close < end) {
            at = close;
        }
    }
}
