package dev.securemcp.proxy.policy.document;

/**
 * Finds the end of {@code @(…)} and <code>@{…}</code> in a stream of decoded characters, by the brackets, strings and
 * comments of C#: regular, verbatim and interpolated strings with nested holes, character literals, both kinds of comment.
 * It knows nothing else of the language, takes one character at a time and never recurses, so ten thousand brackets are
 * only ten thousand characters.
 */
final class ExpressionEnd {

    enum Verdict {
        INSIDE,
        CLOSED,
        BROKEN
    }

    private enum Mode {
        CODE,
        LINE_COMMENT,
        BLOCK_COMMENT,
        CHARACTER,
        STRING,
        INTERPOLATED,
        INTERPOLATED_BRACE,
        VERBATIM,
        VERBATIM_QUOTE,
        VERBATIM_INTERPOLATED,
        VERBATIM_INTERPOLATED_QUOTE,
        VERBATIM_INTERPOLATED_BRACE
    }

    /** A hole of an interpolated string, and of a verbatim one; both end with a curly bracket. */
    private static final char HOLE = 'i';

    private static final char VERBATIM_HOLE = 'v';

    private final StringBuilder open = new StringBuilder();
    private Mode mode = Mode.CODE;
    private boolean escaped;
    private char previous;
    private char beforePrevious;
    private String problem = "";

    /** @param opening the bracket behind the {@code @} */
    ExpressionEnd(char opening) {
        open.append(opening);
    }

    static boolean opensAt(CharSequence text, int index) {
        return index + 1 < text.length()
                && text.charAt(index) == '@'
                && (text.charAt(index + 1) == '(' || text.charAt(index + 1) == '{');
    }

    /** Whether the text is one expression, closed at its end and with nothing around it. */
    static boolean isWhole(CharSequence text) {
        if (!opensAt(text, 0)) {
            return false;
        }
        ExpressionEnd end = new ExpressionEnd(text.charAt(1));
        Verdict verdict = Verdict.INSIDE;
        int i = 2;
        while (i < text.length() && verdict == Verdict.INSIDE) {
            verdict = end.accept(text.charAt(i++));
        }
        return verdict == Verdict.CLOSED && i == text.length();
    }

    /** Tabs that indent lines of code as four spaces each, which YAML can show as they are; strings are left alone. */
    static String withoutTabs(String expression) {
        if (expression.indexOf('\t') < 0) {
            return expression;
        }
        StringBuilder out = new StringBuilder();
        ExpressionEnd end = new ExpressionEnd(expression.charAt(1));
        boolean indenting = false;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (i > 1 && i < expression.length() - 1) {
                end.accept(c);
            }
            indenting = c == '\n' ? end.inCode() || end.mode == Mode.BLOCK_COMMENT : indenting && c == '\t';
            out.append(indenting && c == '\t' ? "    " : Character.toString(c));
        }
        return out.toString();
    }

    /** Whether the last character was code, so neither in a string nor in a comment. */
    boolean inCode() {
        return mode == Mode.CODE || mode == Mode.VERBATIM_QUOTE || mode == Mode.VERBATIM_INTERPOLATED_QUOTE;
    }

    /** What was found and expected, after {@link Verdict#BROKEN}. */
    String problem() {
        return problem;
    }

    /** What is still open, for a text that ended too early. */
    String expected() {
        return switch (mode) {
            case CODE, VERBATIM_QUOTE, VERBATIM_INTERPOLATED_QUOTE ->
                "`" + closer(open.charAt(open.length() - 1)) + "`";
            case BLOCK_COMMENT -> "the end of a comment, `*/`";
            case LINE_COMMENT -> "the end of the line that a `//` comment takes";
            case CHARACTER -> "the end of a character literal, `'`";
            default -> "the end of a string, `\"`";
        };
    }

    Verdict accept(char c) {
        return switch (mode) {
            case CODE -> code(c);
            case LINE_COMMENT -> {
                if (c == '\n') {
                    mode = Mode.CODE;
                }
                yield Verdict.INSIDE;
            }
            case BLOCK_COMMENT -> {
                if (previous == '*' && c == '/') {
                    enter(Mode.CODE);
                } else {
                    previous = c;
                }
                yield Verdict.INSIDE;
            }
            case CHARACTER -> regular(c, '\'', false);
            case STRING -> regular(c, '"', false);
            case INTERPOLATED -> regular(c, '"', true);
            case INTERPOLATED_BRACE -> brace(c, Mode.INTERPOLATED, HOLE);
            case VERBATIM -> verbatim(c, Mode.VERBATIM_QUOTE, Mode.VERBATIM);
            case VERBATIM_QUOTE -> verbatimQuote(c, Mode.VERBATIM);
            case VERBATIM_INTERPOLATED ->
                verbatim(c, Mode.VERBATIM_INTERPOLATED_QUOTE, Mode.VERBATIM_INTERPOLATED_BRACE);
            case VERBATIM_INTERPOLATED_QUOTE -> verbatimQuote(c, Mode.VERBATIM_INTERPOLATED);
            case VERBATIM_INTERPOLATED_BRACE -> brace(c, Mode.VERBATIM_INTERPOLATED, VERBATIM_HOLE);
        };
    }

    private void enter(Mode next) {
        mode = next;
        previous = 0;
        beforePrevious = 0;
    }

    private Verdict code(char c) {
        if (previous == '/' && (c == '/' || c == '*')) {
            enter(c == '/' ? Mode.LINE_COMMENT : Mode.BLOCK_COMMENT);
            return Verdict.INSIDE;
        }
        switch (c) {
            case '"' -> {
                enter(stringMode());
                return Verdict.INSIDE;
            }
            case '\'' -> {
                enter(Mode.CHARACTER);
                return Verdict.INSIDE;
            }
            case '(', '[', '{' -> open.append(c);
            case ')', ']', '}' -> {
                return close(c);
            }
            default -> {}
        }
        beforePrevious = previous;
        previous = c;
        return Verdict.INSIDE;
    }

    private Mode stringMode() {
        boolean at = previous == '@' || (previous == '$' && beforePrevious == '@');
        boolean dollar = previous == '$' || (previous == '@' && beforePrevious == '$');
        if (at) {
            return dollar ? Mode.VERBATIM_INTERPOLATED : Mode.VERBATIM;
        }
        return dollar ? Mode.INTERPOLATED : Mode.STRING;
    }

    private Verdict close(char c) {
        char top = open.charAt(open.length() - 1);
        if (closer(top) != c) {
            problem = "found `" + c + "` where `" + closer(top) + "` was expected";
            return Verdict.BROKEN;
        }
        open.setLength(open.length() - 1);
        enter(
                switch (top) {
                    case HOLE -> Mode.INTERPOLATED;
                    case VERBATIM_HOLE -> Mode.VERBATIM_INTERPOLATED;
                    default -> Mode.CODE;
                });
        return open.isEmpty() ? Verdict.CLOSED : Verdict.INSIDE;
    }

    private static char closer(char opening) {
        return switch (opening) {
            case '(' -> ')';
            case '[' -> ']';
            default -> '}';
        };
    }

    private Verdict regular(char c, char quote, boolean holes) {
        if (c == '\n') {
            problem = "found the end of the line where " + expected() + " was expected";
            return Verdict.BROKEN;
        }
        if (escaped) {
            escaped = false;
        } else if (c == '\\') {
            escaped = true;
        } else if (c == quote) {
            enter(Mode.CODE);
        } else if (c == '{' && holes) {
            enter(Mode.INTERPOLATED_BRACE);
        }
        return Verdict.INSIDE;
    }

    /** After a curly bracket in an interpolated string: a second one makes it a plain character, else a hole begins. */
    private Verdict brace(char c, Mode string, char hole) {
        if (c == '{') {
            enter(string);
            return Verdict.INSIDE;
        }
        open.append(hole);
        enter(Mode.CODE);
        return code(c);
    }

    private Verdict verbatim(char c, Mode quote, Mode brace) {
        if (c == '"') {
            enter(quote);
        } else if (c == '{') {
            enter(brace);
        }
        return Verdict.INSIDE;
    }

    /** After a quote in a verbatim string: a second one makes it a plain character, else the string has ended. */
    private Verdict verbatimQuote(char c, Mode string) {
        if (c == '"') {
            enter(string);
            return Verdict.INSIDE;
        }
        enter(Mode.CODE);
        return code(c);
    }
}
