package dev.securemcp.proxy.expression.type;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A static type. Two are equal when they are written alike.
 *
 * @param kind how it behaves
 * @param name C#'s name, aliases resolved: {@code string}, {@code List}; {@code []} for arrays, {@code ?} for nullables
 * @param arguments of a generic type; an array's element; a function's parameters and, last, its result
 */
public record Type(Kind kind, String name, List<Type> arguments) {

    public enum Kind {
        /** Known only when evaluated. */
        DYNAMIC,
        /** The type of {@code null}. */
        NULL,
        VOID,
        /** A value type: null is not one of its values. */
        VALUE,
        /** A reference type. */
        REFERENCE,
        ARRAY,
        /** {@code Func}, {@code Action}, {@code Predicate}. */
        FUNCTION,
        NULLABLE,
        /** A type parameter in the signature of a generic member. */
        PARAMETER
    }

    public static final Type DYNAMIC = new Type(Kind.DYNAMIC, "dynamic", List.of());
    public static final Type NULL = new Type(Kind.NULL, "null", List.of());
    public static final Type VOID = new Type(Kind.VOID, "void", List.of());
    public static final Type OBJECT = reference("object");
    public static final Type STRING = reference("string");
    public static final Type BOOL = value("bool");
    public static final Type CHAR = value("char");
    public static final Type BYTE = value("byte");
    public static final Type INT = value("int");
    public static final Type LONG = value("long");
    public static final Type DOUBLE = value("double");
    public static final Type DECIMAL = value("decimal");
    public static final Type BYTES = array(BYTE);

    public static Type value(String name) {
        return new Type(Kind.VALUE, name, List.of());
    }

    public static Type reference(String name, Type... arguments) {
        return new Type(Kind.REFERENCE, name, List.of(arguments));
    }

    public static Type array(Type element) {
        return new Type(Kind.ARRAY, "[]", List.of(element));
    }

    /** The value itself or null; a reference stays what it is. */
    public static Type nullable(Type inner) {
        return inner.kind == Kind.VALUE || inner.kind == Kind.PARAMETER
                ? new Type(Kind.NULLABLE, "?", List.of(inner))
                : inner;
    }

    /** Parameters and, last, the result. */
    public static Type function(List<Type> arguments) {
        return new Type(Kind.FUNCTION, "Func", List.copyOf(arguments));
    }

    public boolean is(String otherName) {
        return name.equals(otherName);
    }

    public boolean isDynamic() {
        return kind == Kind.DYNAMIC;
    }

    public boolean isFunction() {
        return kind == Kind.FUNCTION;
    }

    /** What a function returns. */
    public Type result() {
        return arguments.getLast();
    }

    public boolean acceptsNull() {
        return kind == Kind.REFERENCE
                || kind == Kind.ARRAY
                || kind == Kind.FUNCTION
                || kind == Kind.NULLABLE
                || kind == Kind.DYNAMIC
                || kind == Kind.NULL;
    }

    /** Inside of a nullable; any other type is itself. */
    public Type underlying() {
        return kind == Kind.NULLABLE ? arguments.getFirst() : this;
    }

    /** With type parameters replaced; those without a binding become dynamic. */
    public Type substitute(Map<String, Type> bindings) {
        if (kind == Kind.PARAMETER) {
            return bindings.getOrDefault(name, DYNAMIC);
        }
        if (arguments.isEmpty()) {
            return this;
        }
        List<Type> replaced = arguments.stream()
                .map(argument -> argument.substitute(bindings))
                .toList();
        if (kind == Kind.NULLABLE) {
            return nullable(replaced.getFirst());
        }
        return new Type(kind, name, replaced);
    }

    /** As C# writes it. */
    @Override
    public String toString() {
        return switch (kind) {
            case ARRAY -> arguments.getFirst() + "[]";
            case NULLABLE -> arguments.getFirst() + "?";
            default ->
                arguments.isEmpty()
                        ? name
                        : name + "<" + arguments.stream().map(Type::toString).collect(Collectors.joining(", ")) + ">";
        };
    }
}
