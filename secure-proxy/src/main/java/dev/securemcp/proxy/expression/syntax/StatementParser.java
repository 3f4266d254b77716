package dev.securemcp.proxy.expression.syntax;

import dev.securemcp.proxy.expression.syntax.Stmt.Block;
import java.util.ArrayList;
import java.util.List;

/** Statements, by the word they begin with; {@link DeclarationParser} has those that begin with a type. */
abstract class StatementParser extends DeclarationParser {

    StatementParser(List<Token> tokens, int depth) {
        super(tokens, depth);
    }

    @Override
    Block block() {
        enter();
        int at = expect("{", "before the statements").start();
        List<Stmt> statements = new ArrayList<>();
        while (!at("}")) {
            if (peek().kind() == Token.Kind.END) {
                throw new SyntaxException(at, "a block begins here and does not end; expected '}'");
            }
            statements.add(statement());
        }
        take();
        leave();
        return new Block(at, statements);
    }

    final Stmt statement() {
        enter();
        Stmt parsed = parseStatement();
        leave();
        return parsed;
    }

    private Stmt parseStatement() {
        Token token = peek();
        int at = token.start();
        if (token.is("{")) {
            return block();
        }
        if (takeIf(";")) {
            return new Stmt.Empty(at);
        }
        if (token.kind() == Token.Kind.NAME) {
            Stmt keyword = keyword(token, at);
            if (keyword != null) {
                return keyword;
            }
        }
        Stmt declaration = tryDeclaration(false);
        if (declaration != null) {
            if (!(declaration instanceof Stmt.Function)) {
                expect(";", "behind the declaration");
            }
            return declaration;
        }
        Expr value = expression();
        expect(";", "behind the statement");
        return new Stmt.Evaluate(at, value);
    }

    private Stmt keyword(Token token, int at) {
        switch (token.text()) {
            case "if" -> {
                return ifElse();
            }
            case "while" -> {
                take();
                Expr condition = bracketed("while");
                return new Stmt.While(at, condition, statement(), false);
            }
            case "do" -> {
                take();
                Stmt body = statement();
                if (!takeWord("while")) {
                    throw unexpected("while behind the body of do");
                }
                Expr condition = bracketed("while");
                expect(";", "behind the condition");
                return new Stmt.While(at, condition, body, true);
            }
            case "for" -> {
                return forLoop();
            }
            case "foreach" -> {
                take();
                expect("(", "behind foreach");
                TypeName type = expectType();
                String name = expectName("the name of a variable");
                if (!takeWord("in")) {
                    throw unexpected("in");
                }
                Expr source = expression();
                expect(")", "to close the bracket");
                return new Stmt.ForEach(at, type, name, source, statement());
            }
            case "switch" -> {
                return new SwitchParser(this).parse();
            }
            case "break" -> {
                return ended(new Stmt.Break(at));
            }
            case "continue" -> {
                return ended(new Stmt.Continue(at));
            }
            case "return" -> {
                take();
                Expr value = at(";") ? null : expression();
                expect(";", "behind the returned value");
                return new Stmt.Return(at, value);
            }
            case "throw" -> {
                take();
                Expr value = at(";") ? null : expression();
                expect(";", "behind the thrown value");
                return new Stmt.Throw(at, value);
            }
            case "try" -> {
                return new TryParser(this).parse();
            }
            case "using" -> {
                take();
                expect("(", "behind using");
                Stmt declaration = tryDeclaration(false);
                Stmt resource = declaration != null ? declaration : new Stmt.Evaluate(peek().start(), expression());
                expect(")", "to close the bracket");
                return new Stmt.Using(at, resource, statement());
            }
            case "checked", "unchecked" -> {
                if (peek(1).is("{")) {
                    take();
                    return block();
                }
                return null;
            }
            case "const" -> {
                take();
                Stmt declaration = tryDeclaration(true);
                if (declaration == null) {
                    throw unexpected("a type and a name behind const");
                }
                expect(";", "behind the declaration");
                return declaration;
            }
            case "goto",
                    "lock",
                    "unsafe",
                    "fixed",
                    "yield",
                    "class",
                    "struct",
                    "enum",
                    "interface",
                    "delegate",
                    "public",
                    "private",
                    "internal" -> {
                if (token.text().equals("yield") && !peek(1).isWord("return") && !peek(1).isWord("break")) {
                    return null;
                }
                throw new SyntaxException(at, token.text() + " is not part of the policy language");
            }
            case "static" -> { // static local functions capture nothing; here that makes no difference
                take();
                return statement();
            }
            default -> {
                return null;
            }
        }
    }

    private Stmt ended(Stmt statement) {
        take();
        expect(";", "behind the statement");
        return statement;
    }

    /** A chain of else-if is one loop here, not a recursion: its length is no depth. */
    private Stmt ifElse() {
        record Branch(int at, Expr condition, Stmt body) {}
        List<Branch> branches = new ArrayList<>();
        Stmt last = null;
        while (true) {
            int at = take().start();
            Expr condition = bracketed("if");
            branches.add(new Branch(at, condition, statement()));
            if (!takeWord("else")) {
                break;
            }
            if (!atWord("if")) {
                last = statement();
                break;
            }
            if (branches.size() >= MAX_DEPTH) {
                throw new SyntaxException(
                        peek().start(), "more than " + MAX_DEPTH + " branches of else if; use switch or a dictionary");
            }
        }
        for (int i = branches.size() - 1; i >= 0; i--) {
            Branch branch = branches.get(i);
            last = new Stmt.If(branch.at(), branch.condition(), branch.body(), last);
        }
        return last;
    }

    Expr bracketed(String word) {
        expect("(", "behind " + word);
        Expr value = expression();
        expect(")", "to close the bracket");
        return value;
    }

    private Stmt forLoop() {
        int at = take().start();
        expect("(", "behind for");
        List<Stmt> start = new ArrayList<>();
        if (!at(";")) {
            Stmt declaration = tryDeclaration(false);
            if (declaration != null) {
                start.add(declaration);
            } else {
                do {
                    start.add(new Stmt.Evaluate(peek().start(), expression()));
                } while (takeIf(","));
            }
        }
        expect(";", "behind the start of for");
        Expr condition = at(";") ? null : expression();
        expect(";", "behind the condition of for");
        List<Expr> steps = new ArrayList<>();
        if (!at(")")) {
            do {
                steps.add(expression());
            } while (takeIf(","));
        }
        expect(")", "to close the bracket");
        return new Stmt.For(at, start, condition, steps, statement());
    }

    Stmt statementInside() {
        return statement();
    }
}
