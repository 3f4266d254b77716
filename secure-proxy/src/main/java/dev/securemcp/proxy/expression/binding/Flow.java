package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.syntax.Expr;
import dev.securemcp.proxy.expression.syntax.Stmt;
import java.util.List;

/** Whether statements always end with {@code return} or {@code throw} (C# 7, 8.1: end points). */
final class Flow {

    private Flow() {}

    static boolean ends(Stmt statement) {
        return switch (statement) {
            case null -> false;
            case Stmt.Block block -> block.statements().stream().anyMatch(Flow::ends);
            case Stmt.Return r -> true;
            case Stmt.Throw t -> true;
            case Stmt.If choice -> ends(choice.yes()) && ends(choice.no());
            case Stmt.While loop ->
                (loop.condition() instanceof Expr.Literal always
                                && Boolean.TRUE.equals(always.value())
                                && !breaks(loop.body()))
                        || (loop.bodyFirst() && ends(loop.body()));
            case Stmt.For loop -> loop.condition() == null && !breaks(loop.body());
            case Stmt.Switch choice ->
                choice.cases().stream().anyMatch(section -> section.labels().stream()
                                .anyMatch(l -> l.constant() == null && l.type() == null))
                        && choice.cases().stream().allMatch(section -> section.statements().stream()
                                .anyMatch(Flow::ends));
            case Stmt.Try attempt ->
                ends(attempt.last())
                        || (ends(attempt.body())
                                && attempt.catches().stream().allMatch(handler -> ends(handler.body())));
            case Stmt.Using using -> ends(using.body());
            default -> false;
        };
    }

    /** Whether a break leaves this statement's own loop. */
    private static boolean breaks(Stmt statement) {
        return switch (statement) {
            case null -> false;
            case Stmt.Break b -> true;
            case Stmt.Block block -> any(block.statements());
            case Stmt.If choice -> breaks(choice.yes()) || breaks(choice.no());
            case Stmt.Try attempt ->
                breaks(attempt.body()) || attempt.catches().stream().anyMatch(handler -> breaks(handler.body()));
            case Stmt.Using using -> breaks(using.body());
            default -> false;
        };
    }

    private static boolean any(List<Stmt> statements) {
        return statements.stream().anyMatch(Flow::breaks);
    }
}
