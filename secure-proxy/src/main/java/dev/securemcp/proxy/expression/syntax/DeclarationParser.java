package dev.securemcp.proxy.expression.syntax;

import java.util.ArrayList;
import java.util.List;

/** Declarations of variables and local functions; what begins like one may turn out to be an expression. */
abstract class DeclarationParser extends ExpressionParser {

    DeclarationParser(List<Token> tokens, int depth) {
        super(tokens, depth);
    }

    /** {@code type name = value, name = value} or a local function; null and unmoved where it is neither. */
    Stmt tryDeclaration(boolean constant) {
        int mark = mark();
        int at = peek().start();
        boolean isVoid = atWord("void");
        TypeName type = isVoid ? new TypeName(take().start(), "void", List.of(), false, 0) : tryType(true);
        if (type == null || !isName(peek())) {
            reset(mark);
            return null;
        }
        Token following = peek(1);
        if (following.is("(") || following.is("<")) {
            return function(at, type);
        }
        if (!following.is("=") && !following.is(";") && !following.is(",")) {
            reset(mark);
            return null;
        }
        List<Stmt.Variable> variables = new ArrayList<>();
        do {
            int nameAt = peek().start();
            String name = expectName("the name of a variable");
            Expr value = null;
            if (takeIf("=")) {
                value = at("{") ? new Expr.NewArray(nameAt, element(type), null, bareElements()) : expression();
            }
            variables.add(new Stmt.Variable(nameAt, name, value));
        } while (takeIf(","));
        return new Stmt.Declare(at, type, variables, constant);
    }

    /** {@code int[] a = { 1, 2 }}. */
    private List<Expr> bareElements() {
        take();
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

    private static TypeName element(TypeName array) {
        return new TypeName(
                array.at(), array.name(), array.arguments(), array.nullable(), Math.max(0, array.ranks() - 1));
    }

    private Stmt function(int at, TypeName result) {
        String name = expectName("the name of a function");
        if (at("<")) {
            throw new SyntaxException(peek().start(), "generic local functions are not part of the policy language");
        }
        expect("(", "behind the function's name");
        List<Expr.Parameter> parameters = parameters(false);
        if (takeIf("=>")) {
            Expr value = expression();
            expect(";", "behind the function");
            return new Stmt.Function(at, result, name, parameters, null, value);
        }
        return new Stmt.Function(at, result, name, parameters, block(), null);
    }
}
