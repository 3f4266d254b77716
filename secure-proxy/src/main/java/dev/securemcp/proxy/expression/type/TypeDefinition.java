package dev.securemcp.proxy.expression.type;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What the language knows of one type: its name, what it derives from, its members. The members are read on first use. */
public final class TypeDefinition {

    private final TypeTable table;
    private final String name;
    private final List<String> parameters;
    private final boolean isValue;
    private final Class<?> runtime;
    private final List<String> bases;
    private final Consumer<Members<?>> filler;
    private volatile Map<String, List<Member>> members;
    private volatile List<Type> baseTypes;

    TypeDefinition(
            TypeTable table,
            String name,
            List<String> parameters,
            boolean isValue,
            Class<?> runtime,
            List<String> bases,
            Consumer<Members<?>> filler) {
        this.table = table;
        this.name = name;
        this.parameters = parameters;
        this.isValue = isValue;
        this.runtime = runtime;
        this.bases = bases;
        this.filler = filler;
    }

    public String name() {
        return name;
    }

    /** Names of its type parameters. */
    public List<String> parameters() {
        return parameters;
    }

    public boolean isValue() {
        return isValue;
    }

    /** The Java class of its values; null for static classes. */
    public Class<?> runtime() {
        return runtime;
    }

    /** What it derives from, in terms of its type parameters. */
    public List<Type> bases() {
        List<Type> known = baseTypes;
        if (known == null) {
            known = bases.stream()
                    .map(base -> new Signature(base, table, parameters).type())
                    .toList();
            baseTypes = known;
        }
        return known;
    }

    /** Its own members of that name, without those of its bases. */
    public List<Member> members(String memberName) {
        return members().getOrDefault(memberName, List.of());
    }

    /** The names of its own members. */
    public Set<String> names() {
        return new TreeSet<>(members().keySet());
    }

    private Map<String, List<Member>> members() {
        Map<String, List<Member>> known = members;
        if (known == null) {
            Map<String, List<Member>> read = new LinkedHashMap<>();
            filler.accept(
                    new Members<>(table, this, member -> read.computeIfAbsent(member.name(), n -> new ArrayList<>(2))
                            .add(member)));
            known = read;
            members = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return name;
    }
}
