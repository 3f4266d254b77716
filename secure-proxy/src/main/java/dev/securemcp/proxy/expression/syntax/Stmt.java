package dev.securemcp.proxy.expression.syntax;

import java.util.List;

/** A statement as written. */
public sealed interface Stmt {

    int at();

    record Block(int at, List<Stmt> statements) implements Stmt {}

    record Declare(int at, TypeName type, List<Variable> variables, boolean constant) implements Stmt {}

    /** Value null where there is none. */
    record Variable(int at, String name, Expr value) {}

    record Function(int at, TypeName result, String name, List<Expr.Parameter> parameters, Block body, Expr value)
            implements Stmt {}

    record Evaluate(int at, Expr expression) implements Stmt {}

    record If(int at, Expr condition, Stmt yes, Stmt no) implements Stmt {}

    record While(int at, Expr condition, Stmt body, boolean bodyFirst) implements Stmt {}

    /** Condition may be null. */
    record For(int at, List<Stmt> start, Expr condition, List<Expr> steps, Stmt body) implements Stmt {}

    record ForEach(int at, TypeName type, String name, Expr source, Stmt body) implements Stmt {}

    record Switch(int at, Expr value, List<Case> cases) implements Stmt {}

    record Case(int at, List<Label> labels, List<Stmt> statements) {}

    /** {@code default} where constant and type are null. */
    record Label(int at, Expr constant, TypeName type, String name, Expr when) {}

    record Break(int at) implements Stmt {}

    record Continue(int at) implements Stmt {}

    /** Value null for a bare {@code return}. */
    record Return(int at, Expr value) implements Stmt {}

    /** Exception null for a rethrow. */
    record Throw(int at, Expr exception) implements Stmt {}

    record Try(int at, Block body, List<Catch> catches, Block last) implements Stmt {}

    record Catch(int at, TypeName type, String name, Expr when, Block body) {}

    record Using(int at, Stmt resource, Stmt body) implements Stmt {}

    record Empty(int at) implements Stmt {}
}
