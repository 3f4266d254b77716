package dev.securemcp.proxy.expression.type;

import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.run.Closure;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.JsonCasts;
import dev.securemcp.proxy.expression.value.EnumValue;
import dev.securemcp.proxy.expression.value.JToken;
import dev.securemcp.proxy.expression.value.JValue;
import dev.securemcp.proxy.expression.value.XElement;

/** Values against types, when evaluated: {@code is}, {@code as}, casts from {@code object}, values of dynamic type. */
public final class Instances {

    private final TypeTable table;

    Instances(TypeTable table) {
        this.table = table;
    }

    /** Whether a value (null is none) is of a type; type arguments are not looked at. */
    public boolean is(Object value, Type type) {
        if (value == null) {
            return false;
        }
        return switch (type.kind()) {
            case DYNAMIC -> true;
            case NULLABLE -> is(value, type.underlying());
            case FUNCTION ->
                value instanceof Closure c
                        && (type.arguments().isEmpty()
                                || c.arity() == type.arguments().size() - 1);
            case ARRAY ->
                value instanceof byte[]
                        ? isByte(type.arguments().getFirst())
                        : value instanceof Object[] && !type.equals(Type.BYTES);
            case VALUE, REFERENCE -> type.is("object") || isNamed(value, type.name());
            default -> false;
        };
    }

    private static boolean isByte(Type element) {
        return element.isDynamic() || element.equals(Type.BYTE);
    }

    private boolean isNamed(Object value, String name) {
        if (value instanceof Integer) {
            return switch (name) {
                case "int", "byte", "sbyte", "short", "ushort", "IComparable", "IFormattable", "IConvertible" -> true;
                default -> false;
            };
        }
        if (value instanceof Long) {
            return switch (name) {
                case "long", "uint", "ulong", "IComparable", "IFormattable", "IConvertible" -> true;
                default -> false;
            };
        }
        if (value instanceof Double) {
            return name.equals("double") || name.equals("float");
        }
        if (value instanceof EnumValue constant) {
            return constant.type().equals(name);
        }
        if (value instanceof XElement document && document.name() == null) {
            return name.equals("XDocument") || name.equals("XContainer") || name.equals("XNode");
        }
        if (value instanceof ExpressionException thrown) {
            return Fail.isA(thrown, name);
        }
        return table.asBase(table.typeOf(value), name) != null;
    }

    /** A cast from {@code object}: the value itself, if it is of the type. */
    public Object unbox(Object value, Type type) {
        if (value == null) {
            if (type.acceptsNull()) {
                return null;
            }
            throw Fail.nullReference("null cannot become " + type);
        }
        if (is(value, type)) {
            return value;
        }
        throw Fail.cast("the value is " + describe(value) + ", not " + type
                + (value instanceof JToken ? "; cast it to JToken first" : ""));
    }

    /** The type's name as a person knows it. */
    public String describe(Object value) {
        return value == null
                ? "null"
                : value instanceof EnumValue constant
                        ? constant.type()
                        : table.typeOf(value).name();
    }

    /** A value of dynamic type where a type is asked for: implicit conversions by what it really is; JSON gives in to casts. */
    Object coerce(Conversions conversions, Object value, Type to) {
        if (value == null || is(value, to)) {
            return unbox(value, to);
        }
        Type from = table.typeOf(value);
        Conversion implicit = from.isDynamic() ? null : conversions.implicit(from, to);
        if (implicit != null) {
            return implicit.operation() == null ? value : implicit.operation().apply(null, value);
        }
        if (value instanceof JValue token) {
            return JsonCasts.cast(
                    token, to.equals(Type.BYTES) ? "byte[]" : to.underlying().name(), to.acceptsNull());
        }
        throw Fail.cast("the value is " + describe(value) + ", not " + to);
    }

    /** The member of an enumeration with that number, or the number itself as one. */
    EnumValue enumOf(Type type, int number) {
        TypeDefinition definition = table.definition(type);
        for (String name : definition.names()) {
            for (Member member : definition.members(name)) {
                if (member.function() instanceof Members.Constant constant
                        && constant.value() instanceof EnumValue value
                        && value.number() == number) {
                    return value;
                }
            }
        }
        return new EnumValue(type.name(), Integer.toString(number), number);
    }
}
