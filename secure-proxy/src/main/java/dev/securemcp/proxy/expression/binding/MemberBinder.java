package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.syntax.Expr;
import dev.securemcp.proxy.expression.tree.Apply;
import dev.securemcp.proxy.expression.tree.Calls;
import dev.securemcp.proxy.expression.tree.Dynamic;
import dev.securemcp.proxy.expression.tree.Node;
import dev.securemcp.proxy.expression.type.Dispatch.Found;
import dev.securemcp.proxy.expression.type.Fn;
import dev.securemcp.proxy.expression.type.Member;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.Type;
import dev.securemcp.proxy.expression.type.TypeDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Names, properties and indexers. */
final class MemberBinder {

    private static final Type CONTEXT = Type.reference("IProxyRequestContext");

    private final Binder binder;
    private final Session session;

    MemberBinder(Binder binder) {
        this.binder = binder;
        this.session = binder.session;
    }

    Bound name(Expr.Name name) {
        Scope.Local local = binder.scope.find(name.name());
        if (local != null) {
            return new Bound(binder.scope.variable(name.at(), local), local.type(), local.path());
        }
        if (name.name().equals("context")) {
            session.use("context");
            Fn.F0 context = e -> e.context();
            return new Bound(Calls.of(name.at(), "context", false, context, new Node[0]), CONTEXT, "context");
        }
        if (binder.types.named(name, binder.scope) != null) {
            return session.wrong(
                    name.at(), "'" + name.name() + "' is a type; a value is expected here", "write a member behind it");
        }
        Set<String> known = new TreeSet<>(binder.scope.visible());
        known.add("context");
        known.addAll(session.table.typeNames());
        return session.wrong(
                name.at(), "there is no variable or type '" + name.name() + "'", Hint.of(name.name(), known));
    }

    Bound member(Expr.Member member) {
        Type type = binder.types.named(member.target(), binder.scope);
        if (type != null) {
            return staticProperty(member, type);
        }
        if (binder.types.isNamespace(member.target(), binder.scope)) {
            return session.wrong(
                    member.at(),
                    "there is no type '" + member.name() + "' in policy expressions",
                    Hint.of(member.name(), session.table.typeNames()));
        }
        Bound target = binder.bindFollowed(member.target(), null);
        return property(member.at(), target, member.name());
    }

    private Bound staticProperty(Expr.Member member, Type type) {
        TypeDefinition definition = session.table.definition(type);
        if (definition == null) {
            return session.wrong(member.at(), type + " has no member '" + member.name() + "'", "");
        }
        for (Member found : definition.members(member.name())) {
            if (found.isStatic() && found.kind() == Member.Kind.PROPERTY) {
                Type result = found.result().substitute(session.table.bindings(type));
                if (found.function() instanceof Members.Constant constant) {
                    return Bound.constant(member.at(), constant.value(), result);
                }
                return new Bound(Calls.of(member.at(), member.name(), false, found.function(), new Node[0]), result);
            }
        }
        boolean method = !definition.members(member.name()).isEmpty();
        return session.wrong(
                member.at(),
                method
                        ? "'" + type + "." + member.name() + "' is a method"
                        : "'" + type + "' has no static member '" + member.name() + "'",
                method ? "call it: " + member.name() + "(…)" : Hint.of(member.name(), definition.names()));
    }

    /** {@code target.name}. */
    Bound property(int at, Bound target, String name) {
        Type type = target.type();
        if (type.isDynamic()) {
            return new Bound(Dynamic.get(at, session.dispatch, target.node(), name), Type.DYNAMIC);
        }
        if (type.kind() == Type.Kind.NULLABLE) {
            return ofNullable(at, target, name);
        }
        Type anonymous = Anonymous.memberType(type, name);
        if (anonymous != null) {
            return new Bound(Dynamic.get(at, session.dispatch, target.node(), name), anonymous);
        }
        Found found = session.dispatch.find(type, name, Member.Kind.PROPERTY);
        if (found == null) {
            return missing(at, type, name);
        }
        Member property = found.members().getFirst();
        String path = target.path() == null ? null : target.path() + "." + name;
        note(path, type, name);
        Type result = property.result().substitute(session.table.bindings(found.owner()));
        return new Bound(Calls.of(at, name, true, property.function(), new Node[] {target.node()}), result, path);
    }

    private void note(String path, Type type, String name) {
        if (path != null) {
            session.use(path);
        }
        if (type.is("IRequest") && name.equals("Body")) {
            session.use("context.Request.Body"); // whichever way the request got there
        }
        if (type.is("IResponse") && name.equals("Body")) {
            session.readsSomeResponseBody();
        }
    }

    /** Notes a method of a member of the context. */
    void noteMethod(Bound target, String name) {
        if (target.path() != null) {
            session.use(target.path() + "." + name);
        }
    }

    private Bound ofNullable(int at, Bound target, String name) {
        Type inner = target.type().underlying();
        return switch (name) {
            case "HasValue" -> new Bound(Apply.test(at, target.node(), (e, v) -> v != null), Type.BOOL);
            case "Value" ->
                new Bound(
                        Apply.one(target.node(), (e, v) -> {
                            if (v == null) {
                                throw Fail.operation("a nullable " + inner + " has no value");
                            }
                            return v;
                        }),
                        inner);
            default ->
                session.wrong(
                        at,
                        target.type() + " has no member '" + name + "'",
                        session.dispatch.find(inner, name, Member.Kind.PROPERTY) != null
                                ? "write .Value." + name + " or ?." + name
                                : "");
        };
    }

    Bound missing(int at, Type type, String name) {
        if (type.is("object")) {
            return session.wrong(
                    at,
                    "object has no member '" + name + "'",
                    "cast the value to the type it holds, such as ((string)…)." + name);
        }
        if (type.kind() == Type.Kind.NULL || type.kind() == Type.Kind.VOID) {
            return session.wrong(at, Binder.describe(type) + " has no members", "");
        }
        Set<String> known = session.table.memberNames(type);
        known.addAll(Anonymous.names(type));
        boolean method = known.contains(name);
        return session.wrong(
                at,
                method
                        ? "'" + name + "' of " + type + " is a method or static"
                        : type + " has no member '" + name + "'",
                method ? "call it: " + name + "(…)" : Hint.of(name, known));
    }

    Bound index(Expr.Index index) {
        Bound target = binder.bindFollowed(index.target(), null);
        return indexed(index, target);
    }

    Bound indexed(Expr.Index index, Bound target) {
        List<Bound> arguments = new ArrayList<>();
        for (Expr.Argument argument : index.arguments()) {
            arguments.add(binder.bind(argument.value()));
        }
        if (target.type().isDynamic()) {
            Node[] nodes = arguments.stream().map(Bound::node).toArray(Node[]::new);
            return new Bound(Dynamic.index(index.at(), session.dispatch, target.node(), nodes), Type.DYNAMIC);
        }
        Indexer indexer = indexer(index.at(), target, arguments);
        if (indexer == null) {
            return session.wrong(
                    index.at(),
                    noIndexer(target.type(), arguments),
                    target.type().is("object") ? "cast the value to the type it holds" : "");
        }
        if (target.path() != null) {
            session.use(target.path() + "[]");
        }
        Node[] nodes = prepend(target.node(), indexer.arguments());
        return new Bound(Calls.of(index.at(), "[]", true, indexer.member().function(), nodes), indexer.result());
    }

    static String noIndexer(Type type, List<Bound> arguments) {
        return type + " cannot be indexed"
                + (arguments.isEmpty()
                        ? ""
                        : " by " + Binder.describe(arguments.getFirst().type()));
    }

    static Node[] prepend(Node first, Node... rest) {
        Node[] all = new Node[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    /** An indexer that was found, and its converted arguments. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Indexer(Member member, Node[] arguments, Type result) {}

    /** Null where the type has none that takes these. */
    Indexer indexer(int at, Bound target, List<Bound> arguments) {
        List<dev.securemcp.proxy.expression.type.Overloads.Shape> shapes = arguments.stream()
                .map(argument ->
                        new dev.securemcp.proxy.expression.type.Overloads.Shape(null, argument.type(), false, false))
                .toList();
        for (Found level : session.dispatch.levels(target.type(), "this[]", Member.Kind.INDEXER)) {
            var choice = session.overloads.choose(level.members(), level.owner(), shapes, List.of());
            if (choice != null) {
                Node[] nodes = new Node[arguments.size()];
                for (int i = 0; i < nodes.length; i++) {
                    nodes[i] = binder.convert(
                            arguments.get(i),
                            choice.member().parameters().get(i).type().substitute(choice.bindings()));
                }
                return new Indexer(
                        choice.member(), nodes, choice.member().result().substitute(choice.bindings()));
            }
        }
        return null;
    }
}
