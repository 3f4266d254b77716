package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.syntax.Expr;
import dev.securemcp.proxy.expression.syntax.Expr.Argument;
import dev.securemcp.proxy.expression.tree.Constant;
import dev.securemcp.proxy.expression.tree.Making;
import dev.securemcp.proxy.expression.tree.Node;
import dev.securemcp.proxy.expression.tree.Variable;
import dev.securemcp.proxy.expression.type.Defaults;
import dev.securemcp.proxy.expression.type.Dispatch;
import dev.securemcp.proxy.expression.type.Member;
import dev.securemcp.proxy.expression.type.Overloads;
import dev.securemcp.proxy.expression.type.Overloads.Choice;
import dev.securemcp.proxy.expression.type.Overloads.Shape;
import dev.securemcp.proxy.expression.type.Type;
import dev.securemcp.proxy.expression.type.TypeDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The arguments of one call: bound at once, but for lambdas, which need the types of their parameters first. */
final class Arguments {

    private final Binder binder;
    private final List<Argument> written;
    private final List<Bound> bound = new ArrayList<>();
    private final List<Shape> shapes = new ArrayList<>();
    private final List<Node> assignments = new ArrayList<>();

    Arguments(Binder binder, List<Argument> written) {
        this.binder = binder;
        this.written = written.stream().map(this::group).toList();
        for (Argument argument : this.written) {
            if (argument.out()) {
                bound.add(null);
                shapes.add(new Shape(argument.name(), Type.DYNAMIC, true, false));
            } else if (argument.value() instanceof Expr.Lambda lambda) {
                bound.add(null);
                shapes.add(new Shape(
                        argument.name(),
                        Dispatch.anyFunction(lambda.parameters().size()),
                        false,
                        true));
            } else {
                Bound value = binder.bind(argument.value());
                bound.add(value);
                shapes.add(new Shape(argument.name(), value.type(), false, false));
            }
        }
    }

    /** {@code int.Parse} as an argument is a function: {@code x => int.Parse(x)}. */
    private Argument group(Argument argument) {
        if (!(argument.value() instanceof Expr.Member member)) {
            return argument;
        }
        Type type = binder.types.named(member.target(), binder.scope);
        TypeDefinition definition = type == null ? null : binder.session.table.definition(type);
        boolean method = definition != null
                && definition.members(member.name()).stream()
                        .anyMatch(m -> m.isStatic() && m.kind() == Member.Kind.METHOD)
                && definition.members(member.name()).stream().noneMatch(m -> m.kind() == Member.Kind.PROPERTY);
        if (!method) {
            return argument;
        }
        int at = member.at();
        Expr call =
                new Expr.Call(at, member, List.of(new Argument(null, false, new Expr.Name(at, "(group)", List.of()))));
        return new Argument(
                argument.name(),
                false,
                new Expr.Lambda(at, List.of(new Expr.Parameter(at, null, "(group)")), call, null));
    }

    List<Shape> shapes() {
        return shapes;
    }

    String[] names() {
        return shapes.stream().map(Shape::name).toArray(String[]::new);
    }

    /** For a call that is resolved when evaluated. */
    Node[] dynamic() {
        Node[] nodes = new Node[written.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = switch (written.get(i)) {
                case Argument out when out.out() -> out(out.value(), Type.DYNAMIC);
                case Argument argument
                when argument.value() instanceof Expr.Lambda lambda ->
                    binder.lambdas
                            .lambda(
                                    lambda,
                                    Dispatch.anyFunction(lambda.parameters().size()))
                            .node();
                default -> bound.get(i).node();
            };
        }
        return nodes;
    }

    /** Adds the nodes of a chosen member's parameters; gives the type of its result. */
    Type complete(Choice choice, List<Node> into) {
        Member member = choice.member();
        Map<String, Type> bindings = choice.bindings();
        Node[] lambdas = new Node[written.size()];
        for (int p = 0; p < choice.sources().length; p++) {
            int source = choice.sources()[p];
            if (source >= 0 && shapes.get(source).lambda()) {
                Type wanted = member.parameters().get(p).type();
                Expr.Lambda lambda = (Expr.Lambda) written.get(source).value();
                Bound function = binder.lambdas.lambda(lambda, expected(wanted, bindings));
                binder.session.overloads.unify(wanted, function.type(), bindings);
                lambdas[source] = function.node();
            }
        }
        if (member.reified()) {
            member.typeParameters()
                    .forEach(name -> into.add(new Constant(0, bindings.getOrDefault(name, Type.DYNAMIC))));
        }
        for (int p = 0; p < choice.sources().length; p++) {
            into.add(node(choice, p, bindings, lambdas));
        }
        return member.result().substitute(bindings);
    }

    /** The function type with what is known filled in; a result that is not known yet stays open (dynamic, and not converted to). */
    private static Type expected(Type wanted, Map<String, Type> bindings) {
        return wanted.substitute(bindings);
    }

    private Node node(Choice choice, int p, Map<String, Type> bindings, Node[] lambdas) {
        Member.Parameter parameter = choice.member().parameters().get(p);
        Type wanted = parameter.type().substitute(bindings);
        int source = choice.sources()[p];
        if (source == Overloads.DEFAULT) {
            return new Constant(0, parameter.fallback());
        }
        if (source == Overloads.REST) {
            Type element = wanted.arguments().getFirst();
            Node[] rest = new Node[written.size() - choice.restFrom()];
            for (int i = 0; i < rest.length; i++) {
                rest[i] = binder.convert(bound.get(choice.restFrom() + i), element);
            }
            return new Making.ArrayOf(0, rest, false);
        }
        if (parameter.out()) {
            return out(written.get(source).value(), wanted);
        }
        if (lambdas[source] != null) {
            return lambdas[source];
        }
        return binder.convert(bound.get(source), wanted);
    }

    /** The node that passes an {@code out} argument; what to do with it afterwards is kept for {@link #withOut}. */
    private Node out(Expr target, Type type) {
        Variable slot = binder.scope.temporary(target.at());
        Object fallback = Defaults.of(binder.session.table, type);
        Bound value = new Bound(new Making.OutValue(target.at(), slot, fallback), type);
        assignments.add(binder.assignments.out(target, value));
        return new Making.OutArgument(target.at(), slot);
    }

    /** The call with the assignments of its {@code out} arguments behind it. */
    Node withOut(int at, Node call) {
        return assignments.isEmpty() ? call : new Making.CallWithOut(at, call, assignments);
    }
}
