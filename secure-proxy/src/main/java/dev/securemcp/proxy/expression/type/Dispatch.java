package dev.securemcp.proxy.expression.type;

import dev.securemcp.proxy.expression.run.Closure;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Ref;
import dev.securemcp.proxy.expression.type.Overloads.Choice;
import dev.securemcp.proxy.expression.type.Overloads.Shape;
import dev.securemcp.proxy.expression.value.AnonymousObject;
import dev.securemcp.proxy.expression.value.JObject;
import java.util.ArrayList;
import java.util.List;

/** Members of values whose type is known only when evaluated: the same tables, looked up then. */
public final class Dispatch {

    private final TypeTable table;
    private final Conversions conversions;
    private final Overloads overloads;

    public Dispatch(TypeTable table, Conversions conversions) {
        this.table = table;
        this.conversions = conversions;
        this.overloads = new Overloads(table, conversions);
    }

    /** A property of a value. */
    public Object get(Evaluation e, Object self, String name) {
        if (self instanceof AnonymousObject object && object.members().containsKey(name)) {
            return object.members().get(name);
        }
        Found found = find(table.typeOf(self), name, Member.Kind.PROPERTY);
        if (found != null) {
            return Fn.apply(found.members().getFirst().function(), e, new Object[] {self});
        }
        if (self instanceof JObject object) {
            return object.get(name); // dynamic members of a JObject are its properties
        }
        throw missing(self, name);
    }

    /** Sets a property. */
    public void set(Evaluation e, Object self, String name, Object value) {
        Found found = find(table.typeOf(self), name, Member.Kind.PROPERTY);
        if (found == null && self instanceof JObject object) {
            object.set(name, (dev.securemcp.proxy.expression.value.JToken)
                    convert(value, table.type("JToken", List.of())));
            return;
        }
        if (found == null || found.members().getFirst().setter() == null) {
            throw missing(self, name);
        }
        Member member = found.members().getFirst();
        Fn.apply(member.setter(), e, new Object[] {
            self, convert(value, member.result().substitute(table.bindings(found.owner())))
        });
    }

    /** Calls a method of a value. */
    public Object call(
            Evaluation e, Object self, String name, List<Type> typeArguments, String[] names, Object[] arguments) {
        Type type = table.typeOf(self);
        Found found = null;
        for (Found level : levels(type, name, Member.Kind.METHOD)) {
            found = level;
            Choice choice = choose(level, typeArguments, names, arguments);
            if (choice != null) {
                return invoke(e, self, choice, arguments);
            }
        }
        if (self instanceof AnonymousObject object && object.members().get(name) instanceof Closure closure) {
            return closure.call(arguments);
        }
        if (found == null) {
            throw missing(self, name);
        }
        throw Fail.argument("no " + name + " of " + conversions.instances().describe(self) + " takes these arguments");
    }

    /** An indexer of a value: to read. */
    public Object index(Evaluation e, Object self, Object[] arguments) {
        return invoke(e, self, indexer(self, arguments), arguments);
    }

    /** An indexer of a value: to write. */
    public void setIndex(Evaluation e, Object self, Object[] arguments, Object value) {
        Choice choice = indexer(self, arguments);
        Member member = choice.member();
        if (member.setter() == null) {
            throw Fail.of(
                    "NotSupportedException",
                    "the indexer of " + conversions.instances().describe(self) + " cannot be set");
        }
        Object[] all = new Object[arguments.length + 2];
        all[0] = self;
        for (int i = 0; i < arguments.length; i++) {
            all[i + 1] = convert(arguments[i], member.parameters().get(i).type().substitute(choice.bindings()));
        }
        all[all.length - 1] = convert(value, member.result().substitute(choice.bindings()));
        Fn.apply(member.setter(), e, all);
    }

    private Choice indexer(Object self, Object[] arguments) {
        for (Found level : levels(table.typeOf(self), "this[]", Member.Kind.INDEXER)) {
            Choice choice = choose(level, List.of(), new String[arguments.length], arguments);
            if (choice != null) {
                return choice;
            }
        }
        throw Fail.argument(conversions.instances().describe(self) + " has no indexer for this");
    }

    /** Where members of a name were found. */
    public record Found(Type owner, List<Member> members) {}

    /** The members of that name and kind nearest to the type; null where there are none. */
    public Found find(Type type, String name, Member.Kind kind) {
        List<Found> levels = levels(type, name, kind);
        return levels.isEmpty() ? null : levels.getFirst();
    }

    /** The instance members of that name and kind, the type's own first, then those of its bases. */
    public List<Found> levels(Type type, String name, Member.Kind kind) {
        List<Found> found = new ArrayList<>(2);
        collect(type, name, kind, found);
        if (!type.is("object")) {
            collect(Type.OBJECT, name, kind, found);
        }
        return found;
    }

    private void collect(Type type, String name, Member.Kind kind, List<Found> into) {
        TypeDefinition definition = table.definition(type);
        if (definition == null) {
            return;
        }
        List<Member> members = definition.members(name).stream()
                .filter(member -> member.kind() == kind && !member.isStatic())
                .toList();
        if (!members.isEmpty()) {
            into.add(new Found(type, members));
        }
        table.bases(type).forEach(base -> collect(base, name, kind, into));
    }

    private Choice choose(Found level, List<Type> typeArguments, String[] names, Object[] arguments) {
        List<Shape> shapes = new ArrayList<>(arguments.length);
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            boolean lambda = argument instanceof Closure;
            Type type = argument instanceof Closure closure ? anyFunction(closure.arity()) : table.typeOf(argument);
            shapes.add(new Shape(names[i], type, argument instanceof Ref, lambda));
        }
        return overloads.choose(level.members(), level.owner(), shapes, typeArguments);
    }

    /** A function of that many parameters, all dynamic. */
    public static Type anyFunction(int arity) {
        List<Type> types = new ArrayList<>();
        for (int i = 0; i <= arity; i++) {
            types.add(Type.DYNAMIC);
        }
        return Type.function(types);
    }

    private Object invoke(Evaluation e, Object self, Choice choice, Object[] arguments) {
        Member member = choice.member();
        List<Object> all = new ArrayList<>();
        all.add(self);
        if (member.reified()) {
            member.typeParameters()
                    .forEach(parameter -> all.add(choice.bindings().get(parameter)));
        }
        for (int p = 0; p < member.parameters().size(); p++) {
            Member.Parameter parameter = member.parameters().get(p);
            Type wanted = parameter.type().substitute(choice.bindings());
            int source = choice.sources()[p];
            if (source == Overloads.DEFAULT) {
                all.add(parameter.fallback());
            } else if (source == Overloads.REST) {
                Object[] rest = new Object[arguments.length - choice.restFrom()];
                for (int i = 0; i < rest.length; i++) {
                    rest[i] = convert(
                            arguments[choice.restFrom() + i], wanted.arguments().getFirst());
                }
                all.add(rest);
            } else {
                all.add(parameter.out() ? arguments[source] : convert(arguments[source], wanted));
            }
        }
        return Fn.apply(member.function(), e, all.toArray());
    }

    private Object convert(Object value, Type wanted) {
        return wanted.isDynamic() || wanted.isFunction()
                ? value
                : conversions.instances().coerce(conversions, value, wanted);
    }

    private RuntimeException missing(Object self, String name) {
        return Fail.of(
                "RuntimeBinderException", conversions.instances().describe(self) + " has no member '" + name + "'");
    }
}
