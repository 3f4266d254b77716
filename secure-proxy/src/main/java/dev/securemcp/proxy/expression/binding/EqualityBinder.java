package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.tree.Apply;
import dev.securemcp.proxy.expression.tree.Logic;
import dev.securemcp.proxy.expression.tree.Node;
import dev.securemcp.proxy.expression.type.Conversion;
import dev.securemcp.proxy.expression.type.Type;
import java.util.Set;

/** {@code ==} and {@code !=} (C# 7, 7.10): by value for texts and value types, by reference for the rest. */
final class EqualityBinder {

    /** Reference types whose operator compares values. */
    private static final Set<String> BY_VALUE = Set.of("string", "Uri", "Version", "XName", "XNamespace");

    private final Session session;

    EqualityBinder(Session session) {
        this.session = session;
    }

    Bound bind(int at, boolean wanted, Bound left, Bound right) {
        Type a = left.type();
        Type b = right.type();
        Node x = left.node();
        Node y = right.node();
        if (left.isNull() || right.isNull()) {
            return new Bound(session.fold(new Logic.SameReference(at, x, y, wanted), x, y), Type.BOOL);
        }
        if (a.equals(Type.STRING) && b.equals(Type.STRING)) {
            return new Bound(session.fold(new Logic.SameText(at, x, y, wanted), x, y), Type.BOOL);
        }
        if (a.isDynamic() || b.isDynamic()) {
            return equal(at, x, y, wanted);
        }
        Type promoted = Operators.promoted(a.underlying(), b.underlying());
        if (promoted != null) {
            boolean nullable = a.kind() == Type.Kind.NULLABLE || b.kind() == Type.Kind.NULLABLE;
            Type operand = nullable ? Type.nullable(promoted) : promoted;
            Node first = to(left, operand);
            Node second = to(right, operand);
            if (promoted.equals(Type.DOUBLE)) { // a number that is none equals nothing, not even itself
                Apply.Test2 same = (e, c, d) ->
                        (c == null || d == null ? c == d : ((Double) c).doubleValue() == (Double) d) == wanted;
                return new Bound(session.fold(Apply.test(at, first, second, same), first, second), Type.BOOL);
            }
            return equal(at, first, second, wanted);
        }
        boolean sameValues =
                a.underlying().kind() == Type.Kind.VALUE && a.underlying().equals(b.underlying());
        boolean byValue = BY_VALUE.contains(a.name()) && a.equals(b);
        boolean textAndObject = a.equals(Type.STRING) && b.is("object") || a.is("object") && b.equals(Type.STRING);
        if (sameValues || byValue || textAndObject || a.kind() == Type.Kind.NULL || b.kind() == Type.Kind.NULL) {
            return equal(at, x, y, wanted);
        }
        boolean mixed =
                a.underlying().kind() == Type.Kind.VALUE || b.underlying().kind() == Type.Kind.VALUE;
        Conversion toRight = session.conversions.implicit(a, b);
        Conversion toLeft = session.conversions.implicit(b, a);
        if (mixed && (a.is("DateTimeOffset") || b.is("DateTimeOffset")) && (toLeft != null || toRight != null)) {
            return toLeft != null
                    ? equal(at, x, session.converted(y, toLeft), wanted)
                    : equal(at, session.converted(x, toRight), y, wanted);
        }
        boolean related =
                toRight != null && toRight.operation() == null || toLeft != null && toLeft.operation() == null;
        if (mixed || !related) {
            boolean json = a.is("JToken") || b.is("JToken");
            boolean untyped = a.is("object") || b.is("object");
            String type = a.is("object") || a.is("JToken") ? b.toString() : a.toString();
            return session.wrong(
                    at,
                    Binder.describe(a) + " and " + Binder.describe(b) + " cannot be compared",
                    json || untyped ? "cast to " + type + " first" : "");
        }
        return new Bound(new Logic.SameReference(at, x, y, wanted), Type.BOOL);
    }

    private Node to(Bound bound, Type type) {
        Conversion conversion = session.conversions.implicit(bound.type(), type);
        return conversion == null ? bound.node() : session.converted(bound.node(), conversion);
    }

    private Bound equal(int at, Node x, Node y, boolean wanted) {
        return new Bound(session.fold(new Logic.Equal(at, x, y, wanted), x, y), Type.BOOL);
    }
}
