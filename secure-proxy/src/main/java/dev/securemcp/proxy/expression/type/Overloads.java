package dev.securemcp.proxy.expression.type;

import dev.securemcp.proxy.expression.type.Member.Parameter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Chooses among members of one name by their arguments (C# 7, 7.5.3, in short): the least sum of conversions; the first on a tie. */
public final class Overloads {

    /** In {@link Choice#sources()}: the parameter takes its default. */
    public static final int DEFAULT = -1;

    /** In {@link Choice#sources()}: the parameter takes all remaining arguments as an array. */
    public static final int REST = -2;

    private static final int REST_COST = 1;
    private static final int GENERIC_COST = 1;

    private final TypeTable table;
    private final Conversions conversions;

    public Overloads(TypeTable table, Conversions conversions) {
        this.table = table;
        this.conversions = conversions;
    }

    /**
     * An argument.
     *
     * @param name null where positional
     * @param type what is known; for a lambda not yet bound a function of dynamic types
     * @param out an {@code out} argument
     * @param lambda whether it is a lambda not yet bound
     */
    public record Shape(String name, Type type, boolean out, boolean lambda) {}

    /**
     * What was chosen.
     *
     * @param member the member
     * @param sources per parameter: the index of its argument, {@link #DEFAULT} or {@link #REST}
     * @param restFrom the first argument of the rest
     * @param bindings of type parameters as far as known before lambdas are bound
     */
    public record Choice(Member member, int[] sources, int restFrom, Map<String, Type> bindings, int cost) {}

    /**
     * The best member; null where none takes these arguments.
     *
     * @param owner the type that declares them, with its arguments: binds the owner's type parameters
     */
    public Choice choose(List<Member> members, Type owner, List<Shape> arguments, List<Type> typeArguments) {
        Choice best = null;
        for (Member member : members) {
            Choice candidate = consider(member, owner, arguments, typeArguments, false);
            if (candidate == null && member.hasRest()) {
                candidate = consider(member, owner, arguments, typeArguments, true);
            }
            if (candidate != null && (best == null || candidate.cost() < best.cost())) {
                best = candidate;
            }
        }
        return best;
    }

    private Choice consider(
            Member member, Type owner, List<Shape> arguments, List<Type> typeArguments, boolean expanded) {
        int[] sources = new int[member.parameters().size()];
        int restFrom = assign(member, arguments, sources, expanded);
        if (restFrom < 0) {
            return null;
        }
        Map<String, Type> bindings = owner == null ? new HashMap<>() : new HashMap<>(table.bindings(owner));
        if (!typeArguments.isEmpty()) {
            if (typeArguments.size() != member.typeParameters().size()) {
                return null;
            }
            for (int i = 0; i < typeArguments.size(); i++) {
                bindings.put(member.typeParameters().get(i), typeArguments.get(i));
            }
        } else {
            infer(member, arguments, sources, restFrom, bindings);
            if (member.reified() && !bindings.keySet().containsAll(member.typeParameters())) {
                return null;
            }
        }
        int cost = cost(member, arguments, sources, restFrom, bindings);
        return cost < 0 ? null : new Choice(member, sources, restFrom, bindings, cost);
    }

    /** Fills the sources; gives the first argument of the rest (their number where there is none), or -1 where it does not fit. */
    private static int assign(Member member, List<Shape> arguments, int[] sources, boolean expanded) {
        List<Parameter> parameters = member.parameters();
        java.util.Arrays.fill(sources, DEFAULT);
        int positional = 0;
        int fixed = expanded ? parameters.size() - 1 : parameters.size();
        while (positional < arguments.size() && arguments.get(positional).name() == null) {
            positional++;
        }
        int restFrom = arguments.size();
        for (int i = 0; i < positional; i++) {
            if (i < fixed) {
                sources[i] = i;
            } else if (expanded) {
                restFrom = Math.min(restFrom, i);
            } else {
                return -1;
            }
        }
        for (int i = positional; i < arguments.size(); i++) {
            int index = indexOf(parameters, arguments.get(i).name());
            if (index < 0 || sources[index] != DEFAULT) {
                return -1;
            }
            sources[index] = i;
            restFrom = arguments.size();
        }
        for (int p = 0; p < fixed; p++) {
            if (sources[p] == DEFAULT && !parameters.get(p).optional()) {
                return -1;
            }
        }
        if (expanded) {
            sources[parameters.size() - 1] = REST;
        }
        return restFrom;
    }

    private static int indexOf(List<Parameter> parameters, String name) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private void infer(Member member, List<Shape> arguments, int[] sources, int restFrom, Map<String, Type> bindings) {
        for (int p = 0; p < sources.length; p++) {
            Type wanted = member.parameters().get(p).type();
            if (sources[p] == REST) {
                for (int i = restFrom; i < arguments.size(); i++) {
                    unify(wanted.arguments().getFirst(), arguments.get(i).type(), bindings);
                }
            } else if (sources[p] >= 0 && !arguments.get(sources[p]).lambda()) {
                unify(wanted, arguments.get(sources[p]).type(), bindings);
            }
        }
    }

    /** Binds the type parameters in {@code wanted} so that it becomes {@code given}, as far as possible. */
    public void unify(Type wanted, Type given, Map<String, Type> bindings) {
        switch (wanted.kind()) {
            case PARAMETER -> {
                Type bound = bindings.get(wanted.name());
                boolean says = given.kind() != Type.Kind.NULL && given.kind() != Type.Kind.VOID;
                if (says && (bound == null || bound.isDynamic())) {
                    bindings.put(wanted.name(), given);
                } else if (says
                        && conversions.implicit(given, bound) == null
                        && conversions.implicit(bound, given) != null) {
                    bindings.put(wanted.name(), given);
                }
            }
            case NULLABLE -> unify(wanted.underlying(), given.underlying(), bindings);
            case ARRAY, REFERENCE, VALUE, FUNCTION -> {
                if (wanted.arguments().isEmpty()) {
                    return;
                }
                Type base = wanted.isFunction() ? given : table.asBase(given, wanted.name());
                if (base != null
                        && base.arguments().size() == wanted.arguments().size()) {
                    for (int i = 0; i < wanted.arguments().size(); i++) {
                        unify(wanted.arguments().get(i), base.arguments().get(i), bindings);
                    }
                }
            }
            default -> {}
        }
    }

    private int cost(Member member, List<Shape> arguments, int[] sources, int restFrom, Map<String, Type> bindings) {
        int sum = member.typeParameters().isEmpty() ? 0 : GENERIC_COST;
        for (int p = 0; p < sources.length; p++) {
            Parameter parameter = member.parameters().get(p);
            Type wanted = parameter.type().substitute(bindings);
            if (sources[p] == REST) {
                sum += REST_COST;
                for (int i = restFrom; i < arguments.size(); i++) {
                    int cost = cost(arguments.get(i), wanted.arguments().getFirst(), false);
                    if (cost < 0) {
                        return -1;
                    }
                    sum += cost;
                }
            } else if (sources[p] == DEFAULT) {
                sum += 1;
            } else {
                int cost = cost(arguments.get(sources[p]), wanted, parameter.out());
                if (cost < 0) {
                    return -1;
                }
                sum += cost;
            }
        }
        return sum;
    }

    private int cost(Shape argument, Type wanted, boolean out) {
        if (argument.out() || out) {
            return argument.out() && out ? 0 : -1;
        }
        if (argument.lambda()) {
            boolean fits = wanted.isDynamic()
                    || wanted.isFunction()
                            && wanted.arguments().size()
                                    == argument.type().arguments().size();
            return fits ? 0 : -1;
        }
        Conversion conversion = conversions.implicit(argument.type(), wanted);
        return conversion == null ? -1 : conversion.cost();
    }
}
