package dev.securemcp.proxy.expression.syntax;

import dev.securemcp.proxy.expression.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Names of types; what begins like one may turn out not to be, so most of this is tried and taken back. */
abstract class TypeParser extends Cursor {

    TypeParser(List<Token> tokens, int depth) {
        super(tokens, depth);
    }

    TypeName expectType() {
        TypeName type = tryType(true);
        if (type == null) {
            throw unexpected("a type");
        }
        return type;
    }

    /** A type, or null with the cursor anywhere: callers mark and reset. */
    TypeName tryType(boolean arrays) {
        Token first = peek();
        if (first.kind() != Kind.NAME || isReserved(first) || depth() >= MAX_DEPTH) {
            return null;
        }
        enter();
        try {
            StringBuilder name = new StringBuilder(take().text());
            if (at("::")) { // global::System
                take();
                name.setLength(0);
                name.append(take().text());
            }
            List<TypeName> arguments = typeArguments();
            boolean dotted = !PREDEFINED.contains(first.text()); // int.Parse is a member of a type
            while (dotted && arguments.isEmpty() && at(".") && peek(1).kind() == Kind.NAME) {
                take();
                name.append('.').append(take().text());
                arguments = typeArguments();
            }
            boolean nullable = at("?") && nullableFollows() && takeIf("?");
            int ranks = 0;
            while (arrays && at("[") && peek(1).is("]")) {
                take();
                take();
                ranks++;
            }
            return new TypeName(first.start(), name.toString(), arguments, nullable, ranks);
        } finally {
            leave();
        }
    }

    /** Whether a question mark makes the type before it nullable rather than asking. */
    private boolean nullableFollows() {
        Token next = peek(1);
        return next.is(")")
                || next.is(">")
                || next.is(",")
                || next.is(";")
                || (isName(next) && declarationFollows(peek(2)));
    }

    private static boolean declarationFollows(Token token) {
        return token.is("=") || token.is(";") || token.is(",") || token.is(")") || token.is("(") || token.isWord("in");
    }

    /** {@code <A, B>}, or empty with the cursor unmoved. */
    List<TypeName> typeArguments() {
        if (!at("<")) {
            return List.of();
        }
        int mark = mark();
        int depth = depth();
        take();
        List<TypeName> arguments = new ArrayList<>();
        do {
            TypeName argument = tryType(true);
            if (argument == null) {
                reset(mark);
                restoreDepth(depth);
                return List.of();
            }
            arguments.add(argument);
        } while (takeIf(","));
        if (!takeIf(">")) {
            reset(mark);
            return List.of();
        }
        return arguments;
    }

    /** Type arguments behind a name in an expression: only where what follows cannot be a comparison (C# 7, 7.6.4.1). */
    List<TypeName> typeArgumentsInExpression() {
        int mark = mark();
        List<TypeName> arguments = typeArguments();
        if (!arguments.isEmpty()) {
            Token next = peek();
            boolean closes = next.kind() == Kind.END
                    || (next.kind() == Kind.PUNCTUATION
                            && switch (next.text()) {
                                case "(",
                                        ")",
                                        "]",
                                        "}",
                                        ":",
                                        ";",
                                        ",",
                                        ".",
                                        "?",
                                        "?.",
                                        "?[",
                                        "==",
                                        "!=",
                                        "|",
                                        "^",
                                        "&&",
                                        "||",
                                        "&",
                                        "[",
                                        "{" -> true;
                                default -> false;
                            });
            if (!closes) {
                reset(mark);
                return List.of();
            }
        }
        return arguments;
    }

    /** At an opening bracket: the type of a cast, with the cursor behind its closing bracket; else null and unmoved. */
    TypeName tryCast() {
        int mark = mark();
        take();
        TypeName type = tryType(true);
        if (type == null || !takeIf(")")) {
            reset(mark);
            return null;
        }
        boolean surelyType =
                PREDEFINED.contains(type.name()) || !type.arguments().isEmpty() || type.ranks() > 0 || type.nullable();
        if (!castFollows(surelyType)) {
            reset(mark);
            return null;
        }
        return type;
    }

    private boolean castFollows(boolean surelyType) {
        Token next = peek();
        return switch (next.kind()) {
            case LITERAL, INTERPOLATED -> true;
            case NAME -> !next.isWord("as") && !next.isWord("is") && !next.isWord("in") && !next.isWord("when");
            case PUNCTUATION ->
                next.is("(")
                        || next.is("!")
                        || next.is("~")
                        || (surelyType && (next.is("-") || next.is("+") || next.is("++") || next.is("--")));
            case END -> false;
        };
    }
}
