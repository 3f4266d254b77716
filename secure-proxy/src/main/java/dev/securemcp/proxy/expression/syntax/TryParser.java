package dev.securemcp.proxy.expression.syntax;

import dev.securemcp.proxy.expression.syntax.Stmt.Block;
import dev.securemcp.proxy.expression.syntax.Stmt.Catch;
import java.util.ArrayList;
import java.util.List;

/** {@code try}, {@code catch} with its type and filter, {@code finally}. */
final class TryParser {

    private final StatementParser parser;

    TryParser(StatementParser parser) {
        this.parser = parser;
    }

    Stmt parse() {
        int at = parser.take().start();
        Block body = parser.block();
        List<Catch> catches = new ArrayList<>();
        while (parser.atWord("catch")) {
            catches.add(handler());
        }
        Block last = parser.takeWord("finally") ? parser.block() : null;
        if (catches.isEmpty() && last == null) {
            throw parser.unexpected("catch or finally behind the block of try");
        }
        return new Stmt.Try(at, body, catches, last);
    }

    private Catch handler() {
        int at = parser.take().start();
        TypeName type = null;
        String name = null;
        if (parser.takeIf("(")) {
            type = parser.expectType();
            if (!parser.at(")")) {
                name = parser.expectName("the name of the exception");
            }
            parser.expect(")", "to close the bracket");
        }
        Expr when = parser.takeWord("when") ? parser.bracketed("when") : null;
        return new Catch(at, type, name, when, parser.block());
    }
}
