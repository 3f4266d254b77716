package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.syntax.Expr;
import dev.securemcp.proxy.expression.syntax.Stmt;
import dev.securemcp.proxy.expression.tree.Functions;
import dev.securemcp.proxy.expression.tree.Node;
import dev.securemcp.proxy.expression.tree.Statement;
import dev.securemcp.proxy.expression.tree.Statements;
import dev.securemcp.proxy.expression.tree.TryStatement;
import dev.securemcp.proxy.expression.tree.Variable;
import dev.securemcp.proxy.expression.type.Defaults;
import dev.securemcp.proxy.expression.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Statements: variables and their scopes, local functions, choices, return. */
final class StatementBinder {

    private final Binder binder;
    private final Session session;
    private final LoopBinder loops;

    StatementBinder(Binder binder) {
        this.binder = binder;
        this.session = binder.session;
        this.loops = new LoopBinder(binder, this);
    }

    Statement block(Stmt.Block block) {
        return scoped(() -> new Statements.Block(sequence(block.statements())));
    }

    Statement scoped(java.util.function.Supplier<Statement> body) {
        Scope outer = binder.scope;
        binder.scope = outer.inner();
        Statement bound = body.get();
        binder.scope = outer;
        return bound;
    }

    /** Statements of one scope: local functions are known before the first of them runs. */
    List<Statement> sequence(List<Stmt> statements) {
        List<Statement> bound = new ArrayList<>();
        Map<Stmt.Function, Functions.Body[]> functions = new LinkedHashMap<>();
        for (Stmt statement : statements) {
            if (statement instanceof Stmt.Function function) {
                functions.put(function, declare(function, bound));
            }
        }
        for (Stmt statement : statements) {
            if (statement instanceof Stmt.Function function) {
                define(function, functions.get(function));
            } else {
                bound.add(statement(statement));
            }
        }
        return bound;
    }

    private Functions.Body[] declare(Stmt.Function function, List<Statement> into) {
        List<Type> types = new ArrayList<>();
        function.parameters().forEach(parameter -> types.add(binder.types.resolve(parameter.type())));
        types.add(function.result().name().equals("void") ? Type.VOID : binder.types.resolve(function.result()));
        Functions.Body[] holder = new Functions.Body[1];
        Variable variable = fresh(function.at(), function.name(), Type.function(types), null, true);
        into.add(new Statements.Evaluate(
                variable.assignment(function.at(), new Functions.Create(function.at(), holder))));
        return holder;
    }

    private void define(Stmt.Function function, Functions.Body[] holder) {
        Type type = binder.scope.find(function.name()).type();
        List<Type> parameters = type.arguments().subList(0, type.arguments().size() - 1);
        binder.lambdas.body(
                function.name(),
                function.parameters(),
                parameters,
                type.result(),
                function.value(),
                function.body(),
                holder);
    }

    /** A new variable; a fault where the name is taken. */
    Variable fresh(int at, String name, Type type, String path, boolean constant) {
        if (binder.scope.find(name) != null) {
            session.fault(at, "there is a variable '" + name + "' already", "choose another name");
        } else if (name.equals("context")) {
            session.fault(at, "'context' is the request's context", "choose another name");
        }
        return binder.scope.variable(at, binder.scope.declare(name, type, path, constant));
    }

    Statement statement(Stmt statement) {
        return switch (statement) {
            case Stmt.Block block -> block(block);
            case Stmt.Declare declare -> declare(declare);
            case Stmt.Function function -> new Statements.Block(sequence(List.of(function)));
            case Stmt.Evaluate evaluate -> evaluate(evaluate);
            case Stmt.If choice -> choice(choice);
            case Stmt.While loop -> loops.whileLoop(loop);
            case Stmt.For loop -> loops.forLoop(loop);
            case Stmt.ForEach loop -> loops.forEach(loop);
            case Stmt.Switch choice -> loops.switchStatement(choice);
            case Stmt.Break jump -> loops.jump(jump.at(), "break", Statements.Jump.BREAK);
            case Stmt.Continue jump -> loops.jump(jump.at(), "continue", Statements.Jump.CONTINUE);
            case Stmt.Return returned -> returned(returned);
            case Stmt.Throw thrown -> thrown(thrown);
            case Stmt.Try attempt -> attempt(attempt);
            case Stmt.Using using ->
                scoped(() -> new Statements.Block(List.of(statement(using.resource()), embedded(using.body()))));
            case Stmt.Empty empty -> Statements.Jump.NOTHING;
        };
    }

    /** A statement that is the body of another: what it declares ends with it. */
    Statement embedded(Stmt statement) {
        return scoped(() -> statement(statement));
    }

    private Statement evaluate(Stmt.Evaluate evaluate) {
        boolean effect =
                switch (evaluate.expression()) {
                    case Expr.Call c -> true;
                    case Expr.Assign a -> true;
                    case Expr.Step s -> true;
                    case Expr.New n -> true;
                    case Expr.ConditionalAccess c -> true;
                    default -> false;
                };
        if (!effect) {
            session.fault(evaluate.at(), "a value alone is no statement", "write return, or assign it");
        }
        return new Statements.Evaluate(binder.bind(evaluate.expression()).node());
    }

    private Statement declare(Stmt.Declare declare) {
        List<Statement> assignments = new ArrayList<>();
        Type declared = declare.type().isVar() ? null : binder.types.resolve(declare.type());
        for (Stmt.Variable variable : declare.variables()) {
            assignments.add(declare(declare, variable, declared));
        }
        return assignments.size() == 1 ? assignments.getFirst() : new Statements.Block(assignments);
    }

    private Statement declare(Stmt.Declare declare, Stmt.Variable variable, Type declared) {
        if (variable.value() == null) {
            if (declared == null || declare.constant()) {
                session.fault(
                        variable.at(), "the variable '" + variable.name() + "' needs a value", "write = and the value");
            }
            Type type = declared == null ? Type.DYNAMIC : declared;
            Node value = Bound.constant(variable.at(), Defaults.of(session.table, type), type)
                    .node();
            return new Statements.Evaluate(
                    fresh(variable.at(), variable.name(), type, null, false).assignment(variable.at(), value));
        }
        if (declared != null && !declared.isDynamic()) {
            Node value = binder.bindTo(variable.value(), declared);
            return new Statements.Evaluate(fresh(variable.at(), variable.name(), declared, null, declare.constant())
                    .assignment(variable.at(), value));
        }
        Bound value = binder.bindFollowed(variable.value(), null);
        Type type = declared != null ? Type.DYNAMIC : value.type();
        if (declared == null && (type.kind() == Type.Kind.NULL || type.kind() == Type.Kind.VOID)) {
            session.fault(
                    variable.at(),
                    "the type of '" + variable.name() + "' is not known from " + Binder.describe(type),
                    "name its type instead of var");
            type = Type.DYNAMIC;
        }
        return new Statements.Evaluate(fresh(variable.at(), variable.name(), type, value.path(), declare.constant())
                .assignment(variable.at(), value.node()));
    }

    private Statement choice(Stmt.If choice) {
        Node condition = binder.condition(choice.condition());
        Statement yes = embedded(choice.yes());
        Statement no = choice.no() == null ? null : embedded(choice.no());
        return new Statements.If(condition, yes, no);
    }

    private Statement returned(Stmt.Return returned) {
        Scope.Function function = binder.scope.function;
        Type declared = function.declared;
        if (returned.value() == null) {
            if (declared != null && declared.kind() != Type.Kind.VOID) {
                session.fault(returned.at(), "return needs a value of " + declared, "");
            }
            function.returned.add(Type.VOID);
            return new Statements.Return(
                    Bound.constant(returned.at(), null, Type.NULL).node());
        }
        if (declared != null) {
            if (declared.kind() == Type.Kind.VOID) {
                session.fault(returned.at(), "the function gives nothing, so return takes no value", "");
                return new Statements.Return(binder.bind(returned.value()).node());
            }
            return new Statements.Return(binder.bindTo(returned.value(), declared));
        }
        Bound value = binder.bind(returned.value());
        function.returned.add(value.type());
        return new Statements.Return(value.node());
    }

    /** The type of what a function without a declared one returns. */
    Type returned(Scope.Function function) {
        if (function.returned.isEmpty()) {
            return Type.VOID;
        }
        List<Bound> values = function.returned.stream()
                .map(type -> new Bound(Bound.constant(0, null, Type.NULL).node(), type))
                .toList();
        if (function.returned.stream().allMatch(type -> type.kind() == Type.Kind.VOID)) {
            return Type.VOID;
        }
        if (function.returned.stream().distinct().count() > 1) {
            boolean numbers = function.returned.stream()
                    .anyMatch(type -> Operators.promoted(type.underlying(), Type.INT) != null);
            return numbers
                    ? Type.DYNAMIC
                    : binder.commonOf(values); // mixed numbers stay what they are: nothing converts them
        }
        return function.returned.getFirst();
    }

    private Statement thrown(Stmt.Throw thrown) {
        if (thrown.exception() == null) {
            Scope.Local caught = binder.scope.find("(caught)");
            if (caught == null) {
                session.fault(thrown.at(), "throw alone stands only inside catch", "");
                return Statements.Jump.NOTHING;
            }
            return new Statements.Evaluate(
                    new TryStatement.Throw(thrown.at(), binder.scope.variable(thrown.at(), caught)));
        }
        Node exception = binder.bindTo(thrown.exception(), Type.reference("Exception"));
        return new Statements.Evaluate(new TryStatement.Throw(thrown.at(), exception));
    }

    private Statement attempt(Stmt.Try attempt) {
        Statement body = block(attempt.body());
        List<TryStatement.Handler> handlers = new ArrayList<>();
        for (Stmt.Catch written : attempt.catches()) {
            handlers.add(handler(written));
        }
        return new TryStatement(body, handlers, attempt.last() == null ? null : block(attempt.last()));
    }

    private TryStatement.Handler handler(Stmt.Catch written) {
        Scope outer = binder.scope;
        binder.scope = outer.inner();
        Type type = written.type() == null ? null : binder.types.resolve(written.type());
        Type known = type == null || type.isDynamic() ? Type.reference("Exception") : type;
        Scope.Local caught = binder.scope.declare("(caught)", known, null, true);
        Variable variable = binder.scope.variable(written.at(), caught);
        List<Statement> start = new ArrayList<>();
        if (written.name() != null) {
            Variable named = fresh(written.at(), written.name(), known, null, false);
            start.add(new Statements.Evaluate(named.assignment(written.at(), variable)));
        }
        // the filter sees the name too, so the copy is made before it: as the first thing the filter evaluates
        Node filter = written.when() == null ? null : binder.condition(written.when());
        if (filter != null && written.name() != null) {
            Variable named = binder.scope.variable(written.at(), binder.scope.find(written.name()));
            filter = new dev.securemcp.proxy.expression.tree.Making.Sequence(
                    written.at(), List.of(named.assignment(written.at(), variable)), filter);
        }
        start.add(block(written.body()));
        binder.scope = outer;
        return new TryStatement.Handler(
                type == null ? null : type.name(), variable, filter, new Statements.Block(start));
    }
}
