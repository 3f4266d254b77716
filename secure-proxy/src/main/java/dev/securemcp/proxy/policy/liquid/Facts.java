package dev.securemcp.proxy.policy.liquid;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What templates may read of one kind of fact: a table written by hand, known at load, so that a typo is a fault of the load.
 *
 * @param name as a template reaches it, such as {@code context.Request}
 */
record Facts<T>(String name, Map<String, Member<T, ?>> members) {

    /** @param facts the table of what it gives; null for a plain value */
    record Member<T, V>(Function<T, V> read, Facts<V> facts) {
        Object of(T owner) {
            V value = read.apply(owner);
            return facts == null || value == null ? Values.plain(value) : new Bound<>(facts, value);
        }
    }

    /** Facts of one exchange. */
    record Bound<T>(Facts<T> facts, T owner) {
        Object member(String member) {
            Member<T, ?> found = facts.members.get(member);
            return found != null ? found.of(owner) : null;
        }
    }

    static <T> Facts<T> of(String name) {
        return new Facts<>(name, new TreeMap<>());
    }

    Facts<T> value(String member, Function<T, Object> read) {
        members.put(member, new Member<>(read, null));
        return this;
    }

    <V> Facts<T> facts(String member, Facts<V> table, Function<T, V> read) {
        members.put(member, new Member<>(read, table));
        return this;
    }
}
