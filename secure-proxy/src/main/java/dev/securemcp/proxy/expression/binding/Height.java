package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.syntax.Expr;
import dev.securemcp.proxy.expression.syntax.Stmt;
import java.util.List;

/** How tall a piece of syntax is: how deep its evaluation goes on the thread's stack. Lambdas inside count as their own bodies do. */
final class Height {

    private Height() {}

    /** Whether the syntax is higher than a bound; long chains lean to the left, so those are walked down without recursion. */
    static boolean exceeds(Stmt.Block block, int most) {
        try {
            return of(block) > most;
        } catch (StackOverflowError e) { // a chain of tens of thousands of links
            return true;
        }
    }

    static int of(Expr e) {
        return switch (e) {
            case null -> 0;
            case Expr.Literal x -> 1;
            case Expr.Name x -> 1;
            case Expr.Receiver x -> 1;
            case Expr.Default x -> 1;
            case Expr.TypeOf x -> 1;
            case Expr.TypeTarget x -> 1;
            case Expr.OutDeclaration x -> 1;
            case Expr.Lambda x -> 1 + Math.max(of(x.body()), of(x.block()));
            case Expr.Interpolated x ->
                1 + max(x.pieces().stream().map(Expr.Piece::hole).toList());
            case Expr.Member x -> 1 + of(x.target());
            case Expr.Index x -> 1 + Math.max(of(x.target()), arguments(x.arguments()));
            case Expr.Call x -> 1 + Math.max(of(x.target()), arguments(x.arguments()));
            case Expr.ConditionalAccess x -> 1 + Math.max(of(x.target()), of(x.access()));
            case Expr.New x -> 2 + Math.max(arguments(x.arguments()), initializer(x.initializer()));
            case Expr.NewArray x -> 1 + Math.max(of(x.length()), max(x.elements()));
            case Expr.NewAnonymous x -> 1 + max(x.values());
            case Expr.Unary x -> 1 + of(x.operand());
            case Expr.Step x -> 2 + of(x.target());
            case Expr.Binary x -> 1 + Math.max(of(x.left()), of(x.right()));
            case Expr.Conditional x -> 1 + Math.max(of(x.condition()), Math.max(of(x.yes()), of(x.no())));
            case Expr.Assign x -> 2 + Math.max(of(x.target()), of(x.value()));
            case Expr.Cast x -> 1 + of(x.operand());
            case Expr.Is x -> 1 + Math.max(of(x.operand()), of(x.constant()));
            case Expr.As x -> 1 + of(x.operand());
            case Expr.Throw x -> 1 + of(x.exception());
        };
    }

    private static int max(List<Expr> all) {
        int most = 0;
        for (Expr e : all == null ? List.<Expr>of() : all) {
            most = Math.max(most, of(e));
        }
        return most;
    }

    private static int arguments(List<Expr.Argument> arguments) {
        return max(arguments.stream().map(Expr.Argument::value).toList());
    }

    private static int initializer(Expr.Initializer initializer) {
        int most = 0;
        if (initializer != null) {
            for (Expr.Entry entry : initializer.entries()) {
                most = Math.max(
                        most,
                        1 + Math.max(of(entry.key()), Math.max(max(entry.values()), initializer(entry.nested()))));
            }
        }
        return most;
    }

    static int of(Stmt s) {
        return switch (s) {
            case null -> 0;
            case Stmt.Block x -> 1 + maxOf(x.statements());
            case Stmt.Declare x ->
                1 + max(x.variables().stream().map(Stmt.Variable::value).toList());
            case Stmt.Function x -> 1;
            case Stmt.Evaluate x -> 1 + of(x.expression());
            case Stmt.If x -> 1 + Math.max(of(x.condition()), Math.max(of(x.yes()), of(x.no())));
            case Stmt.While x -> 1 + Math.max(of(x.condition()), of(x.body()));
            case Stmt.For x ->
                1 + Math.max(Math.max(maxOf(x.start()), of(x.condition())), Math.max(max(x.steps()), of(x.body())));
            case Stmt.ForEach x -> 1 + Math.max(of(x.source()), of(x.body()));
            case Stmt.Switch x -> 1 + Math.max(of(x.value()), cases(x.cases()));
            case Stmt.Break x -> 1;
            case Stmt.Continue x -> 1;
            case Stmt.Return x -> 1 + of(x.value());
            case Stmt.Throw x -> 1 + of(x.exception());
            case Stmt.Try x ->
                2
                        + Math.max(
                                of(x.body()),
                                Math.max(
                                        of(x.last()),
                                        maxOf(List.copyOf(x.catches().stream()
                                                .map(Stmt.Catch::body)
                                                .toList()))));
            case Stmt.Using x -> 1 + Math.max(of(x.resource()), of(x.body()));
            case Stmt.Empty x -> 1;
        };
    }

    private static int maxOf(List<? extends Stmt> all) {
        int most = 0;
        for (Stmt s : all) {
            most = Math.max(most, of(s));
        }
        return most;
    }

    private static int cases(List<Stmt.Case> cases) {
        int most = 0;
        for (Stmt.Case section : cases) {
            most = Math.max(most, 1 + maxOf(section.statements()));
        }
        return most;
    }
}
