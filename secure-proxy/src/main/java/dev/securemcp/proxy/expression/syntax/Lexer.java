package dev.securemcp.proxy.expression.syntax;

import dev.securemcp.proxy.expression.syntax.Token.Kind;
import dev.securemcp.proxy.expression.syntax.Token.Part;
import java.util.ArrayList;
import java.util.List;

/** C# 7 tokens: literals with their escapes, verbatim and interpolated strings, comments, punctuation. */
final class Lexer {

    /** Strings nested in holes of strings nested in holes; beyond that a document is not written by a person. */
    static final int MAX_NESTING = 16;

    /** Longest first. {@code >>} is two tokens: {@code List<List<int>>} ends with them. */
    private static final String[] PUNCTUATION = {
        "<<=", "??=", "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "?[", "++", "--", "+=", "-=", "*=", "/=",
        "%=", "&=", "|=", "^=", "<<", "::", "(", ")", "{", "}", "[", "]", ";", ",", ".", ":", "?", "=", "<", ">", "+",
        "-", "*", "/", "%", "!", "~", "&", "|", "^"
    };

    private final String text;
    private final int end;
    private final int nesting;
    private int at;

    private Lexer(String text, int start, int end, int nesting) {
        this.text = text;
        this.at = start;
        this.end = end;
        this.nesting = nesting;
    }

    /** The tokens of a slice, ended by one of kind END. */
    static List<Token> tokens(String text, int start, int end) {
        return new Lexer(text, start, end, 0).all();
    }

    private List<Token> all() {
        if (nesting > MAX_NESTING) {
            throw new SyntaxException(at, "interpolated strings are nested more than " + MAX_NESTING + " deep");
        }
        List<Token> tokens = new ArrayList<>();
        while (true) {
            skipBlanks();
            if (at >= end) {
                tokens.add(new Token(Kind.END, "", null, null, end, end));
                return tokens;
            }
            tokens.add(next());
        }
    }

    private void skipBlanks() {
        while (at < end) {
            char c = text.charAt(at);
            if (c <= ' ' || Character.isWhitespace(c) || c == '\u00a0' || c == '\ufeff') {
                at++;
            } else if (text.startsWith("//", at)) {
                while (at < end && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                    at++;
                }
            } else if (text.startsWith("/*", at)) {
                int close = text.indexOf("*/", at + 2);
                if (close < 0 || close + 2 > end) {
                    throw new SyntaxException(at, "a comment begins here and does not end; expected */");
                }
                at = close + 2;
            } else {
                return;
            }
        }
    }

    private Token next() {
        int start = at;
        char c = text.charAt(at);
        char following = peek(1);
        if (c == '"') {
            return literal(start, StringScanner.regular(this));
        }
        if (c == '@' && following == '"') {
            at++;
            return literal(start, StringScanner.verbatim(this));
        }
        if (c == '$' && following == '"') {
            at += 2;
            return interpolated(start, false);
        }
        if (((c == '$' && following == '@') || (c == '@' && following == '$')) && peek(2) == '"') {
            at += 3;
            return interpolated(start, true);
        }
        if (c == '\'') {
            return literal(start, StringScanner.character(this));
        }
        if (isDigit(c) || (c == '.' && isDigit(following))) {
            NumberScanner number = new NumberScanner(text, at, end);
            Object value = number.scan();
            at = number.at();
            return literal(start, value);
        }
        boolean escaped = c == '@' && (Character.isLetter(following) || following == '_');
        if (escaped || Character.isLetter(c) || c == '_') {
            at++;
            while (at < end && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            return new Token(Kind.NAME, text.substring(escaped ? start + 1 : start, at), null, null, start, at);
        }
        return punctuation(start);
    }

    private Token punctuation(int start) {
        for (String candidate : PUNCTUATION) {
            if (text.startsWith(candidate, start) && start + candidate.length() <= end) {
                if (candidate.equals("?.") && isDigit(peek(2))) {
                    continue; // a ? .5 : 1
                }
                at = start + candidate.length();
                return new Token(Kind.PUNCTUATION, candidate, null, null, start, at);
            }
        }
        throw new SyntaxException(start, "found the character '" + text.charAt(start) + "', which means nothing here");
    }

    private Token literal(int start, Object value) {
        return new Token(Kind.LITERAL, "", value, null, start, at);
    }

    private Token interpolated(int start, boolean verbatim) {
        List<Part> parts = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        while (true) {
            if (at >= end) {
                throw new SyntaxException(start, "an interpolated string begins here and does not end; expected \"");
            }
            char c = text.charAt(at);
            if (c == '"') {
                if (verbatim && peek(1) == '"') {
                    piece.append('"');
                    at += 2;
                    continue;
                }
                at++;
                break;
            }
            if (!verbatim && (c == '\n' || c == '\r')) {
                throw new SyntaxException(at, "a line ends inside a string; expected \" (or write $@\"…\")");
            }
            if (c == '{' || c == '}') {
                if (peek(1) == c) {
                    piece.append(c);
                    at += 2;
                } else if (c == '}') {
                    throw new SyntaxException(at, "found a lone } in an interpolated string; write }}");
                } else {
                    if (!piece.isEmpty()) {
                        parts.add(new Part(piece.toString(), null, null, at));
                        piece.setLength(0);
                    }
                    parts.add(hole());
                }
            } else if (c == '\\' && !verbatim) {
                StringScanner.escape(this, piece);
            } else {
                piece.append(c);
                at++;
            }
        }
        if (!piece.isEmpty()) {
            parts.add(new Part(piece.toString(), null, null, start));
        }
        return new Token(Kind.INTERPOLATED, "", null, List.copyOf(parts), start, at);
    }

    /** At the opening brace: the tokens up to the closing one, and what follows a colon. */
    private Part hole() {
        int open = at;
        int inner = at + 1;
        HoleScanner scanner = new HoleScanner(text, inner, end);
        int stop = scanner.codeEnd(open);
        String format = null;
        int close = stop;
        if (text.charAt(stop) == ':') {
            close = text.indexOf('}', stop);
            if (close < 0 || close >= end) {
                throw new SyntaxException(
                        open, "a hole of an interpolated string begins here and does not end; expected }");
            }
            format = text.substring(stop + 1, close);
        }
        List<Token> tokens = new Lexer(text, inner, stop, nesting + 1).all();
        at = close + 1;
        return new Part(null, tokens, format, open);
    }

    char peek(int distance) {
        return at + distance < end ? text.charAt(at + distance) : '\0';
    }

    boolean atEnd() {
        return at >= end;
    }

    int at() {
        return at;
    }

    void advance(int count) {
        at += count;
    }

    String slice(int from, int to) {
        return text.substring(from, to);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
