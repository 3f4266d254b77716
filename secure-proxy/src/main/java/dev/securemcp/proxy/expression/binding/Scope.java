package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.tree.Variable;
import dev.securemcp.proxy.expression.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The names known at a place. */
final class Scope {

    /** A function under way: hands out the slots of its frame and collects what it returns. */
    static final class Function {
        final Function outer;
        final Type declared;
        final List<Type> returned = new ArrayList<>();
        int slots;

        /** @param declared the result's type; null where it follows from what is returned */
        Function(Function outer, Type declared) {
            this.outer = outer;
            this.declared = declared;
        }
    }

    /**
     * A variable.
     *
     * @param path the member of the context it was made from, while it stands for nothing else; or null
     */
    record Local(String name, Type type, int slot, Function function, String path, boolean constant) {}

    final Scope outer;
    final Function function;
    private final Map<String, Local> names = new HashMap<>();

    Scope(Scope outer, Function function) {
        this.outer = outer;
        this.function = function;
    }

    Scope inner() {
        return new Scope(this, function);
    }

    /** Null where the name is free; else the variable that has it. */
    Local find(String name) {
        for (Scope at = this; at != null; at = at.outer) {
            Local local = at.names.get(name);
            if (local != null) {
                return local;
            }
        }
        return null;
    }

    Local declare(String name, Type type, String path, boolean constant) {
        Local local = new Local(name, type, function.slots++, function, path, constant);
        names.put(name, local);
        return local;
    }

    /** A slot without a name. */
    Variable temporary(int at) {
        return new Variable(at, 0, function.slots++);
    }

    /** The node that reads or writes a variable from here. */
    Variable variable(int at, Local local) {
        int hops = 0;
        for (Function walk = function; walk != local.function(); walk = walk.outer) {
            hops++;
        }
        return new Variable(at, hops, local.slot());
    }

    Set<String> visible() {
        Set<String> all = new TreeSet<>();
        for (Scope at = this; at != null; at = at.outer) {
            all.addAll(at.names.keySet());
        }
        return all;
    }
}
