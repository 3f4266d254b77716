package dev.securemcp.proxy.expression.syntax;

import dev.securemcp.proxy.expression.syntax.Stmt.Case;
import dev.securemcp.proxy.expression.syntax.Stmt.Label;
import java.util.ArrayList;
import java.util.List;

/** {@code switch (value) { case …: … break; }}, with type patterns and {@code when}. */
final class SwitchParser {

    private final StatementParser parser;

    SwitchParser(StatementParser parser) {
        this.parser = parser;
    }

    Stmt parse() {
        int at = parser.take().start();
        Expr value = parser.bracketed("switch");
        parser.expect("{", "before the cases");
        List<Case> cases = new ArrayList<>();
        while (!parser.takeIf("}")) {
            cases.add(section());
        }
        return new Stmt.Switch(at, value, cases);
    }

    private Case section() {
        int at = parser.peek().start();
        List<Label> labels = new ArrayList<>();
        while (labelAhead()) {
            labels.add(label());
        }
        if (labels.isEmpty()) {
            throw parser.unexpected("case, default or '}'");
        }
        List<Stmt> statements = new ArrayList<>();
        while (!labelAhead() && !parser.at("}")) {
            if (parser.peek().kind() == Token.Kind.END) {
                throw new SyntaxException(at, "a case begins here and the switch does not end; expected '}'");
            }
            statements.add(parser.statement());
        }
        return new Case(at, labels, statements);
    }

    private boolean labelAhead() {
        return parser.atWord("case")
                || (parser.atWord("default") && parser.peek(1).is(":"));
    }

    private Label label() {
        Token word = parser.take();
        int at = word.start();
        if (word.isWord("default")) {
            parser.expect(":", "behind default");
            return new Label(at, null, null, null, null);
        }
        int mark = parser.mark();
        TypeName type = parser.tryType(true);
        if (type != null && Cursor.isName(parser.peek()) && !parser.atWord("when")) {
            String name = parser.take().text();
            return new Label(at, null, type, name, guard());
        }
        parser.reset(mark);
        Expr constant = parser.expression();
        return new Label(at, constant, null, null, guard());
    }

    private Expr guard() {
        Expr when = parser.takeWord("when") ? parser.expression() : null;
        parser.expect(":", "behind the case");
        return when;
    }
}
