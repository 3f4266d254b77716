package dev.securemcp.proxy.expression.syntax;

import dev.securemcp.proxy.expression.syntax.Expr.Argument;
import dev.securemcp.proxy.expression.syntax.Expr.Entry;
import dev.securemcp.proxy.expression.syntax.Expr.Initializer;
import java.util.ArrayList;
import java.util.List;

/** {@code new}: objects, arrays, anonymous objects, and their initializers. */
abstract class CreationParser extends TypeParser {

    CreationParser(List<Token> tokens, int depth) {
        super(tokens, depth);
    }

    abstract Expr expression();

    abstract List<Argument> arguments(String close);

    Expr creation() {
        int at = take().start();
        if (at("{")) {
            return anonymous(at);
        }
        if (at("[") && peek(1).is("]")) {
            take();
            take();
            return new Expr.NewArray(at, null, null, elements());
        }
        TypeName type = tryType(false);
        if (type == null) {
            throw unexpected("a type, '{' or '[]' behind new");
        }
        if (at("[")) {
            return array(at, type);
        }
        List<Argument> arguments = takeIf("(") ? arguments(")") : null;
        if (arguments == null && !at("{")) {
            throw unexpected("'(' or '{' behind the type");
        }
        Initializer initializer = at("{") ? initializer() : null;
        return new Expr.New(at, type, arguments == null ? List.of() : arguments, initializer);
    }

    private Expr array(int at, TypeName element) {
        take();
        Expr length = at("]") ? null : expression();
        if (at(",")) {
            throw new SyntaxException(
                    peek().start(), "arrays of several dimensions are not part of the policy language");
        }
        expect("]", "behind the length");
        int ranks = 0;
        while (at("[") && peek(1).is("]")) {
            take();
            take();
            ranks++;
        }
        TypeName inner = new TypeName(element.at(), element.name(), element.arguments(), element.nullable(), ranks);
        if (at("{")) {
            return new Expr.NewArray(at, inner, length, elements());
        }
        if (length == null) {
            throw unexpected("the array's length between the brackets, or its elements in braces");
        }
        return new Expr.NewArray(at, inner, length, null);
    }

    private List<Expr> elements() {
        expect("{", "before the array's elements");
        List<Expr> elements = new ArrayList<>();
        while (!at("}")) {
            elements.add(expression());
            if (!takeIf(",")) {
                break;
            }
        }
        expect("}", "or ',' behind an element");
        return elements;
    }

    private Expr anonymous(int at) {
        expect("{", "behind new");
        List<String> names = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!at("}")) {
            if (isName(peek()) && peek(1).is("=")) {
                names.add(take().text());
                take();
                values.add(expression());
            } else {
                int start = peek().start();
                Expr value = expression();
                names.add(impliedName(value, start));
                values.add(value);
            }
            if (!takeIf(",")) {
                break;
            }
        }
        expect("}", "or ',' behind a member");
        return new Expr.NewAnonymous(at, names, values);
    }

    private static String impliedName(Expr value, int at) {
        return switch (value) {
            case Expr.Name name -> name.name();
            case Expr.Member member -> member.name();
            case Expr.ConditionalAccess access -> impliedName(access.access(), at);
            default -> throw new SyntaxException(at, "this member of the anonymous object needs a name: name = value");
        };
    }

    private Initializer initializer() {
        enter();
        int at = expect("{", "before the initializer").start();
        List<Entry> entries = new ArrayList<>();
        while (!at("}")) {
            entries.add(entry());
            if (!takeIf(",")) {
                break;
            }
        }
        expect("}", "or ',' in the initializer");
        leave();
        return new Initializer(at, entries);
    }

    private Entry entry() {
        int at = peek().start();
        if (at("{")) {
            return new Entry(at, null, null, elements(), null);
        }
        if (at("[")) {
            take();
            Expr key = expression();
            expect("]", "behind the key");
            expect("=", "behind the key");
            return value(at, null, key);
        }
        if (isName(peek()) && peek(1).is("=")) {
            String name = take().text();
            take();
            return value(at, name, null);
        }
        return new Entry(at, null, null, List.of(expression()), null);
    }

    private Entry value(int at, String name, Expr key) {
        if (at("{")) {
            return new Entry(at, name, key, List.of(), initializer());
        }
        return new Entry(at, name, key, List.of(expression()), null);
    }
}
