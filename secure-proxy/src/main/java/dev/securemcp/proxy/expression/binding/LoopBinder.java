package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.syntax.Expr;
import dev.securemcp.proxy.expression.syntax.Stmt;
import dev.securemcp.proxy.expression.tree.Logic;
import dev.securemcp.proxy.expression.tree.Node;
import dev.securemcp.proxy.expression.tree.Statement;
import dev.securemcp.proxy.expression.tree.Statements;
import dev.securemcp.proxy.expression.tree.Variable;
import dev.securemcp.proxy.expression.type.Conversion;
import dev.securemcp.proxy.expression.type.Type;
import java.util.ArrayList;
import java.util.List;

/** Loops, {@code switch}, and the jumps inside them. */
final class LoopBinder {

    private final Binder binder;
    private final StatementBinder statements;
    private int loops;
    private int switches;

    LoopBinder(Binder binder, StatementBinder statements) {
        this.binder = binder;
        this.statements = statements;
    }

    Statement jump(int at, String word, Statement jump) {
        boolean inside = loops > 0 || (word.equals("break") && switches > 0);
        if (!inside) {
            binder.session.fault(
                    at, word + " stands only inside a loop" + (word.equals("break") ? " or switch" : ""), "");
        }
        return jump;
    }

    Statement whileLoop(Stmt.While loop) {
        Node condition = binder.condition(loop.condition());
        return new Statements.Loop(loop.at(), condition, body(loop.body()), null, loop.bodyFirst());
    }

    private Statement body(Stmt body) {
        loops++;
        Statement bound = statements.embedded(body);
        loops--;
        return bound;
    }

    Statement forLoop(Stmt.For loop) {
        return statements.scoped(() -> {
            List<Statement> all = new ArrayList<>();
            loop.start().forEach(start -> all.add(statements.statement(start)));
            Node condition = loop.condition() == null ? null : binder.condition(loop.condition());
            Statement body = body(loop.body());
            List<Statement> steps = new ArrayList<>();
            for (Expr step : loop.steps()) {
                steps.add(new Statements.Evaluate(binder.bind(step).node()));
            }
            all.add(new Statements.Loop(
                    loop.at(), condition, body, steps.isEmpty() ? null : new Statements.Block(steps), false));
            return new Statements.Block(all);
        });
    }

    Statement forEach(Stmt.ForEach loop) {
        return statements.scoped(() -> {
            Bound source = binder.bind(loop.source());
            Type sequence =
                    source.type().isDynamic() ? null : binder.session.table.asBase(source.type(), "IEnumerable");
            if (sequence == null && !source.type().isDynamic()) {
                binder.session.fault(
                        loop.source().at(),
                        source.type() + " cannot be gone through",
                        source.type().is("object") ? "cast it to the type it holds" : "");
            }
            Type element =
                    sequence == null ? Type.DYNAMIC : sequence.arguments().getFirst();
            Type declared = loop.type().isVar() ? element : binder.types.resolve(loop.type());
            Conversion conversion =
                    declared.equals(element) ? null : binder.session.conversions.explicit(element, declared);
            if (conversion == null && !declared.equals(element)) {
                binder.session.fault(loop.type().at(), element + " cannot be cast to " + declared, "");
            }
            Variable variable = statements.fresh(loop.at(), loop.name(), declared, null, true);
            Node node = source.type().is("JObject") ? Pairs.of(source.node()) : source.node();
            return new Statements.ForEach(
                    loop.at(), node, variable, conversion == null ? null : conversion.operation(), body(loop.body()));
        });
    }

    Statement switchStatement(Stmt.Switch choice) {
        return statements.scoped(() -> {
            Bound value = binder.bind(choice.value());
            Variable slot = binder.scope.temporary(choice.at());
            Bound kept = new Bound(slot, value.type());
            List<Node> tests = new ArrayList<>();
            List<Statement> bodies = new ArrayList<>();
            Statement[] otherwise = new Statement[1];
            switches++;
            for (Stmt.Case section : choice.cases()) {
                statements.scoped(() -> section(section, kept, tests, bodies, otherwise));
            }
            switches--;
            Statement keep = new Statements.Evaluate(slot.assignment(choice.at(), value.node()));
            return new Statements.Switch(keep, tests, bodies, otherwise[0]);
        });
    }

    private Statement section(
            Stmt.Case section, Bound value, List<Node> tests, List<Statement> bodies, Statement[] otherwise) {
        Node test = null;
        boolean isDefault = false;
        for (Stmt.Label label : section.labels()) {
            Node one = binder.patterns.label(label, value);
            isDefault |= one == null;
            test = one == null ? test : test == null ? one : new Logic.Or(label.at(), test, one);
        }
        Stmt.Block block = new Stmt.Block(section.at(), section.statements());
        boolean leaves =
                section.statements().stream().anyMatch(s -> s instanceof Stmt.Break || s instanceof Stmt.Continue)
                        || Flow.ends(block);
        if (!leaves
                && !section.statements().isEmpty()
                && !lastLeaves(section.statements().getLast())) {
            binder.session.fault(section.at(), "this case runs on into the next one", "end it with break or return");
        }
        Statement body = new Statements.Block(statements.sequence(section.statements()));
        if (isDefault) {
            otherwise[0] = body;
        }
        if (test != null) {
            tests.add(test);
            bodies.add(body);
        }
        return Statements.Jump.NOTHING;
    }

    private static boolean lastLeaves(Stmt last) {
        return (last instanceof Stmt.Block block && block.statements().stream().anyMatch(s -> s instanceof Stmt.Break))
                || last instanceof Stmt.If
                || last instanceof Stmt.While;
    }
}
