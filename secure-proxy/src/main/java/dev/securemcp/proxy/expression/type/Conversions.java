package dev.securemcp.proxy.expression.type;

import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.JsonCasts;
import dev.securemcp.proxy.expression.run.Numbers;
import dev.securemcp.proxy.expression.tree.Apply;
import dev.securemcp.proxy.expression.value.DateTimeValue;
import dev.securemcp.proxy.expression.value.EnumValue;
import dev.securemcp.proxy.expression.value.JToken;
import dev.securemcp.proxy.expression.value.JValue;
import dev.securemcp.proxy.expression.value.XNode;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** C#'s conversions, implicit and explicit, as far as the language's types have them (C# 7, chapter 6). */
public final class Conversions {

    private static final List<String> WIDENING = List.of(
            "sbyte", "byte", "short", "ushort", "char", "int", "uint", "long", "ulong", "float", "double", "decimal");
    private static final Set<String> JSON_PLAIN = Set.of(
            "string",
            "bool",
            "int",
            "long",
            "double",
            "float",
            "decimal",
            "DateTime",
            "DateTimeOffset",
            "TimeSpan",
            "Guid",
            "Uri",
            "char",
            "byte",
            "sbyte",
            "short",
            "ushort",
            "uint",
            "ulong");

    private final TypeTable table;
    private final Instances instances;

    public Conversions(TypeTable table) {
        this.table = table;
        this.instances = new Instances(table);
    }

    /** Tests of values against types. */
    public Instances instances() {
        return instances;
    }

    public static boolean isNumeric(Type type) {
        return type.kind() == Type.Kind.VALUE && WIDENING.contains(type.name()) && !type.is("char");
    }

    /** The conversion that C# does by itself; null where there is none. */
    public Conversion implicit(Type from, Type to) {
        if (from.equals(to)) {
            return Conversion.IDENTITY;
        }
        if (to.isDynamic()) {
            return Conversion.free(1);
        }
        if (from.kind() == Type.Kind.VOID) {
            return null;
        }
        if (from.isDynamic()) {
            return to.is("object") ? Conversion.free(1) : new Conversion(2, (e, v) -> instances.coerce(this, v, to));
        }
        if (to.is("object")) {
            return Conversion.free(20);
        }
        if (from.kind() == Type.Kind.NULL) {
            return to.acceptsNull() ? Conversion.free(1) : null;
        }
        if (to.kind() == Type.Kind.NULLABLE) {
            Conversion inner = implicit(from.underlying(), to.underlying());
            return inner == null ? null : new Conversion(inner.cost() + 1, lifted(inner.operation()));
        }
        if (from.isFunction() && to.isFunction()) {
            return from.arguments().size() == to.arguments().size() ? Conversion.free(1) : null;
        }
        if (from.kind() == Type.Kind.VALUE && to.kind() == Type.Kind.VALUE && widens(from.name(), to.name())) {
            int distance = WIDENING.indexOf(to.name()) - WIDENING.indexOf(from.name());
            return new Conversion(
                    1 + distance, sameForm(from.name(), to.name()) ? null : (e, v) -> Numbers.convert(v, to.name()));
        }
        int distance = distance(from, to, 0);
        if (distance >= 0) {
            return Conversion.free(Math.min(distance, 15));
        }
        return userDefined(from, to);
    }

    private static Apply.One lifted(Apply.One operation) {
        return operation == null ? null : (e, v) -> v == null ? null : operation.apply(e, v);
    }

    private static boolean widens(String from, String to) {
        int a = WIDENING.indexOf(from);
        int b = WIDENING.indexOf(to);
        if (a < 0 || b <= a || to.equals("char") || to.equals("byte") || to.equals("sbyte")) {
            return false;
        }
        boolean signedToUnsigned =
                (from.equals("int") || from.equals("long") || from.equals("short") || from.equals("sbyte"))
                        && (to.equals("uint") || to.equals("ulong") || to.equals("ushort"));
        boolean realToDecimal = (from.equals("double") || from.equals("float")) && to.equals("decimal");
        boolean shortMix = (to.equals("ushort") && from.equals("short")) || (to.equals("short") && from.equals("char"));
        return !signedToUnsigned && !realToDecimal && !shortMix;
    }

    /** Whether both are held in the same Java class. */
    private static boolean sameForm(String from, String to) {
        Set<String> ints = Set.of("sbyte", "byte", "short", "ushort", "int");
        Set<String> longs = Set.of("uint", "long", "ulong");
        return (ints.contains(from) && ints.contains(to))
                || (longs.contains(from) && longs.contains(to))
                || (from.equals("float") && to.equals("double"));
    }

    /** How many steps up to a base; -1 where it is none. */
    private int distance(Type from, Type to, int walked) {
        if (from.is(to.name()) && from.kind() == to.kind()) {
            return fits(from, to) ? walked : -1;
        }
        for (Type base : table.bases(from)) {
            int found = distance(base, to, walked + 1);
            if (found >= 0) {
                return found;
            }
        }
        return -1;
    }

    /** Type arguments of the same generic type: equal, dynamic, or one a base of the other (read as covariant). */
    private boolean fits(Type from, Type to) {
        for (int i = 0; i < from.arguments().size(); i++) {
            Type a = from.arguments().get(i);
            Type b = to.arguments().get(i);
            boolean same = a.equals(b) || a.isDynamic() || b.isDynamic() || b.is("object") || a.is("object");
            if (!same && distance(a, b, 0) < 0) {
                return false;
            }
        }
        return true;
    }

    private Conversion userDefined(Type from, Type to) {
        if (to.is("JToken") && (JSON_PLAIN.contains(from.underlying().name()) || from.equals(Type.BYTES))) {
            return new Conversion(16, (e, v) -> new JValue(v));
        }
        if (from.is("DateTime") && to.is("DateTimeOffset")) {
            return new Conversion(16, (e, v) -> ((DateTimeValue) v).local().atOffset(ZoneOffset.UTC));
        }
        if (from.equals(Type.STRING) && to.is("XName")) {
            return new Conversion(16, (e, v) -> v == null ? null : XNode.Name.parse((String) v));
        }
        if (from.equals(Type.STRING) && to.is("XNamespace")) {
            return new Conversion(16, (e, v) -> v == null ? null : new XNode.Namespace((String) v));
        }
        return null;
    }

    /** The conversion that a cast does; null where there is none. */
    public Conversion explicit(Type from, Type to) {
        Conversion implicit = implicit(from, to);
        if (implicit != null) {
            return implicit;
        }
        if (from.kind() == Type.Kind.VOID || from.kind() == Type.Kind.NULL) {
            return null;
        }
        if (to.kind() == Type.Kind.NULLABLE && !from.is("object")) {
            Type inner = to.underlying();
            if (isJson(from)) {
                return new Conversion(0, (e, v) -> JsonCasts.cast((JToken) v, inner.name(), true));
            }
            Conversion found = explicit(from.underlying(), inner);
            return found == null ? null : new Conversion(0, lifted(found.operation()));
        }
        if (from.kind() == Type.Kind.NULLABLE) {
            Conversion found = explicit(from.underlying(), to);
            return found == null
                    ? null
                    : new Conversion(0, (e, v) -> {
                        if (v == null) {
                            throw Fail.operation("a nullable " + from.underlying() + " has no value");
                        }
                        return found.operation() == null ? v : found.operation().apply(e, v);
                    });
        }
        if (from.kind() == Type.Kind.VALUE && to.kind() == Type.Kind.VALUE) {
            return betweenValues(from, to);
        }
        if (isJson(from) && (JSON_PLAIN.contains(to.name()) || to.equals(Type.BYTES))) {
            String name = to.equals(Type.BYTES) ? "byte[]" : to.name();
            return new Conversion(0, (e, v) -> JsonCasts.cast((JToken) v, name, to.acceptsNull()));
        }
        if ((from.is("XElement") || from.is("XAttribute")) && JSON_PLAIN.contains(to.name())) {
            return new Conversion(0, (e, v) -> XNode.cast(v, to.name()));
        }
        boolean mayHold = from.is("object")
                || distance(to, from, 0) >= 0
                || isInterface(from)
                || isInterface(to)
                || (from.kind() == Type.Kind.ARRAY && to.kind() == Type.Kind.ARRAY);
        return mayHold ? new Conversion(0, (e, v) -> instances.unbox(v, to)) : null;
    }

    private boolean isJson(Type type) {
        return type.is("JToken") || type.is("JValue") || type.is("JProperty");
    }

    private static boolean isInterface(Type type) {
        String name = type.name();
        return type.kind() == Type.Kind.REFERENCE
                && name.length() > 1
                && name.charAt(0) == 'I'
                && Character.isUpperCase(name.charAt(1));
    }

    private Conversion betweenValues(Type from, Type to) {
        boolean fromNumber = WIDENING.contains(from.name());
        boolean toNumber = WIDENING.contains(to.name());
        if (fromNumber && toNumber) {
            return new Conversion(0, (e, v) -> Numbers.convert(v, to.name()));
        }
        if (toNumber && isEnum(from)) {
            return new Conversion(0, (e, v) -> Numbers.convert(((EnumValue) v).number(), to.name()));
        }
        if (fromNumber && isEnum(to)) {
            return new Conversion(0, (e, v) -> instances.enumOf(to, (Integer) Numbers.convert(v, "int")));
        }
        return null;
    }

    private boolean isEnum(Type type) {
        TypeDefinition definition = table.definition(type);
        return definition != null && definition.runtime() == EnumValue.class;
    }
}
