package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.type.Type;
import java.util.List;

/** The types of {@code new { a = 1 }}: they carry the names of their members in their own name. */
final class Anonymous {

    private static final String PREFIX = "AnonymousObject:";

    private Anonymous() {}

    static Type type(List<String> names, List<Type> types) {
        return new Type(Type.Kind.REFERENCE, PREFIX + String.join(",", names), List.copyOf(types));
    }

    /** Null where the type is not anonymous or has no such member. */
    static Type memberType(Type type, String name) {
        int index = names(type).indexOf(name);
        return index < 0 ? null : type.arguments().get(index);
    }

    static List<String> names(Type type) {
        return type.name().startsWith(PREFIX)
                ? List.of(type.name().substring(PREFIX.length()).split(",", -1))
                : List.of();
    }
}
