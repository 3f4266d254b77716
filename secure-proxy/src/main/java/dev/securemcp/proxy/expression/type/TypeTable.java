package dev.securemcp.proxy.expression.type;

import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.value.EnumValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** All types of the language by name and by the Java class of their values. Filled once by the library, then only read. */
public final class TypeTable {

    private static final TypeDefinition ABSENT =
            new TypeDefinition(null, "", List.of(), false, null, List.of(), m -> {});

    private final Map<String, TypeDefinition> byName = new LinkedHashMap<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final List<TypeDefinition> withRuntime = new ArrayList<>();
    private final Map<Class<?>, TypeDefinition> byClass = new ConcurrentHashMap<>();

    /** A reference type: {@code List<T>}, the Java class of its values (null for static classes), its bases. */
    public <S> void reference(String name, Class<?> runtime, List<String> bases, Consumer<Members<S>> filler) {
        define(name, false, runtime, bases, filler);
    }

    /** A value type. */
    public <S> void value(String name, Class<?> runtime, List<String> bases, Consumer<Members<S>> filler) {
        define(name, true, runtime, bases, filler);
    }

    /** A further Java class of the values of a type. */
    public void also(Class<?> runtime, String name) {
        byClass.put(runtime, byName.get(name));
    }

    /** A second name. */
    public void alias(String alias, String name) {
        aliases.put(alias, name);
    }

    @SuppressWarnings("unchecked") // the definition hands its filler a table of its own kind
    private <S> void define(
            String full, boolean isValue, Class<?> runtime, List<String> bases, Consumer<Members<S>> filler) {
        int open = full.indexOf('<');
        String name = open < 0 ? full : full.substring(0, open);
        List<String> parameters = open < 0
                ? List.of()
                : List.of(full.substring(open + 1, full.length() - 1).split(", ?", -1));
        Consumer<Members<?>> erased = members -> filler.accept((Members<S>) members);
        TypeDefinition definition = new TypeDefinition(this, name, parameters, isValue, runtime, bases, erased);
        if (byName.put(name, definition) != null) {
            throw new IllegalStateException("library: type " + name + " is defined twice");
        }
        if (runtime != null) {
            byClass.putIfAbsent(runtime, definition);
            withRuntime.add(definition);
        }
    }

    /** The definition behind a name or alias; null where there is none. */
    public TypeDefinition definition(String name) {
        return byName.get(aliases.getOrDefault(name, name));
    }

    /** The definition behind a static type; null for dynamic, null and functions. */
    public TypeDefinition definition(Type type) {
        String name = type.name();
        int colon = name.indexOf(':'); // anonymous types carry their members behind one
        return byName.get(colon < 0 ? name : name.substring(0, colon));
    }

    /** The definition behind a value; that of {@code object} where its class is none of the language's. */
    public TypeDefinition definitionOf(Object value) {
        if (value instanceof EnumValue constant) {
            return byName.get(constant.type()); // all enumerations share one class
        }
        if (value instanceof ExpressionException thrown && byName.containsKey(thrown.kind())) {
            return byName.get(thrown.kind());
        }
        Class<?> runtime = value.getClass();
        TypeDefinition known = byClass.get(runtime);
        if (known == null) {
            known = withRuntime.stream()
                    .filter(definition -> definition.runtime() != Object.class
                            && definition.runtime().isInstance(value))
                    .findFirst()
                    .orElse(ABSENT);
            byClass.put(runtime, known);
        }
        return known == ABSENT ? byName.get("object") : known;
    }

    /** The type of a value, its type arguments dynamic. */
    public Type typeOf(Object value) {
        if (value == null) {
            return Type.NULL;
        }
        if (value instanceof byte[]) {
            return Type.BYTES;
        }
        TypeDefinition definition = definitionOf(value);
        return type(definition.name(), List.of());
    }

    /** The type of that name with those arguments; missing arguments are dynamic; null where there is no such type. */
    public Type type(String name, List<Type> arguments) {
        switch (name) {
            case "dynamic" -> {
                return Type.DYNAMIC;
            }
            case "void" -> {
                return Type.VOID;
            }
            case "Func" -> {
                return Type.function(arguments);
            }
            case "Action" -> {
                List<Type> all = new ArrayList<>(arguments);
                all.add(Type.VOID);
                return Type.function(all);
            }
            case "Predicate" -> {
                return Type.function(List.of(arguments.isEmpty() ? Type.DYNAMIC : arguments.getFirst(), Type.BOOL));
            }
            case "Nullable" -> {
                return arguments.isEmpty() ? null : Type.nullable(arguments.getFirst());
            }
            default -> {}
        }
        TypeDefinition definition = definition(name);
        if (definition == null) {
            return null;
        }
        List<Type> complete = new ArrayList<>(arguments);
        while (complete.size() < definition.parameters().size()) {
            complete.add(Type.DYNAMIC);
        }
        if (complete.size() > definition.parameters().size()) {
            return null;
        }
        Type.Kind kind = definition.name().equals("[]")
                ? Type.Kind.ARRAY
                : definition.isValue() ? Type.Kind.VALUE : Type.Kind.REFERENCE;
        return new Type(kind, definition.name(), List.copyOf(complete));
    }

    /** The bindings of a type's parameters: {@code T} to {@code string} for {@code List<string>}. */
    public Map<String, Type> bindings(Type type) {
        TypeDefinition definition = definition(type);
        if (definition == null || definition.parameters().isEmpty()) {
            return Map.of();
        }
        Map<String, Type> bindings = new HashMap<>();
        for (int i = 0; i < definition.parameters().size(); i++) {
            bindings.put(definition.parameters().get(i), type.arguments().get(i));
        }
        return bindings;
    }

    /** What a type derives from directly. */
    public List<Type> bases(Type type) {
        TypeDefinition definition = definition(type);
        if (definition == null) {
            return List.of();
        }
        Map<String, Type> bindings = bindings(type);
        return definition.bases().stream()
                .map(base -> base.substitute(bindings))
                .toList();
    }

    /** The type itself or the base of it that has this name; null where it has none. */
    public Type asBase(Type type, String name) {
        if (type.is(name)) {
            return type;
        }
        for (Type base : bases(type)) {
            Type found = asBase(base, name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The names of all members of a type and of its bases. */
    public Set<String> memberNames(Type type) {
        Set<String> names = new TreeSet<>();
        collect(type, names);
        names.remove("new");
        names.remove("this[]");
        return names;
    }

    private void collect(Type type, Set<String> into) {
        TypeDefinition definition = definition(type);
        if (definition != null) {
            into.addAll(definition.names());
            bases(type).forEach(base -> collect(base, into));
        }
    }

    /** Second names of types, each with the first. */
    public Map<String, String> aliases() {
        return Collections.unmodifiableMap(new TreeMap<>(aliases));
    }

    /** All names of types. */
    public Set<String> typeNames() {
        return new TreeSet<>(byName.keySet());
    }
}
