package dev.securemcp.proxy.expression.syntax;

import dev.securemcp.proxy.expression.syntax.Expr.Argument;
import dev.securemcp.proxy.expression.syntax.Expr.Piece;
import dev.securemcp.proxy.expression.syntax.Token.Part;
import java.util.ArrayList;
import java.util.List;

/** Literals, names, brackets, lambdas, and what follows them: members, calls, indexes. */
abstract class PrimaryParser extends CreationParser {

    PrimaryParser(List<Token> tokens, int depth) {
        super(tokens, depth);
    }

    abstract Expr unary();

    abstract Stmt.Block block();

    /** A parser of the tokens in a hole of an interpolated string. */
    abstract PrimaryParser nested(List<Token> tokens);

    Expr primary() {
        Token token = peek();
        return switch (token.kind()) {
            case LITERAL -> new Expr.Literal(take().start(), token.value());
            case INTERPOLATED -> interpolated(take());
            case NAME -> word(token);
            case PUNCTUATION -> {
                if (!token.is("(")) {
                    throw unexpected("a value");
                }
                take();
                Expr inner = expression();
                if (at(",")) {
                    throw new SyntaxException(
                            peek().start(), "tuples are not part of the policy language; write new { … }");
                }
                expect(")", "to close the bracket");
                yield inner;
            }
            case END -> throw unexpected("a value");
        };
    }

    private Expr word(Token token) {
        int at = token.start();
        return switch (token.text()) {
            case "true" -> literal(true);
            case "false" -> literal(false);
            case "null" -> literal(null);
            case "new" -> creation();
            case "default" -> {
                take();
                if (!takeIf("(")) {
                    yield new Expr.Default(at, null);
                }
                TypeName type = expectType();
                expect(")", "behind the type");
                yield new Expr.Default(at, type);
            }
            case "typeof" -> {
                take();
                expect("(", "behind typeof");
                TypeName type = expectType();
                expect(")", "behind the type");
                yield new Expr.TypeOf(at, type);
            }
            case "checked", "unchecked" -> {
                take();
                expect("(", "behind " + token.text());
                Expr inner = expression();
                expect(")", "to close the bracket");
                yield inner;
            }
            case "nameof" -> peek(1).is("(") ? nameOf() : name();
            default -> {
                if (PREDEFINED.contains(token.text())) {
                    yield new Expr.TypeTarget(at, expectType());
                }
                if (isReserved(token)) {
                    throw unexpected("a value");
                }
                yield name();
            }
        };
    }

    private Expr literal(Object value) {
        return new Expr.Literal(take().start(), value);
    }

    private Expr name() {
        Token token = take();
        return new Expr.Name(token.start(), token.text(), typeArgumentsInExpression());
    }

    private Expr nameOf() {
        int at = take().start();
        take();
        String last = expectName("a name");
        while (takeIf(".")) {
            last = expectName("a name");
        }
        expect(")", "behind the name");
        return new Expr.Literal(at, last);
    }

    /** Members, calls, indexes and steps behind a value. */
    Expr postfix(Expr start) {
        Expr value = start;
        while (true) {
            Token token = peek();
            if (token.kind() != Token.Kind.PUNCTUATION) {
                return value;
            }
            switch (token.text()) {
                case ".", "(", "[" -> value = access(value);
                case "++", "--" -> {
                    take();
                    value = new Expr.Step(token.start(), token.is("++"), false, value);
                }
                case "!" -> { // null-forgiving: says nothing at run time
                    if (!peek(1).is(".") && !peek(1).is("[") && !peek(1).is(")")) {
                        return value;
                    }
                    take();
                }
                case "?.", "?[" -> {
                    Expr access = new Expr.Receiver(token.start());
                    if (token.is("?.")) {
                        take();
                        access = member(access, token.start());
                    } else {
                        take();
                        access = new Expr.Index(token.start(), access, arguments("]"));
                    }
                    enter();
                    Expr rest = chain(access);
                    leave();
                    value = new Expr.ConditionalAccess(token.start(), value, rest);
                }
                default -> {
                    return value;
                }
            }
        }
    }

    /** What still belongs to a {@code ?.}: the chain is left as a whole when the value is null. */
    private Expr chain(Expr start) {
        Expr value = start;
        while (at(".") || at("(") || at("[")) {
            value = access(value);
        }
        if (at("?.") || at("?[")) {
            return postfix(value);
        }
        return value;
    }

    private Expr access(Expr value) {
        Token token = take();
        return switch (token.text()) {
            case "." -> member(value, token.start());
            case "(" -> new Expr.Call(token.start(), value, arguments(")"));
            default -> {
                List<Argument> arguments = arguments("]");
                if (arguments.isEmpty()) {
                    throw new SyntaxException(token.start(), "expected an index between the brackets");
                }
                yield new Expr.Index(token.start(), value, arguments);
            }
        };
    }

    private Expr member(Expr target, int dot) {
        if (peek().kind() != Token.Kind.NAME) {
            throw unexpected("the name of a member behind '.'");
        }
        Token name = take();
        return new Expr.Member(name.start() < 0 ? dot : name.start(), target, name.text(), typeArgumentsInExpression());
    }

    private Expr interpolated(Token token) {
        List<Piece> pieces = new ArrayList<>();
        for (Part part : token.parts()) {
            if (part.tokens() == null) {
                pieces.add(new Piece(part.text(), null, null, null));
                continue;
            }
            PrimaryParser parser = nested(part.tokens());
            Expr hole = parser.expression();
            Expr alignment = parser.takeIf(",") ? parser.expression() : null;
            if (parser.peek().kind() != Token.Kind.END) {
                throw parser.unexpected("the end of the hole; put ?: into brackets");
            }
            pieces.add(new Piece(null, hole, alignment, part.format()));
        }
        return new Expr.Interpolated(token.start(), pieces);
    }

    boolean lambdaAhead() {
        if (isName(peek()) && peek(1).is("=>")) {
            return true;
        }
        if (!at("(")) {
            return false;
        }
        int distance = 1;
        while (true) { // only names, types and commas can stand before the arrow
            Token token = peek(distance);
            if (token.is(")")) {
                return peek(distance + 1).is("=>");
            }
            boolean possible = (token.kind() == Token.Kind.NAME && !isReserved(token))
                    || token.is(",")
                    || token.is("<")
                    || token.is(">")
                    || token.is("[")
                    || token.is("]")
                    || token.is(".")
                    || token.is("?");
            if (!possible) {
                return false;
            }
            distance++;
        }
    }

    Expr lambda() {
        int at = peek().start();
        List<Expr.Parameter> parameters = new ArrayList<>();
        if (isName(peek())) {
            parameters.add(new Expr.Parameter(at, null, take().text()));
        } else {
            take();
            parameters.addAll(parameters(true));
        }
        expect("=>", "behind the parameters");
        if (at("{")) {
            return new Expr.Lambda(at, parameters, null, block());
        }
        return new Expr.Lambda(at, parameters, expression(), null);
    }

    /** Behind the opening bracket, up to and with the closing one. */
    List<Expr.Parameter> parameters(boolean mayOmitTypes) {
        List<Expr.Parameter> parameters = new ArrayList<>();
        if (takeIf(")")) {
            return parameters;
        }
        do {
            int at = peek().start();
            if (mayOmitTypes && isName(peek()) && (peek(1).is(",") || peek(1).is(")"))) {
                parameters.add(new Expr.Parameter(at, null, take().text()));
            } else {
                TypeName type = expectType();
                parameters.add(new Expr.Parameter(at, type, expectName("the name of a parameter")));
            }
        } while (takeIf(","));
        expect(")", "behind the parameters");
        return parameters;
    }
}
