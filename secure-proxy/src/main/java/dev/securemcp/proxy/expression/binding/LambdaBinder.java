package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.syntax.Expr;
import dev.securemcp.proxy.expression.syntax.Stmt;
import dev.securemcp.proxy.expression.tree.Functions;
import dev.securemcp.proxy.expression.tree.Functions.Body;
import dev.securemcp.proxy.expression.tree.Node;
import dev.securemcp.proxy.expression.tree.Statement;
import dev.securemcp.proxy.expression.type.Type;
import java.util.ArrayList;
import java.util.List;

/** Lambdas and the bodies of local functions. */
final class LambdaBinder {

    private final Binder binder;

    LambdaBinder(Binder binder) {
        this.binder = binder;
    }

    /** A lambda, with the parameters' types from what is expected where it does not name them. */
    Bound lambda(Expr.Lambda lambda, Type expected) {
        boolean fits = expected != null
                && expected.isFunction()
                && expected.arguments().size() == lambda.parameters().size() + 1;
        if (!fits
                && (expected == null || !expected.isDynamic())
                && lambda.parameters().stream().anyMatch(p -> p.type() == null)) {
            return binder.session.wrong(
                    lambda.at(),
                    "a lambda stands only where a function is expected",
                    "give it a type: Func<…> name = …");
        }
        List<Type> types = new ArrayList<>();
        for (int i = 0; i < lambda.parameters().size(); i++) {
            Expr.Parameter parameter = lambda.parameters().get(i);
            Type known = parameter.type() != null
                    ? binder.types.resolve(parameter.type())
                    : fits ? expected.arguments().get(i) : Type.DYNAMIC;
            types.add(known.kind() == Type.Kind.PARAMETER ? Type.DYNAMIC : known);
        }
        Type wanted = fits && !open(expected.result()) ? expected.result() : null;
        Body[] holder = new Body[1];
        Type result = body("lambda", lambda.parameters(), types, wanted, lambda.body(), lambda.block(), holder);
        types.add(result);
        return new Bound(new Functions.Create(lambda.at(), holder), Type.function(types));
    }

    /** Whether a result is still to be found out: nothing is converted to it. */
    private static boolean open(Type type) {
        return type.isDynamic()
                || type.kind() == Type.Kind.PARAMETER
                || type.arguments().stream().anyMatch(LambdaBinder::open);
    }

    /** Binds a function's body into the holder; gives the type of its result. */
    Type body(
            String name,
            List<Expr.Parameter> parameters,
            List<Type> types,
            Type wanted,
            Expr value,
            Stmt.Block block,
            Body[] holder) {
        Scope outer = binder.scope;
        Scope.Function function = new Scope.Function(outer.function, wanted);
        binder.scope = new Scope(outer, function);
        for (int i = 0; i < parameters.size(); i++) {
            binder.scope.declare(parameters.get(i).name(), types.get(i), null, false);
        }
        Type result;
        Node node = null;
        Statement statements = null;
        if (value != null) {
            boolean toVoid = wanted != null && wanted.kind() == Type.Kind.VOID;
            Bound bound = binder.bind(value, wanted);
            if (wanted == null || toVoid) {
                node = bound.node();
                result = toVoid ? Type.VOID : bound.type();
            } else {
                node = binder.convert(bound, wanted);
                result = wanted;
                if (node == null) {
                    binder.session.fault(
                            value.at(),
                            "the function gives " + Binder.describe(bound.type()) + ", expected " + wanted,
                            "");
                    node = bound.node();
                }
            }
        } else {
            statements = binder.statements.block(block);
            result = wanted != null ? wanted : binder.statements.returned(function);
            if (result.kind() != Type.Kind.VOID && !Flow.ends(block)) {
                binder.session.fault(block.at(), "not every way through the function ends with return", "");
            }
        }
        int height = Height.of(value) + Height.of(block);
        holder[0] = new Body(name, parameters.size(), function.slots, height, node, statements);
        binder.scope = outer;
        return result;
    }
}
