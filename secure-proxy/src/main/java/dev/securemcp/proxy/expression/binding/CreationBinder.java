package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.syntax.Expr;
import dev.securemcp.proxy.expression.tree.Apply;
import dev.securemcp.proxy.expression.tree.Making;
import dev.securemcp.proxy.expression.tree.Node;
import dev.securemcp.proxy.expression.tree.Variable;
import dev.securemcp.proxy.expression.type.Defaults;
import dev.securemcp.proxy.expression.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code new}, initializers, arrays, anonymous objects, interpolated strings. */
final class CreationBinder {

    private final Binder binder;
    private final Session session;

    CreationBinder(Binder binder) {
        this.binder = binder;
        this.session = binder.session;
    }

    Bound object(Expr.New creation) {
        Type type = binder.types.resolve(creation.type());
        if (type.isDynamic()) {
            creation.arguments().forEach(argument -> binder.bind(argument.value()));
            return Bound.constant(creation.at(), null, Type.DYNAMIC);
        }
        if (type.isFunction() && creation.arguments().size() == 1) {
            return binder.bind(creation.arguments().getFirst().value(), type); // new Func<…>(x => …)
        }
        Bound made = binder.calls.construct(creation.at(), type.underlying(), creation.arguments());
        if (creation.initializer() == null) {
            return made;
        }
        Variable slot = binder.scope.temporary(creation.at());
        List<Node> effects = new ArrayList<>();
        effects.add(slot.assignment(creation.at(), made.node()));
        initialize(new Bound(slot, made.type()), creation.initializer(), effects);
        return new Bound(new Making.Sequence(creation.at(), effects, slot), made.type());
    }

    private void initialize(Bound object, Expr.Initializer initializer, List<Node> effects) {
        for (Expr.Entry entry : initializer.entries()) {
            int at = entry.at();
            if (entry.nested() != null) {
                Bound inner = entry.name() != null
                        ? binder.members.property(at, object, entry.name())
                        : binder.members.indexed(
                                new Expr.Index(at, null, List.of(new Expr.Argument(null, false, entry.key()))), object);
                Variable slot = binder.scope.temporary(at);
                effects.add(slot.assignment(at, inner.node()));
                initialize(new Bound(slot, inner.type()), entry.nested(), effects);
            } else if (entry.name() != null) {
                effects.add(binder.assignments.member(
                        at, object, entry.name(), entry.values().getFirst()));
            } else if (entry.key() != null) {
                effects.add(binder.assignments.element(
                        at, object, entry.key(), entry.values().getFirst()));
            } else {
                List<Expr.Argument> arguments = entry.values().stream()
                        .map(value -> new Expr.Argument(null, false, value))
                        .toList();
                effects.add(binder.calls
                        .instanceCall(at, object, "Add", arguments, List.of())
                        .node());
            }
        }
    }

    Bound array(Expr.NewArray array, Type expected) {
        int at = array.at();
        List<Expr> elements = array.elements() == null ? List.of() : array.elements();
        Type element;
        if (array.element() != null) {
            element = array.element().isVar() && expected != null && expected.kind() == Type.Kind.ARRAY
                    ? expected.arguments().getFirst()
                    : binder.types.resolve(array.element());
        } else {
            List<Bound> bound = elements.stream().map(binder::bind).toList();
            element = binder.commonOf(bound);
            if (element.isDynamic()
                    && !bound.isEmpty()
                    && bound.stream().noneMatch(b -> b.type().isDynamic())) {
                return session.wrong(at, "the elements of the array have no common type", "write new object[] { … }");
            }
            Node[] nodes = new Node[bound.size()];
            for (int i = 0; i < nodes.length; i++) {
                nodes[i] = binder.convert(bound.get(i), element);
            }
            return new Bound(new Making.ArrayOf(at, nodes, element.equals(Type.BYTE)), Type.array(element));
        }
        Type type = Type.array(element);
        if (array.elements() == null) {
            return sized(array, element, type);
        }
        Node[] nodes = new Node[elements.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = binder.bindTo(elements.get(i), element);
        }
        return new Bound(new Making.ArrayOf(at, nodes, element.equals(Type.BYTE)), type);
    }

    private Bound sized(Expr.NewArray array, Type element, Type type) {
        Node length = binder.bindTo(array.length(), Type.INT);
        if (element.equals(Type.BYTE)) {
            return new Bound(
                    Apply.one(length, (e, n) -> {
                        e.length(Math.max(0, (Integer) n));
                        return new byte[(Integer) n];
                    }),
                    type);
        }
        Object filler = Defaults.of(session.table, element);
        return new Bound(
                Apply.one(length, (e, n) -> {
                    e.size(Math.max(0, (Integer) n));
                    e.length(Math.max(0, (Integer) n));
                    Object[] made = new Object[(Integer) n];
                    Arrays.fill(made, filler);
                    return made;
                }),
                type);
    }

    Bound anonymous(Expr.NewAnonymous anonymous) {
        List<Node> nodes = new ArrayList<>();
        List<Type> types = new ArrayList<>();
        for (Expr value : anonymous.values()) {
            Bound bound = binder.bind(value);
            nodes.add(bound.node());
            types.add(bound.type().kind() == Type.Kind.NULL ? Type.OBJECT : bound.type());
        }
        return new Bound(
                new Making.Anonymous(anonymous.at(), anonymous.names(), nodes),
                Anonymous.type(anonymous.names(), types));
    }

    Bound interpolated(Expr.Interpolated text) {
        List<Node> pieces = new ArrayList<>();
        for (Expr.Piece piece : text.pieces()) {
            if (piece.hole() == null) {
                pieces.add(Bound.constant(text.at(), piece.text(), Type.STRING).node());
                continue;
            }
            Bound hole = binder.bind(piece.hole());
            if (hole.type().kind() == Type.Kind.VOID) {
                return session.wrong(piece.hole().at(), "a hole needs a value, found a call that gives none", "");
            }
            int width = 0;
            if (piece.alignment() != null) {
                Bound alignment = binder.bind(piece.alignment());
                if (!alignment.isConstant()
                        || !(alignment.value() instanceof Integer number)
                        || Math.abs((long) number) > 10_000) {
                    return session.wrong(piece.alignment().at(), "the width of a hole must be a constant int", "");
                }
                width = number;
            }
            pieces.add(
                    width == 0 && piece.format() == null
                            ? hole.node()
                            : new Making.Hole(hole.node().at(), hole.node(), width, piece.format()));
        }
        if (pieces.isEmpty()) {
            return Bound.constant(text.at(), "", Type.STRING);
        }
        Node node = new Making.Concat(text.at(), pieces);
        return new Bound(session.fold(node, pieces.toArray(Node[]::new)), Type.STRING);
    }
}
