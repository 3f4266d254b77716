package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.syntax.Expr;
import dev.securemcp.proxy.expression.syntax.Expr.Argument;
import dev.securemcp.proxy.expression.syntax.TypeName;
import dev.securemcp.proxy.expression.tree.Calls;
import dev.securemcp.proxy.expression.tree.Dynamic;
import dev.securemcp.proxy.expression.tree.Functions;
import dev.securemcp.proxy.expression.tree.Node;
import dev.securemcp.proxy.expression.type.Dispatch.Found;
import dev.securemcp.proxy.expression.type.Member;
import dev.securemcp.proxy.expression.type.Overloads.Choice;
import dev.securemcp.proxy.expression.type.Type;
import dev.securemcp.proxy.expression.type.TypeDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Calls: of methods, static methods, extension methods, functions that are values. */
final class CallBinder {

    private final Binder binder;
    private final Session session;

    CallBinder(Binder binder) {
        this.binder = binder;
        this.session = binder.session;
    }

    Bound call(Expr.Call call) {
        return switch (call.target()) {
            case Expr.Member member -> method(call, member);
            case Expr.Name name when binder.scope.find(name.name()) == null -> unknown(name);
            default -> invoke(call.at(), binder.bind(call.target()), call.arguments());
        };
    }

    private Bound unknown(Expr.Name name) {
        if (name.name().equals("context") || binder.types.named(name, binder.scope) != null) {
            return session.wrong(
                    name.at(),
                    "'" + name.name() + "' cannot be called",
                    "write new " + name.name() + "(…) to make one");
        }
        return session.wrong(
                name.at(), "there is no function '" + name.name() + "'", Hint.of(name.name(), binder.scope.visible()));
    }

    private Bound method(Expr.Call call, Expr.Member member) {
        Type type = binder.types.named(member.target(), binder.scope);
        List<Type> typeArguments = new ArrayList<>();
        for (TypeName written : member.typeArguments()) {
            typeArguments.add(binder.types.resolve(written));
        }
        if (type != null) {
            return staticCall(member, type, call.arguments(), typeArguments);
        }
        if (binder.types.isNamespace(member.target(), binder.scope)) {
            return session.wrong(member.at(), "there is no such type in policy expressions", "");
        }
        Bound target = binder.bindFollowed(member.target(), null);
        return instanceCall(member.at(), target, member.name(), call.arguments(), typeArguments);
    }

    private Bound staticCall(Expr.Member member, Type type, List<Argument> arguments, List<Type> typeArguments) {
        TypeDefinition definition = session.table.definition(type);
        List<Member> members = definition == null
                ? List.of()
                : definition.members(member.name()).stream()
                        .filter(m -> m.isStatic() && m.kind() == Member.Kind.METHOD)
                        .toList();
        if (members.isEmpty()) {
            return session.wrong(
                    member.at(),
                    "'" + type + "' has no static method '" + member.name() + "'",
                    definition == null ? "" : Hint.of(member.name(), definition.names()));
        }
        Arguments bound = new Arguments(binder, arguments);
        Choice choice = session.overloads.choose(members, type, bound.shapes(), typeArguments);
        if (choice == null) {
            return noOverload(member.at(), type + "." + member.name(), members, bound);
        }
        return finish(member.at(), member.name(), null, choice, bound);
    }

    /** {@code target.name(arguments)}. */
    Bound instanceCall(int at, Bound target, String name, List<Argument> arguments, List<Type> typeArguments) {
        Type type = target.type();
        Arguments bound = new Arguments(binder, arguments);
        if (type.isDynamic()) {
            return dynamicCall(at, target, name, bound, typeArguments);
        }
        if (type.kind() == Type.Kind.NULLABLE) {
            return new NullableCalls(binder).call(at, target, name, bound, arguments);
        }
        if (type.isFunction() && name.equals("Invoke")) {
            return invoke(at, target, arguments);
        }
        List<Found> levels = session.dispatch.levels(type, name, Member.Kind.METHOD);
        for (Found level : levels) {
            Choice choice = session.overloads.choose(level.members(), level.owner(), bound.shapes(), typeArguments);
            if (choice != null) {
                binder.members.noteMethod(target, name);
                boolean pairs = type.is("JObject") && level.owner().is("IEnumerable");
                return finish(
                        at, name, pairs ? new Bound(Pairs.of(target.node()), target.type()) : target, choice, bound);
            }
        }
        Found delegate = session.dispatch.find(type, name, Member.Kind.PROPERTY);
        if (levels.isEmpty() && (delegate != null || Anonymous.memberType(type, name) != null)) {
            return invoke(at, binder.members.property(at, target, name), arguments);
        }
        return levels.isEmpty()
                ? binder.members.missing(at, type, name)
                : noOverload(
                        at,
                        name,
                        levels.stream()
                                .flatMap(level -> level.members().stream())
                                .toList(),
                        bound);
    }

    private Bound dynamicCall(int at, Bound target, String name, Arguments bound, List<Type> typeArguments) {
        Node[] nodes = bound.dynamic();
        Node call = Dynamic.call(at, session.dispatch, target.node(), name, typeArguments, bound.names(), nodes);
        return new Bound(bound.withOut(at, call), Type.DYNAMIC);
    }

    private Bound noOverload(int at, String name, List<Member> members, Arguments bound) {
        String given = bound.shapes().stream()
                .map(shape ->
                        shape.lambda() ? "lambda" : shape.out() ? "out " + shape.type() : Binder.describe(shape.type()))
                .collect(Collectors.joining(", ", "(", ")"));
        String known = members.stream().limit(3).map(Member::describe).collect(Collectors.joining(" or "));
        boolean untyped = bound.shapes().stream()
                .anyMatch(shape -> shape.type().is("object") || shape.type().is("JToken"));
        return session.wrong(
                at,
                "no " + name + " takes " + given,
                "expected " + known + (untyped ? "; cast the arguments to what they hold" : ""));
    }

    /** The call of a member that was chosen; target null where it is static. */
    private Bound finish(int at, String name, Bound target, Choice choice, Arguments bound) {
        List<Node> nodes = new ArrayList<>();
        if (target != null) {
            nodes.add(target.node());
        }
        Type result = bound.complete(choice, nodes);
        Node call = Calls.of(at, name, target != null, choice.member().function(), nodes.toArray(Node[]::new));
        return new Bound(bound.withOut(at, call), result);
    }

    /** A constructor; null where none takes these arguments, which is then a fault already. */
    Bound construct(int at, Type type, List<Argument> arguments) {
        TypeDefinition definition = session.table.definition(type);
        List<Member> members = definition == null ? List.of() : definition.members("new");
        if (members.isEmpty()) {
            return session.wrong(at, "'" + type + "' cannot be made with new", "");
        }
        Arguments bound = new Arguments(binder, arguments);
        Choice choice = session.overloads.choose(members, type, bound.shapes(), List.of());
        if (choice == null) {
            return noOverload(at, "new " + type, members, bound);
        }
        Bound made = finish(at, "new", null, choice, bound);
        return new Bound(made.node(), type);
    }

    /** A function that is a value. */
    private Bound invoke(int at, Bound target, List<Argument> arguments) {
        if (target.type().isDynamic()) {
            Arguments bound = new Arguments(binder, arguments);
            return new Bound(bound.withOut(at, new Functions.Invoke(at, target.node(), bound.dynamic())), Type.DYNAMIC);
        }
        if (!target.type().isFunction()) {
            return session.wrong(at, target.type() + " cannot be called", "");
        }
        List<Type> parameters = target.type().arguments();
        if (arguments.size() != parameters.size() - 1) {
            return session.wrong(
                    at, "the function takes " + (parameters.size() - 1) + " arguments, found " + arguments.size(), "");
        }
        Node[] nodes = new Node[arguments.size()];
        for (int i = 0; i < nodes.length; i++) {
            if (arguments.get(i).out()) {
                return session.wrong(at, "functions of an expression take no out arguments", "");
            }
            nodes[i] = binder.bindTo(arguments.get(i).value(), parameters.get(i));
        }
        return new Bound(
                new Functions.Invoke(at, target.node(), nodes), target.type().result());
    }
}
