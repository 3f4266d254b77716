package dev.securemcp.proxy.expression.value;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/** .NET's pattern syntax written as Java's: names of groups, quotes around them, {@code [a-z-[aeiou]]}, explicit capture. */
final class RegexSyntax {

    private final String source;
    private final boolean explicitCapture;
    private final boolean blanksIgnored;
    private final StringBuilder out = new StringBuilder();
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private int at;

    private RegexSyntax(String source, boolean explicitCapture, boolean blanksIgnored) {
        this.source = source;
        this.explicitCapture = explicitCapture;
        this.blanksIgnored = blanksIgnored;
    }

    static RegexSyntax translate(String source, boolean explicitCapture, boolean blanksIgnored) {
        RegexSyntax syntax = new RegexSyntax(source, explicitCapture, blanksIgnored);
        syntax.run();
        return syntax;
    }

    String java() {
        return out.toString();
    }

    /** The numbers of the groups by the names that the pattern gave them. */
    Map<String, Integer> named(Map<String, Integer> javaNames) {
        Map<String, Integer> named = new HashMap<>();
        aliases.forEach((original, alias) -> named.put(original, javaNames.get(alias)));
        return named;
    }

    private void run() {
        while (at < source.length()) {
            char c = source.charAt(at);
            switch (c) {
                case '\\' -> escape(false);
                case '[' -> characterClass();
                case '(' -> group();
                case '$' -> {
                    out.append(c); // with UNIX_LINES it stands before a last \n, as in .NET
                    at++;
                }
                case '{' -> {
                    boolean repetition = source.substring(at).matches("(?s)\\{\\d+(,\\d*)?\\}.*");
                    out.append(repetition ? "{" : "\\{");
                    at++;
                }
                case '#' -> {
                    if (blanksIgnored) {
                        comment();
                    } else {
                        out.append(c);
                        at++;
                    }
                }
                default -> {
                    out.append(c);
                    at++;
                }
            }
        }
    }

    private void comment() {
        while (at < source.length() && source.charAt(at) != '\n') {
            at++;
        }
    }

    private char peek(int distance) {
        return at + distance < source.length() ? source.charAt(at + distance) : '\0';
    }

    private void escape(boolean inClass) {
        char c = peek(1);
        if (c == 'k' && (peek(2) == '<' || peek(2) == '\'')) {
            int close = source.indexOf(peek(2) == '<' ? '>' : '\'', at + 3);
            if (close > 0) {
                String name = source.substring(at + 3, close);
                boolean number = name.chars().allMatch(Character::isDigit);
                out.append(number ? "\\" + name : "\\k<" + alias(name) + ">");
                at = close + 1;
                return;
            }
        }
        if (c == 'e') {
            out.append("\\x1B");
        } else if (c == 'v') {
            out.append("\\x0B");
        } else if (c == 'c' || c == 'x' || c == 'u' || c == 'p' || c == 'P') {
            out.append('\\').append(c);
        } else if (Character.isLetter(c) && c < 128 && "abBAdDfGnrsStwWzZ".indexOf(c) < 0) {
            out.append(c); // .NET refuses most of these, and none means what it does in Java
        } else if (c == 'b' && inClass) {
            out.append("\\x08");
        } else if (c == '\0') {
            out.append('\\');
        } else {
            out.append('\\').append(c);
        }
        at += 2;
    }

    private void characterClass() {
        out.append('[');
        at++;
        if (peek(0) == '^') {
            out.append('^');
            at++;
        }
        boolean first = true;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == ']' && !first) {
                out.append(']');
                at++;
                return;
            }
            if (c == '-' && peek(1) == '[' && !first) { // subtraction
                out.append("&&[^");
                at += 2;
                boolean negated = peek(0) == '^';
                if (negated) {
                    out.setLength(out.length() - 1);
                    at++;
                }
                subtracted();
            } else if (c == '\\') {
                escape(true);
            } else {
                out.append("[]&^~# ".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
                at++;
            }
            first = false;
        }
    }

    /** Inside the brackets of a subtraction, up to and with their end. */
    private void subtracted() {
        while (at < source.length() && source.charAt(at) != ']') {
            if (source.charAt(at) == '\\') {
                escape(true);
            } else {
                out.append(
                        "[&^".indexOf(source.charAt(at)) >= 0
                                ? "\\" + source.charAt(at)
                                : String.valueOf(source.charAt(at)));
                at++;
            }
        }
        if (at < source.length()) {
            out.append(']');
            at++;
        }
    }

    private void group() {
        if (peek(1) != '?') {
            out.append(explicitCapture ? "(?:" : "(");
            at++;
            return;
        }
        char kind = peek(2);
        boolean quoted = kind == '\'';
        boolean angled = kind == '<' && peek(3) != '=' && peek(3) != '!';
        if (kind == '#') { // (?# comment)
            int close = source.indexOf(')', at);
            at = close < 0 ? source.length() : close + 1;
            return;
        }
        if (!quoted && !angled) {
            out.append("(?");
            at += 2;
            while (at < source.length()
                    && "<=!:>".indexOf(source.charAt(at)) >= 0) { // look-around, atomic, not capturing
                out.append(source.charAt(at));
                at++;
            }
            while (at < source.length()
                    && "imnsx-".indexOf(source.charAt(at)) >= 0
                    && out.charAt(out.length() - 1) != ':'
                    && "=!>".indexOf(out.charAt(out.length() - 1)) < 0) {
                if (source.charAt(at) != 'n') {
                    out.append(source.charAt(at));
                }
                at++;
            }
            return;
        }
        int close = source.indexOf(quoted ? '\'' : '>', at + 3);
        if (close < 0) {
            out.append("(?<");
            at += 3;
            return;
        }
        String name = source.substring(at + 3, close);
        if (name.indexOf('-') >= 0) {
            throw new PatternSyntaxException("balancing groups are not part of the policy language", source, at);
        }
        out.append("(?<").append(alias(name)).append('>');
        at = close + 1;
    }

    /** Java allows only letters and digits in names. */
    private String alias(String name) {
        return aliases.computeIfAbsent(name, n -> "g" + aliases.size() + n.replaceAll("[^A-Za-z0-9]", ""));
    }
}
