package dev.securemcp.proxy.expression.syntax;

import dev.securemcp.proxy.expression.syntax.Expr.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operators by precedence, from assignment down to unary; {@link PrimaryParser} has the rest. */
abstract class ExpressionParser extends PrimaryParser {

    /** Binding strength of binary operators; the higher binds tighter. */
    private static final Map<String, Integer> STRENGTH = Map.ofEntries(
            Map.entry("||", 2),
            Map.entry("&&", 3),
            Map.entry("|", 4),
            Map.entry("^", 5),
            Map.entry("&", 6),
            Map.entry("==", 7),
            Map.entry("!=", 7),
            Map.entry("<", 8),
            Map.entry(">", 8),
            Map.entry("<=", 8),
            Map.entry(">=", 8),
            Map.entry("<<", 9),
            Map.entry(">>", 9),
            Map.entry("+", 10),
            Map.entry("-", 10),
            Map.entry("*", 11),
            Map.entry("/", 11),
            Map.entry("%", 11));

    private static final int RELATIONAL = 8;

    ExpressionParser(List<Token> tokens, int depth) {
        super(tokens, depth);
    }

    @Override
    Expr expression() {
        enter();
        Expr parsed = lambdaAhead() ? lambda() : assignment();
        leave();
        return parsed;
    }

    private Expr assignment() {
        if (atWord("throw")) {
            int at = take().start();
            return new Expr.Throw(at, expression());
        }
        Expr target = conditional();
        Token token = peek();
        String operator = assignmentOperator(token);
        if (operator == null) {
            return target;
        }
        take();
        if (token.is(">")) {
            take();
        }
        return new Expr.Assign(token.start(), operator, target, expression());
    }

    private String assignmentOperator(Token token) {
        if (token.kind() != Token.Kind.PUNCTUATION) {
            return null;
        }
        return switch (token.text()) {
            case "=" -> "";
            case "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=" -> token.text().substring(0, 1);
            case "<<=", "??=" -> token.text().substring(0, 2);
            case ">" -> peek(1).is(">=") && peek(1).start() == token.end() ? ">>" : null;
            default -> null;
        };
    }

    private Expr conditional() {
        Expr condition = coalesce();
        if (!at("?")) {
            return condition;
        }
        int at = take().start();
        Expr yes = expression();
        expect(":", "between the two values of ?:");
        return new Expr.Conditional(at, condition, yes, expression());
    }

    private Expr coalesce() {
        Expr left = binary(2);
        if (!at("??")) {
            return left;
        }
        int at = take().start();
        enter();
        Expr right = atWord("throw") ? assignment() : coalesce();
        leave();
        return new Expr.Binary(at, "??", left, right);
    }

    private Expr binary(int least) {
        enter();
        Expr left = unary();
        while (true) {
            Token token = peek();
            if (least <= RELATIONAL && (token.isWord("is") || token.isWord("as"))) {
                left = typeTest(left);
                continue;
            }
            String operator = binaryOperator(token);
            Integer strength = operator == null ? null : STRENGTH.get(operator);
            if (strength == null || strength < least) {
                leave();
                return left;
            }
            take();
            if (operator.equals(">>")) {
                take();
            }
            left = new Expr.Binary(token.start(), operator, left, binary(strength + 1));
        }
    }

    private String binaryOperator(Token token) {
        if (token.kind() != Token.Kind.PUNCTUATION) {
            return null;
        }
        if (token.is(">") && peek(1).start() == token.end()) {
            if (peek(1).is(">=")) {
                return null; // >>=
            }
            if (peek(1).is(">")) {
                return ">>";
            }
        }
        return token.text();
    }

    private Expr typeTest(Expr operand) {
        Token word = take();
        if (word.isWord("as")) {
            return new Expr.As(word.start(), operand, expectType());
        }
        if (takeWord("not")) {
            return new Expr.Unary(word.start(), "!", isPattern(word, operand));
        }
        return isPattern(word, operand);
    }

    private Expr isPattern(Token word, Expr operand) {
        int mark = mark();
        TypeName type = tryType(true);
        if (type == null || at("(")) {
            reset(mark);
            return new Expr.Is(word.start(), operand, null, null, binary(RELATIONAL + 1));
        }
        String name = isName(peek()) && !atWord("when") && !atWord("and") && !atWord("or") ? take().text() : null;
        return new Expr.Is(word.start(), operand, type, name, null);
    }

    @Override
    Expr unary() {
        Token token = peek();
        enter();
        try {
            if (token.kind() == Token.Kind.PUNCTUATION) {
                switch (token.text()) {
                    case "!", "~", "-", "+" -> {
                        take();
                        return new Expr.Unary(token.start(), token.text(), unary());
                    }
                    case "++", "--" -> {
                        take();
                        return new Expr.Step(token.start(), token.is("++"), true, unary());
                    }
                    case "(" -> {
                        TypeName type = tryCast();
                        if (type != null) {
                            return new Expr.Cast(token.start(), type, unary());
                        }
                    }
                    default -> {}
                }
            }
            if (token.isWord("await")) {
                throw new SyntaxException(token.start(), "await is not part of the policy language");
            }
            return postfix(primary());
        } finally {
            leave();
        }
    }

    /** Behind an opening bracket, up to and with the closing one. */
    @Override
    List<Argument> arguments(String close) {
        List<Argument> arguments = new ArrayList<>();
        if (takeIf(close)) {
            return arguments;
        }
        do {
            arguments.add(argument());
        } while (takeIf(","));
        expect(close, "or ',' behind an argument");
        return arguments;
    }

    private Argument argument() {
        String name = null;
        if (isName(peek()) && peek(1).is(":") && !peek(1).is("::")) {
            name = take().text();
            take();
        }
        if (atWord("ref")) {
            throw new SyntaxException(peek().start(), "ref arguments are not part of the policy language");
        }
        boolean out = takeWord("out");
        if (!out) {
            return new Argument(name, false, expression());
        }
        int mark = mark();
        TypeName type = tryType(true);
        if (type != null && isName(peek())) {
            return new Argument(name, true, new Expr.OutDeclaration(type.at(), type, take().text()));
        }
        reset(mark);
        return new Argument(name, true, expression());
    }
}
