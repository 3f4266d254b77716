package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.run.Text;
import dev.securemcp.proxy.expression.syntax.Expr.Argument;
import dev.securemcp.proxy.expression.tree.Apply;
import dev.securemcp.proxy.expression.tree.Logic;
import dev.securemcp.proxy.expression.tree.Node;
import dev.securemcp.proxy.expression.type.Defaults;
import dev.securemcp.proxy.expression.type.Type;
import java.util.List;

/** Methods of {@code T?}. */
final class NullableCalls {

    private final Binder binder;

    NullableCalls(Binder binder) {
        this.binder = binder;
    }

    Bound call(int at, Bound target, String name, Arguments bound, List<Argument> arguments) {
        Type inner = target.type().underlying();
        int count = bound.shapes().size();
        if (name.equals("GetValueOrDefault") && count <= 1) {
            Object fallback = Defaults.of(binder.session.table, inner);
            Node other = count == 1
                    ? binder.bindTo(arguments.getFirst().value(), inner)
                    : Bound.constant(at, fallback, inner).node();
            return new Bound(new Logic.Coalesce(at, target.node(), other), inner);
        }
        if (name.equals("ToString") && count == 0) {
            return new Bound(Apply.one(target.node(), (e, v) -> Text.of(v)), Type.STRING);
        }
        return binder.session.wrong(
                at,
                target.type() + " has no method '" + name + "'",
                "write .Value." + name + "(…) or ?." + name + "(…)");
    }
}
