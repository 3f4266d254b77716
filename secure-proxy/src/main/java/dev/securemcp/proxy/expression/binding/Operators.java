package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.syntax.Expr;
import dev.securemcp.proxy.expression.tree.Apply;
import dev.securemcp.proxy.expression.tree.Arithmetic;
import dev.securemcp.proxy.expression.tree.DynamicOperators;
import dev.securemcp.proxy.expression.tree.Logic;
import dev.securemcp.proxy.expression.tree.Making;
import dev.securemcp.proxy.expression.tree.Node;
import dev.securemcp.proxy.expression.type.Conversion;
import dev.securemcp.proxy.expression.type.Conversions;
import dev.securemcp.proxy.expression.type.Type;
import dev.securemcp.proxy.expression.value.EnumValue;
import dev.securemcp.proxy.expression.value.XNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Operators by the types of their sides (C# 7, 7.3 to 7.13). */
final class Operators {

    private static final Set<String> BITS = Set.of("&", "|", "^");
    private static final Set<String> ORDER = Set.of("<", ">", "<=", ">=");
    private static final Set<String> ORDERED = Set.of("DateTime", "DateTimeOffset", "TimeSpan", "Version");

    private final Session session;
    private final EqualityBinder equality;

    Operators(Session session) {
        this.session = session;
        this.equality = new EqualityBinder(session);
    }

    Bound binary(int at, String operator, Bound left, Bound right) {
        if (left.type().kind() == Type.Kind.VOID || right.type().kind() == Type.Kind.VOID) {
            return session.wrong(at, "an operator needs a value, found a call that gives none", "");
        }
        if (operator.equals("&&") || operator.equals("||")) {
            return logic(at, operator, left, right);
        }
        if (operator.equals("==") || operator.equals("!=")) {
            return equality.bind(at, operator.equals("=="), left, right);
        }
        if (operator.equals("+") && left.type().is("XNamespace") && right.type().equals(Type.STRING)) {
            return new Bound(
                    Apply.two(
                            at,
                            left.node(),
                            right.node(),
                            (e, x, y) -> new XNode.Name(((XNode.Namespace) x).uri(), (String) y)),
                    Type.reference("XName"));
        }
        if (operator.equals("+")
                && (left.type().equals(Type.STRING) || right.type().equals(Type.STRING))) {
            return concat(at, left, right);
        }
        if (left.type().isDynamic() || right.type().isDynamic()) {
            return dynamic(at, operator, left, right);
        }
        Bound dates = DateOperators.bind(at, operator, left, right);
        if (dates != null) {
            return dates;
        }
        if (operator.equals("<<") || operator.equals(">>")) {
            return shift(at, operator, left, right);
        }
        if (BITS.contains(operator)) {
            Bound bits = bits(at, operator, left, right);
            if (bits != null) {
                return bits;
            }
        }
        if (ORDER.contains(operator)
                && left.type().underlying().equals(right.type().underlying())
                && (ORDERED.contains(left.type().underlying().name())
                        || isEnum(left.type().underlying()))) {
            return order(at, operator, left.node(), right.node());
        }
        if (left.type().kind() == Type.Kind.NULL && right.type().underlying().kind() == Type.Kind.VALUE) {
            return binary(at, operator, new Bound(left.node(), Type.nullable(right.type())), right);
        }
        if (right.type().kind() == Type.Kind.NULL && left.type().underlying().kind() == Type.Kind.VALUE) {
            return binary(at, operator, left, new Bound(right.node(), Type.nullable(left.type())));
        }
        Type type = promoted(beside(left, right), beside(right, left));
        boolean real = type != null && (type.equals(Type.DOUBLE) || type.equals(Type.DECIMAL));
        if (type == null || (BITS.contains(operator) && real)) {
            return session.wrong(
                    at,
                    "there is no operator " + operator + " for " + Binder.describe(left.type()) + " and "
                            + Binder.describe(right.type()),
                    castHint(left.type(), right.type()));
        }
        boolean nullable =
                left.type().kind() == Type.Kind.NULLABLE || right.type().kind() == Type.Kind.NULLABLE;
        Type operand = nullable ? Type.nullable(type) : type;
        Node a = to(left, operand);
        Node b = to(right, operand);
        if (ORDER.contains(operator)) {
            return order(at, operator, a, b);
        }
        String name = type.name();
        return new Bound(
                session.fold(Apply.two(at, a, b, (e, x, y) -> Arithmetic.apply(name, operator, x, y)), a, b), operand);
    }

    private static String castHint(Type left, Type right) {
        boolean untyped = left.is("object") || right.is("object");
        boolean json = left.is("JToken") || right.is("JToken");
        return untyped || json ? "cast the " + (untyped ? "object" : "JToken") + " to the type it holds" : "";
    }

    private Node to(Bound bound, Type type) {
        Conversion conversion = session.conversions.implicit(bound.type(), type);
        if (conversion == null && bound.isConstant() && bound.value() instanceof Integer) {
            conversion = session.conversions.explicit(bound.type(), type.underlying());
        }
        return conversion == null ? bound.node() : session.converted(bound.node(), conversion);
    }

    /** The type of a side: a constant that is not negative is as unsigned as what it stands beside (C# 7, 6.1.9). */
    private static Type beside(Bound side, Bound other) {
        Type type = other.type().underlying();
        boolean unsigned = (type.is("uint") || type.is("ulong"))
                && side.isConstant()
                && side.value() instanceof Integer number
                && number >= 0;
        return unsigned ? type : side.type().underlying();
    }

    private Bound logic(int at, String operator, Bound left, Bound right) {
        for (Bound side : List.of(left, right)) {
            if (session.conversions.implicit(side.type(), Type.BOOL) == null) {
                return session.wrong(
                        side.node().at(),
                        "found " + Binder.describe(side.type()) + ", expected bool beside " + operator,
                        side.type().is("object")
                                ? "cast it: (bool)"
                                : side.type().kind() == Type.Kind.NULLABLE ? "compare it: == true" : "");
            }
        }
        Node a = to(left, Type.BOOL);
        Node b = to(right, Type.BOOL);
        Node node = operator.equals("&&") ? new Logic.And(at, a, b) : new Logic.Or(at, a, b);
        return new Bound(session.fold(node, a, b), Type.BOOL);
    }

    private Bound concat(int at, Bound left, Bound right) {
        List<Node> pieces = new ArrayList<>();
        pieces.addAll(left.node() instanceof Making.Concat inner ? inner.pieces() : List.of(left.node()));
        pieces.add(right.node());
        Node node = new Making.Concat(at, pieces);
        return new Bound(session.fold(node, pieces.toArray(Node[]::new)), Type.STRING);
    }

    private Bound dynamic(int at, String operator, Bound left, Bound right) {
        if (ORDER.contains(operator)) {
            return new Bound(
                    Apply.test(at, left.node(), right.node(), (e, x, y) -> DynamicOperators.compare(operator, x, y)),
                    Type.BOOL);
        }
        return new Bound(
                Apply.two(at, left.node(), right.node(), (e, x, y) -> DynamicOperators.binary(e, operator, x, y)),
                Type.DYNAMIC);
    }

    private Bound order(int at, String operator, Node a, Node b) {
        return new Bound(
                session.fold(Apply.test(at, a, b, (e, x, y) -> Arithmetic.compare(operator, x, y)), a, b), Type.BOOL);
    }

    private Bound shift(int at, String operator, Bound left, Bound right) {
        boolean narrow = left.type().is("uint");
        Type type = narrow ? left.type() : promoted(left.type(), Type.INT);
        if (type == null || !right.type().equals(Type.INT) || type.equals(Type.DOUBLE) || type.equals(Type.DECIMAL)) {
            return session.wrong(
                    at, "a shift needs a whole number and an int, found " + left.type() + " and " + right.type(), "");
        }
        boolean leftwards = operator.equals("<<");
        Node a = to(left, type);
        Node node = Apply.two(
                at,
                a,
                right.node(),
                narrow
                        ? (e, x, y) -> Arithmetic.shiftUnsigned(leftwards, (Long) x, (Integer) y)
                        : (e, x, y) -> Arithmetic.shift(leftwards, x, (Integer) y));
        return new Bound(session.fold(node, a, right.node()), type);
    }

    private Bound bits(int at, String operator, Bound left, Bound right) {
        Type type = left.type().underlying();
        if (!type.equals(right.type().underlying())) {
            return null;
        }
        if (type.equals(Type.BOOL)) {
            return new Bound(
                    Apply.test(at, left.node(), right.node(), (e, x, y) -> switch (operator) {
                        case "&" -> Boolean.logicalAnd((Boolean) x, (Boolean) y);
                        case "|" -> Boolean.logicalOr((Boolean) x, (Boolean) y);
                        default -> (Boolean) x ^ (Boolean) y;
                    }),
                    Type.BOOL);
        }
        if (isEnum(type)) {
            return new Bound(
                    Apply.two(at, left.node(), right.node(), (e, x, y) -> switch (operator) {
                        case "|" -> ((EnumValue) x).or((EnumValue) y);
                        case "&" -> new EnumValue(type.name(), "", ((EnumValue) x).number() & ((EnumValue) y).number());
                        default -> new EnumValue(type.name(), "", ((EnumValue) x).number() ^ ((EnumValue) y).number());
                    }),
                    type);
        }
        return null;
    }

    private boolean isEnum(Type type) {
        var definition = session.table.definition(type);
        return definition != null && definition.runtime() == EnumValue.class;
    }

    /** Binary numeric promotion; null where a side is no number or the two do not mix. */
    static Type promoted(Type a, Type b) {
        boolean numbers =
                (Conversions.isNumeric(a) || a.equals(Type.CHAR)) && (Conversions.isNumeric(b) || b.equals(Type.CHAR));
        if (!numbers) {
            return null;
        }
        boolean real = real(a) || real(b);
        if (a.equals(Type.DECIMAL) || b.equals(Type.DECIMAL)) {
            return real ? null : Type.DECIMAL;
        }
        if (real) {
            return Type.DOUBLE;
        }
        if (a.is("ulong") || b.is("ulong")) {
            return Type.value("ulong");
        }
        if (a.equals(Type.LONG) || b.equals(Type.LONG)) {
            return Type.LONG;
        }
        if (a.is("uint") || b.is("uint")) {
            return unsigned(a) && unsigned(b) ? Type.value("uint") : Type.LONG;
        }
        return Type.INT;
    }

    private static boolean unsigned(Type type) {
        return type.is("uint") || type.is("ushort") || type.is("byte") || type.equals(Type.CHAR);
    }

    private static boolean real(Type type) {
        return type.equals(Type.DOUBLE) || type.is("float");
    }

    Bound unary(int at, String operator, Bound operand) {
        Type type = operand.type().underlying();
        if (operand.type().isDynamic()) {
            Node node = operator.equals("!")
                    ? new Logic.Not(at, to(operand, Type.BOOL))
                    : Apply.one(operand.node(), (e, v) -> DynamicOperators.unary(operator, v));
            return new Bound(node, operator.equals("!") ? Type.BOOL : Type.DYNAMIC);
        }
        if (operator.equals("!")) {
            if (!operand.type().equals(Type.BOOL)) {
                return session.wrong(
                        at,
                        "'!' needs a bool, found " + Binder.describe(operand.type()),
                        operand.type().is("object")
                                ? "cast it: (bool)"
                                : operand.type().kind() == Type.Kind.NULLABLE ? "compare it: != true" : "");
            }
            return new Bound(session.fold(new Logic.Not(at, operand.node()), operand.node()), Type.BOOL);
        }
        if (operator.equals("-") && type.is("TimeSpan")) {
            return new Bound(Apply.one(operand.node(), (e, v) -> ((java.time.Duration) v).negated()), operand.type());
        }
        Type promoted = promoted(type, Type.INT);
        boolean real = promoted != null && (promoted.equals(Type.DOUBLE) || promoted.equals(Type.DECIMAL));
        if (promoted == null || (operator.equals("~") && real)) {
            return session.wrong(
                    at, "there is no operator " + operator + " for " + Binder.describe(operand.type()), "");
        }
        Node number = to(operand, promoted);
        if (operator.equals("+")) {
            return new Bound(number, promoted);
        }
        return new Bound(
                session.fold(Apply.one(number, (e, v) -> DynamicOperators.unary(operator, v)), number), promoted);
    }

    Bound coalesce(int at, Bound left, Expr right, Binder binder) {
        if (left.type().kind() == Type.Kind.VALUE) {
            return session.wrong(at, "'??' needs a value that can be null on its left, found " + left.type(), "");
        }
        Bound other = binder.bind(right, left.type());
        if (right instanceof Expr.Throw) {
            return new Bound(
                    new Logic.Coalesce(at, left.node(), other.node()),
                    left.type().underlying());
        }
        Bound bare = new Bound(left.node(), left.type().underlying());
        Type type = left.isNull() ? other.type() : binder.common(bare, other);
        if (type != null && other.type().kind() == Type.Kind.NULLABLE) {
            type = Type.nullable(type);
        }
        if (type == null) {
            return session.wrong(
                    at,
                    "the two values of ?? have the types " + left.type() + " and " + other.type(),
                    "cast one of them to the type of the other");
        }
        Conversion conversion = session.conversions.implicit(left.type().underlying(), type);
        Node first = conversion == null || conversion.operation() == null
                ? left.node()
                : Apply.one(
                        left.node(),
                        (e, v) -> v == null ? null : conversion.operation().apply(e, v));
        return new Bound(new Logic.Coalesce(at, first, binder.convert(other, type)), type);
    }
}
