package dev.securemcp.proxy.expression.syntax;

import dev.securemcp.proxy.expression.syntax.Token.Kind;
import java.util.List;
import java.util.Set;

/** A place in the list of tokens, and how deep the parser is. */
abstract class Cursor {

    /** Nesting of brackets, operators and blocks; parsing one level takes about ten frames of the thread's stack. */
    static final int MAX_DEPTH = 200;

    private static final Set<String> RESERVED = Set.of(
            "abstract",
            "as",
            "base",
            "break",
            "case",
            "catch",
            "checked",
            "class",
            "const",
            "continue",
            "default",
            "delegate",
            "do",
            "else",
            "enum",
            "event",
            "explicit",
            "extern",
            "false",
            "finally",
            "fixed",
            "for",
            "foreach",
            "goto",
            "if",
            "implicit",
            "in",
            "interface",
            "internal",
            "is",
            "lock",
            "namespace",
            "new",
            "null",
            "operator",
            "out",
            "override",
            "params",
            "private",
            "protected",
            "public",
            "readonly",
            "ref",
            "return",
            "sealed",
            "sizeof",
            "stackalloc",
            "static",
            "struct",
            "switch",
            "this",
            "throw",
            "true",
            "try",
            "typeof",
            "unchecked",
            "unsafe",
            "using",
            "virtual",
            "void",
            "volatile",
            "while");

    /** Types that are words of the language. */
    static final Set<String> PREDEFINED = Set.of(
            "bool", "byte", "char", "decimal", "double", "float", "int", "long", "object", "sbyte", "short", "string",
            "uint", "ulong", "ushort");

    private final List<Token> tokens;
    private int index;
    private int depth;

    Cursor(List<Token> tokens, int depth) {
        this.tokens = tokens;
        this.depth = depth;
    }

    Token peek() {
        return tokens.get(index);
    }

    Token peek(int distance) {
        return tokens.get(Math.min(index + distance, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(index);
        if (token.kind() != Kind.END) {
            index++;
        }
        return token;
    }

    int mark() {
        return index;
    }

    void reset(int mark) {
        index = mark;
    }

    boolean at(String punctuation) {
        return peek().is(punctuation);
    }

    boolean atWord(String word) {
        return peek().isWord(word);
    }

    boolean takeIf(String punctuation) {
        if (at(punctuation)) {
            index++;
            return true;
        }
        return false;
    }

    boolean takeWord(String word) {
        if (atWord(word)) {
            index++;
            return true;
        }
        return false;
    }

    Token expect(String punctuation, String where) {
        if (!at(punctuation)) {
            throw unexpected("'" + punctuation + "' " + where);
        }
        return take();
    }

    /** A name that is not a word of the language. */
    String expectName(String what) {
        if (!isName(peek())) {
            throw unexpected(what);
        }
        return take().text();
    }

    static boolean isName(Token token) {
        return token.kind() == Kind.NAME && !RESERVED.contains(token.text()) && !PREDEFINED.contains(token.text());
    }

    static boolean isReserved(Token token) {
        return token.kind() == Kind.NAME && RESERVED.contains(token.text());
    }

    SyntaxException unexpected(String expected) {
        Token found = peek();
        return new SyntaxException(found.start(), "found " + found.describe() + ", expected " + expected);
    }

    void enter() {
        if (++depth > MAX_DEPTH) {
            throw new SyntaxException(peek().start(), "the expression is nested more than " + MAX_DEPTH + " deep");
        }
    }

    void leave() {
        depth--;
    }

    int depth() {
        return depth;
    }

    void restoreDepth(int remembered) {
        depth = remembered;
    }
}
