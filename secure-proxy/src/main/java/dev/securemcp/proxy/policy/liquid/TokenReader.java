package dev.securemcp.proxy.policy.liquid;

import java.util.List;

/** Reads the words between the braces, one ahead. */
final class TokenReader {

    private static final List<String> SIGNS =
            List.of("==", "!=", "<>", "<=", ">=", "..", "<", ">", "=", "|", ":", ",", ".", "[", "]", "(", ")");

    private final String text;
    private final int end;
    private final TemplateFaults faults;
    private int at;
    private Token token;

    TokenReader(String text, int start, int end, TemplateFaults faults) {
        this.text = text;
        this.end = end;
        this.faults = faults;
        this.at = start;
        this.token = read();
    }

    /** The word that comes next. */
    Token peek() {
        return token;
    }

    /** Takes the word that comes next. */
    Token next() {
        Token taken = token;
        token = read();
        return taken;
    }

    /** Takes the sign if it comes next. */
    boolean take(String sign) {
        boolean comes = token.is(sign);
        if (comes) {
            next();
        }
        return comes;
    }

    /** Takes the name if it comes next. */
    boolean takeName(String name) {
        boolean comes = token.isName(name);
        if (comes) {
            next();
        }
        return comes;
    }

    void expect(String sign) {
        if (!take(sign)) {
            throw unexpected("`" + sign + "`");
        }
    }

    /** A name, which must come next. */
    String name(String what) {
        if (token.kind() != Token.Kind.NAME) {
            throw unexpected(what);
        }
        return next().text();
    }

    void expectEnd(String what) {
        if (token.kind() != Token.Kind.END) {
            throw unexpected(what);
        }
    }

    /** For messages: secrets masked. */
    String shown(Token word) {
        return faults.shown(word.at(), word.end());
    }

    SyntaxFault unexpected(String expected) {
        return new SyntaxFault(token.at(), "found " + shown(token) + ", expected " + expected, "");
    }

    private Token read() {
        while (at < end && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at >= end) {
            return new Token(Token.Kind.END, "", end, end);
        }
        char c = text.charAt(at);
        if (c == '"' || c == '\'') {
            return string(c);
        }
        if (isLetter(c)) {
            return word();
        }
        if (isDigit(at) || (c == '-' && isDigit(at + 1))) {
            return number();
        }
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at) && at + sign.length() <= end) {
                at += sign.length();
                return new Token(Token.Kind.SIGN, sign, at - sign.length(), at);
            }
        }
        throw new SyntaxFault(
                at,
                "found " + faults.shown(at, at + 1) + ", expected a name, a value, an operator or `|`",
                "texts stand in quotes");
    }

    private Token string(char quote) {
        int close = text.indexOf(quote, at + 1);
        if (close < 0 || close >= end) {
            throw new SyntaxFault(at, "a text begins here that has no closing " + quote, "");
        }
        Token read = new Token(Token.Kind.STRING, text.substring(at + 1, close), at, close + 1);
        at = close + 1;
        return read;
    }

    private Token word() {
        int from = at;
        while (at < end && (isLetter(text.charAt(at)) || isDigit(at) || text.charAt(at) == '-')) {
            at++;
        }
        if (at < end && text.charAt(at) == '?') {
            at++;
        }
        return new Token(Token.Kind.NAME, text.substring(from, at), from, at);
    }

    private Token number() {
        int from = at++;
        while (isDigit(at)) {
            at++;
        }
        if (at < end && text.charAt(at) == '.' && isDigit(at + 1)) {
            at++;
            while (isDigit(at)) {
                at++;
            }
        }
        return new Token(Token.Kind.NUMBER, text.substring(from, at), from, at);
    }

    private boolean isDigit(int index) {
        return index < end && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private static boolean isLetter(char c) {
        return Character.isLetter(c) || c == '_';
    }
}
