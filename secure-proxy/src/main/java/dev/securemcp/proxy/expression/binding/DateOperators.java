package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.tree.Apply;
import dev.securemcp.proxy.expression.tree.DynamicOperators;
import dev.securemcp.proxy.expression.type.Type;

/** {@code +} and {@code -} of dates and durations. */
final class DateOperators {

    private DateOperators() {}

    /** Null where these are no dates. */
    static Bound bind(int at, String operator, Bound left, Bound right) {
        Type a = left.type().underlying();
        Type b = right.type().underlying();
        boolean date = a.is("DateTime") || a.is("DateTimeOffset");
        Type result = null;
        if (date && b.is("TimeSpan") && (operator.equals("+") || operator.equals("-"))) {
            result = a;
        } else if (date && operator.equals("-") && (b.equals(a) || b.is("DateTime") || b.is("DateTimeOffset"))) {
            result = Type.value("TimeSpan");
        } else if (a.is("TimeSpan") && b.is("TimeSpan") && (operator.equals("+") || operator.equals("-"))) {
            result = a;
        } else if (a.is("TimeSpan") && b.is("TimeSpan") && operator.equals("/")) {
            result = Type.DOUBLE;
        } else if (a.is("TimeSpan")
                && Operators.promoted(b, Type.DOUBLE) != null
                && (operator.equals("*") || operator.equals("/"))) {
            result = a;
        }
        if (result == null) {
            return null;
        }
        boolean nullable =
                left.type().kind() == Type.Kind.NULLABLE || right.type().kind() == Type.Kind.NULLABLE;
        return new Bound(
                Apply.two(
                        at,
                        left.node(),
                        right.node(),
                        (e, x, y) -> x == null || y == null ? null : DynamicOperators.binary(e, operator, x, y)),
                nullable ? Type.nullable(result) : result);
    }
}
