package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.syntax.Expr;
import dev.securemcp.proxy.expression.syntax.TypeName;
import dev.securemcp.proxy.expression.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Types as written, with or without their namespaces. */
final class TypeNames {

    private static final Set<String> ROOTS = Set.of("System", "Newtonsoft", "Microsoft");

    private final Session session;

    TypeNames(Session session) {
        this.session = session;
    }

    /** The type; a fault and dynamic where there is none of that name. */
    Type resolve(TypeName written) {
        Type found = find(written);
        if (found == null) {
            String simple = simple(written.name());
            session.fault(
                    written.at(),
                    session.table.definition(simple) == null
                            ? "there is no type '" + written.name() + "' in policy expressions"
                            : "'" + written.name() + "' does not take "
                                    + written.arguments().size() + " type arguments",
                    Hint.of(simple, session.table.typeNames()));
            return Type.DYNAMIC;
        }
        return found;
    }

    /** The type, or null. */
    Type find(TypeName written) {
        List<Type> arguments = new ArrayList<>();
        for (TypeName argument : written.arguments()) {
            arguments.add(resolve(argument));
        }
        Type type = session.table.type(simple(written.name()), arguments);
        if (type == null) {
            return null;
        }
        if (written.nullable()) {
            type = Type.nullable(type);
        }
        for (int i = 0; i < written.ranks(); i++) {
            type = Type.array(type);
        }
        return type;
    }

    /** Without its namespace; names that only look dotted stay as they are. */
    private static String simple(String name) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return name;
        }
        String root = name.substring(0, name.indexOf('.'));
        return ROOTS.contains(root) ? name.substring(dot + 1) : name;
    }

    /** The type that an expression names, where it names one: {@code Convert}, {@code System.Net.WebUtility}; else null. */
    Type named(Expr expression, Scope scope) {
        return switch (expression) {
            case Expr.TypeTarget target -> resolve(target.type());
            case Expr.Name name
            when scope.find(name.name()) == null && !name.name().equals("context") ->
                find(new TypeName(name.at(), name.name(), name.typeArguments(), false, 0));
            case Expr.Member member
            when dotted(member, scope) != null ->
                find(new TypeName(member.at(), dotted(member, scope), member.typeArguments(), false, 0));
            default -> null;
        };
    }

    /** Whether an expression is a namespace or part of one. */
    boolean isNamespace(Expr expression, Scope scope) {
        String name = dotted(expression, scope);
        return name != null;
    }

    private String dotted(Expr expression, Scope scope) {
        return switch (expression) {
            case Expr.Name name when ROOTS.contains(name.name()) && scope.find(name.name()) == null -> name.name();
            case Expr.Member member -> {
                String target = dotted(member.target(), scope);
                boolean ofType = target != null && session.table.definition(simple(target)) != null;
                yield target == null || ofType ? null : target + "." + member.name();
            }
            default -> null;
        };
    }
}
