package dev.securemcp.proxy.expression.type;

import dev.securemcp.proxy.expression.type.Member.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the signatures of the library's tables, such as {@code IEnumerable<R> Select<R>(Func<T, R> selector)}. These are ours, so a
 * fault in one is a defect and thrown as such.
 */
final class Signature {

    private final String text;
    private final TypeTable table;
    private final List<String> owner;
    private final List<String> typeParameters = new ArrayList<>();
    private int at;

    Signature(String text, TypeTable table, List<String> ownerTypeParameters) {
        this.text = text;
        this.table = table;
        this.owner = ownerTypeParameters;
    }

    /** A result type, a name, perhaps type parameters, perhaps parameters in round or square brackets. */
    Member read(Member.Kind kind, boolean isStatic, boolean reified, Fn function, Fn setter) {
        collectTypeParameters();
        Type result = kind == Member.Kind.CONSTRUCTOR ? Type.VOID : type();
        String name = kind == Member.Kind.CONSTRUCTOR ? "new" : word();
        skipTypeParameters();
        List<Parameter> parameters = new ArrayList<>();
        if (peek() == '(' || peek() == '[') {
            char close = text.charAt(at++) == '(' ? ')' : ']';
            while (peek() != close) {
                parameters.add(parameter());
                take(',');
            }
        }
        String fullName = kind == Member.Kind.INDEXER ? "this[]" : name;
        return new Member(
                fullName,
                kind,
                isStatic,
                reified,
                List.copyOf(typeParameters),
                List.copyOf(parameters),
                result,
                function,
                setter);
    }

    /** The type parameters stand behind the name, but the result before it may use them. */
    private void collectTypeParameters() {
        int bracket = text.indexOf('(');
        if (bracket <= 0 || text.charAt(bracket - 1) != '>') {
            return;
        }
        int depth = 0;
        int open = bracket - 1;
        do {
            depth += text.charAt(open) == '>' ? 1 : text.charAt(open) == '<' ? -1 : 0;
            open--;
        } while (depth > 0);
        for (String name : text.substring(open + 2, bracket - 1).split(",", -1)) {
            typeParameters.add(name.strip());
        }
    }

    private void skipTypeParameters() {
        if (peek() == '<') {
            at = text.indexOf('>', at) + 1;
        }
    }

    private Parameter parameter() {
        boolean rest = takeWord("params");
        boolean out = takeWord("out");
        Type type = type();
        String name = word();
        boolean optional = take('=');
        Object fallback = null;
        if (optional) {
            String literal = word();
            fallback = switch (literal) {
                case "true" -> true;
                case "false" -> false;
                case "null" -> null;
                default -> Integer.valueOf(literal);
            };
        }
        return new Parameter(name, type, optional, fallback, rest, out);
    }

    Type type() {
        String name = word();
        List<Type> arguments = new ArrayList<>();
        if (take('<')) {
            do {
                arguments.add(type());
            } while (take(','));
            take('>');
        }
        Type type = resolve(name, arguments);
        while (true) {
            if (take('?')) {
                type = Type.nullable(type);
            } else if (text.startsWith("[]", at)) {
                at += 2;
                type = Type.array(type);
            } else {
                return type;
            }
        }
    }

    private Type resolve(String name, List<Type> arguments) {
        if (arguments.isEmpty() && (typeParameters.contains(name) || owner.contains(name))) {
            return new Type(Type.Kind.PARAMETER, name, List.of());
        }
        Type type = table.type(name, arguments);
        if (type == null) {
            throw new IllegalStateException("library: unknown type " + name + " in " + text);
        }
        return type;
    }

    private String word() {
        peek();
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (start == at) {
            throw new IllegalStateException("library: expected a name at " + at + " in " + text);
        }
        return text.substring(start, at);
    }

    private char peek() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private boolean take(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    private boolean takeWord(String word) {
        peek();
        if (text.startsWith(word + " ", at)) {
            at += word.length();
            return true;
        }
        return false;
    }
}
