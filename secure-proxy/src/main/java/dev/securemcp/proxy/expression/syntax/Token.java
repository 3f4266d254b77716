package dev.securemcp.proxy.expression.syntax;

import java.util.List;

/**
 * One word of an expression.
 *
 * @param kind what it is
 * @param text the identifier or the punctuation; empty for literals
 * @param value the value of a literal: String, Character, Integer, Long, Double, BigDecimal
 * @param parts of an interpolated string
 * @param start offset of its first character
 * @param end offset behind its last character
 */
record Token(Kind kind, String text, Object value, List<Part> parts, int start, int end) {

    enum Kind {
        NAME,
        LITERAL,
        INTERPOLATED,
        PUNCTUATION,
        END
    }

    /** A piece of an interpolated string: text where {@code tokens} is null, else a hole with its format. */
    record Part(String text, List<Token> tokens, String format, int start) {}

    boolean is(String punctuation) {
        return kind == Kind.PUNCTUATION && text.equals(punctuation);
    }

    boolean isWord(String word) {
        return kind == Kind.NAME && text.equals(word);
    }

    String describe() {
        return switch (kind) {
            case END -> "the end of the expression";
            case LITERAL -> value instanceof String ? "a string" : "'" + value + "'";
            case INTERPOLATED -> "an interpolated string";
            default -> "'" + text + "'";
        };
    }
}
