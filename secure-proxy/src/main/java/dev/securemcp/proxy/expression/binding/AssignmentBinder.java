package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.syntax.Expr;
import dev.securemcp.proxy.expression.syntax.TypeName;
import dev.securemcp.proxy.expression.tree.Calls;
import dev.securemcp.proxy.expression.tree.Dynamic;
import dev.securemcp.proxy.expression.tree.Logic;
import dev.securemcp.proxy.expression.tree.Making;
import dev.securemcp.proxy.expression.tree.Node;
import dev.securemcp.proxy.expression.tree.Variable;
import dev.securemcp.proxy.expression.type.Conversion;
import dev.securemcp.proxy.expression.type.Dispatch.Found;
import dev.securemcp.proxy.expression.type.Member;
import dev.securemcp.proxy.expression.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** {@code =}, {@code +=} and their like, {@code ++}, {@code --}, {@code out}. */
final class AssignmentBinder {

    private final Binder binder;
    private final Session session;

    AssignmentBinder(Binder binder) {
        this.binder = binder;
        this.session = binder.session;
    }

    /**
     * What can be assigned to.
     *
     * @param setup run once before: keeps the object and the index, so that they are evaluated once
     * @param read the present value
     * @param write makes the node that stores a value
     */
    private record Place(List<Node> setup, Bound read, UnaryOperator<Node> write) {}

    Bound assign(Expr.Assign assign) {
        Place place = place(assign.target(), !assign.operator().isEmpty());
        if (place == null) {
            binder.bind(assign.value());
            return new Bound(Bound.constant(assign.at(), null, Type.DYNAMIC).node(), Type.DYNAMIC);
        }
        Type type = place.read().type();
        Node value;
        if (assign.operator().isEmpty()) {
            value = binder.bindTo(assign.value(), type);
        } else if (assign.operator().equals("??")) {
            Node other = binder.bindTo(assign.value(), type);
            Node store = new Logic.Coalesce(
                    assign.at(), place.read().node(), place.write().apply(other));
            return new Bound(sequence(assign.at(), place.setup(), store), type);
        } else {
            Bound result = session.failed()
                    ? place.read()
                    : binder.operators.binary(
                            assign.at(), assign.operator(), place.read(), binder.bind(assign.value()));
            value = back(assign.at(), result, type);
        }
        return new Bound(sequence(assign.at(), place.setup(), place.write().apply(value)), type);
    }

    /** The result of a compound operator goes back into the place's type, by a cast if need be ({@code b += 1} of a byte). */
    private Node back(int at, Bound result, Type type) {
        Conversion conversion = session.conversions.explicit(result.type(), type);
        if (conversion == null) {
            return session.wrong(at, "the result is " + result.type() + " and cannot be kept in " + type, "")
                    .node();
        }
        return session.converted(result.node(), conversion);
    }

    private static Node sequence(int at, List<Node> setup, Node last) {
        return setup.isEmpty() ? last : new Making.Sequence(at, setup, last);
    }

    Bound step(Expr.Step step) {
        Place place = place(step.target(), true);
        if (place == null) {
            return new Bound(Bound.constant(step.at(), null, Type.DYNAMIC).node(), Type.DYNAMIC);
        }
        Type type = place.read().type();
        Variable before = binder.scope.temporary(step.at());
        Bound old = new Bound(before, type);
        Bound changed = binder.operators.binary(
                step.at(), step.increment() ? "+" : "-", old, Bound.constant(step.at(), 1, Type.INT));
        Node value = back(step.at(), changed, type);
        List<Node> effects = new ArrayList<>(place.setup());
        effects.add(before.assignment(step.at(), place.read().node()));
        if (step.prefix()) {
            return new Bound(
                    new Making.Sequence(step.at(), effects, place.write().apply(value)), type);
        }
        effects.add(place.write().apply(value));
        return new Bound(new Making.Sequence(step.at(), effects, before), type);
    }

    /** The assignment of what an {@code out} argument was set to. */
    Node out(Expr target, Bound value) {
        if (target instanceof Expr.Name name && name.name().equals("_") && binder.scope.find("_") == null) {
            return value.node();
        }
        if (target instanceof Expr.OutDeclaration declaration) {
            TypeName written = declaration.type();
            Type type = written.isVar() ? value.type() : binder.types.resolve(written);
            if (binder.scope.find(declaration.name()) != null) {
                session.fault(target.at(), "there is a variable '" + declaration.name() + "' already", "");
            }
            Scope.Local local = binder.scope.declare(declaration.name(), type, null, false);
            return store(target.at(), binder.scope.variable(target.at(), local), type, value);
        }
        Place place = place(target, false);
        if (place == null) {
            return value.node();
        }
        Node converted = binder.convert(value, place.read().type());
        if (converted == null) {
            session.fault(
                    target.at(),
                    "the out argument gives " + value.type() + ", the variable is "
                            + place.read().type(),
                    "");
            return value.node();
        }
        return sequence(target.at(), place.setup(), place.write().apply(converted));
    }

    private Node store(int at, Variable variable, Type type, Bound value) {
        Node converted = binder.convert(value, type);
        if (converted == null) {
            session.fault(at, "the out argument gives " + value.type() + ", the variable is " + type, "");
            return value.node();
        }
        return variable.assignment(at, converted);
    }

    /** Null, and a fault, where nothing can be assigned. */
    private Place place(Expr target, boolean twice) {
        return switch (target) {
            case Expr.Name name -> local(name);
            case Expr.Member member -> property(member, twice);
            case Expr.Index index -> index(index, twice);
            default -> refuse(target.at(), "only variables, properties and elements can be assigned to");
        };
    }

    private Place refuse(int at, String message) {
        session.fault(at, message, "");
        return null;
    }

    private Place local(Expr.Name name) {
        Scope.Local local = binder.scope.find(name.name());
        if (local == null) {
            session.fault(
                    name.at(),
                    "there is no variable '" + name.name() + "'",
                    Hint.of(name.name(), binder.scope.visible()));
            return null;
        }
        if (local.constant()) {
            return refuse(name.at(), "'" + name.name() + "' cannot be changed");
        }
        Variable variable = binder.scope.variable(name.at(), local);
        return new Place(List.of(), new Bound(variable, local.type()), value -> variable.assignment(name.at(), value));
    }

    /** Keeps a value in a slot where it is needed twice. */
    private Bound kept(Bound value, boolean twice, List<Node> setup) {
        if (!twice) {
            return value;
        }
        Variable slot = binder.scope.temporary(value.node().at());
        setup.add(slot.assignment(value.node().at(), value.node()));
        return new Bound(slot, value.type());
    }

    private Place property(Expr.Member member, boolean twice) {
        if (binder.types.named(member.target(), binder.scope) != null) {
            return refuse(member.at(), "'" + member.name() + "' cannot be changed");
        }
        List<Node> setup = new ArrayList<>();
        Bound target = kept(binder.bindFollowed(member.target(), null), twice, setup);
        if (target.type().isDynamic()) {
            Node read = Dynamic.get(member.at(), session.dispatch, target.node(), member.name());
            return new Place(
                    setup,
                    new Bound(read, Type.DYNAMIC),
                    value -> Dynamic.set(member.at(), session.dispatch, target.node(), member.name(), value));
        }
        Found found = session.dispatch.find(target.type(), member.name(), Member.Kind.PROPERTY);
        if (found == null) {
            binder.members.missing(member.at(), target.type(), member.name());
            return null;
        }
        Member property = found.members().getFirst();
        if (property.setter() == null) {
            return refuse(member.at(), "'" + member.name() + "' of " + target.type() + " cannot be changed");
        }
        Bound read = binder.members.property(member.at(), target, member.name());
        return new Place(
                setup, read, value -> set(member.at(), member.name(), property, new Node[] {target.node()}, value));
    }

    private Place index(Expr.Index index, boolean twice) {
        List<Node> setup = new ArrayList<>();
        Bound target = kept(binder.bindFollowed(index.target(), null), twice, setup);
        List<Bound> arguments = new ArrayList<>();
        for (Expr.Argument argument : index.arguments()) {
            arguments.add(kept(binder.bind(argument.value()), twice, setup));
        }
        if (target.type().isDynamic()) {
            Node[] nodes = arguments.stream().map(Bound::node).toArray(Node[]::new);
            return new Place(
                    setup,
                    new Bound(Dynamic.index(index.at(), session.dispatch, target.node(), nodes), Type.DYNAMIC),
                    value -> Dynamic.setIndex(index.at(), session.dispatch, target.node(), nodes, value));
        }
        MemberBinder.Indexer indexer = binder.members.indexer(index.at(), target, arguments);
        if (indexer == null) {
            return refuse(index.at(), MemberBinder.noIndexer(target.type(), arguments));
        }
        if (indexer.member().setter() == null) {
            return refuse(index.at(), "the elements of " + target.type() + " cannot be changed");
        }
        Node[] all = MemberBinder.prepend(target.node(), indexer.arguments());
        Bound read = new Bound(Calls.of(index.at(), "[]", true, indexer.member().function(), all), indexer.result());
        return new Place(setup, read, value -> set(index.at(), "[]", indexer.member(), all, value));
    }

    /** Stores by a setter of the library; the value of the whole is what was stored. */
    private Node set(int at, String name, Member member, Node[] target, Node value) {
        Variable slot = binder.scope.temporary(at);
        Node[] all = new Node[target.length + 1];
        System.arraycopy(target, 0, all, 0, target.length);
        all[target.length] = slot.assignment(at, value);
        return new Making.Sequence(at, List.of(Calls.of(at, name, true, member.setter(), all)), slot);
    }

    /** {@code name = value} in an initializer: stores into a property or element of an object kept in a slot. */
    Node member(int at, Bound object, String name, Expr value) {
        Found found = session.dispatch.find(object.type(), name, Member.Kind.PROPERTY);
        if (object.type().isDynamic()) {
            return Dynamic.set(
                    at,
                    session.dispatch,
                    object.node(),
                    name,
                    binder.bind(value).node());
        }
        if (found == null) {
            return binder.members.missing(at, object.type(), name).node();
        }
        Member property = found.members().getFirst();
        if (property.setter() == null) {
            return session.wrong(at, "'" + name + "' of " + object.type() + " cannot be changed", "")
                    .node();
        }
        Type wanted = property.result().substitute(session.table.bindings(found.owner()));
        return Calls.of(at, name, true, property.setter(), new Node[] {object.node(), binder.bindTo(value, wanted)});
    }

    /** {@code [key] = value} in an initializer. */
    Node element(int at, Bound object, Expr key, Expr value) {
        Bound index = binder.bind(key);
        MemberBinder.Indexer indexer = binder.members.indexer(at, object, List.of(index));
        if (indexer == null || indexer.member().setter() == null) {
            return session.wrong(at, MemberBinder.noIndexer(object.type(), List.of(index)), "")
                    .node();
        }
        Node[] all = {object.node(), indexer.arguments()[0], binder.bindTo(value, indexer.result())};
        return Calls.of(at, "[]", true, indexer.member().setter(), all);
    }
}
