package dev.securemcp.proxy.expression.syntax;

import dev.securemcp.proxy.expression.syntax.Stmt.Block;
import java.util.ArrayList;
import java.util.List;

/** The way in: from a text to statements. */
public final class Parser extends StatementParser {

    /** An expression has at most this many characters (API Management takes 16,384). */
    public static final int MAX_LENGTH = 65_536;

    private Parser(List<Token> tokens, int depth) {
        super(tokens, depth);
    }

    /**
     * Parses {@code @(…)} or {@code @{…}}; the former becomes a block with one {@code return}.
     *
     * @throws SyntaxException at the first place that is not in the language
     */
    public static Block parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new SyntaxException(
                    0, "the expression has " + text.length() + " characters, at most " + MAX_LENGTH + " are allowed");
        }
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) <= ' ') {
            end--;
        }
        boolean statements = text.startsWith("@{");
        if (!statements && !text.startsWith("@(")) {
            throw new SyntaxException(0, "an expression begins with @( or @{");
        }
        char close = statements ? '}' : ')';
        if (end < 3 || text.charAt(end - 1) != close) {
            throw new SyntaxException(Math.max(0, end - 1), "the expression does not end with '" + close + "'");
        }
        Parser parser = new Parser(Lexer.tokens(text, 2, end - 1), 0);
        if (statements) {
            List<Stmt> body = parser.statementsUntilEnd();
            return new Block(1, body);
        }
        Expr value = parser.expression();
        if (parser.peek().kind() != Token.Kind.END) {
            throw parser.unexpected("an operator or the end of the expression");
        }
        return new Block(1, List.of(new Stmt.Return(value.at(), value)));
    }

    private List<Stmt> statementsUntilEnd() {
        List<Stmt> statements = new ArrayList<>();
        while (peek().kind() != Token.Kind.END) {
            statements.add(statement());
        }
        return statements;
    }

    @Override
    PrimaryParser nested(List<Token> tokens) {
        return new Parser(tokens, depth());
    }
}
