package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.NONE;

import dev.securemcp.proxy.expression.type.TypeTable;
import dev.securemcp.proxy.expression.value.Group;
import dev.securemcp.proxy.expression.value.Pair;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collections and the interfaces between them. Sequences are made at once, not when they are gone through. */
final class CollectionTypes {

    private CollectionTypes() {}

    static void define(TypeTable table) {
        table.<Object>reference("IEnumerable<T>", null, NONE, m -> {
            LinqMembers.fill(m);
            LinqFolds.fill(m);
            LinqKeys.fill(m);
        });
        table.alias("IQueryable", "IEnumerable");
        table.alias("IOrderedEnumerable", "IEnumerable");
        table.<Object>reference(
                "ICollection<T>",
                null,
                List.of("IEnumerable<T>"),
                m -> m.property("int Count", (e, c) -> Lists.size(c)));
        table.alias("IReadOnlyCollection", "ICollection");
        table.<Object>reference("IList<T>", null, List.of("ICollection<T>"), Lists::interfaceMembers);
        table.alias("IReadOnlyList", "IList");
        table.<List<Object>>reference("List<T>", List.class, List.of("IList<T>"), Lists::fill);
        table.<Map<Object, Object>>reference(
                "IReadOnlyDictionary<K, V>", null, List.of("ICollection<KeyValuePair<K, V>>"), Dictionaries::readers);
        table.<Map<Object, Object>>reference(
                "Dictionary<K, V>", Map.class, List.of("IReadOnlyDictionary<K, V>"), Dictionaries::fill);
        table.alias("IDictionary", "Dictionary");
        table.alias("SortedDictionary", "Dictionary");
        table.alias("ConcurrentDictionary", "Dictionary");
        table.<Set<Object>>reference("HashSet<T>", Set.class, List.of("ICollection<T>"), Lists::setMembers);
        table.alias("ISet", "HashSet");
        table.<Collection<Object>>reference(
                "Queue<T>", java.util.ArrayDeque.class, List.of("ICollection<T>"), Queues::queue);
        table.<Queues.Stack>reference("Stack<T>", Queues.Stack.class, List.of("ICollection<T>"), Queues::stack);
        table.<Pair>value("KeyValuePair<K, V>", Pair.class, NONE, m -> {
            m.property("K Key", (e, p) -> p.key());
            m.property("V Value", (e, p) -> p.value());
            m.constructor("(K key, V value)", (e, k, v) -> new Pair(k, v));
            m.method("string ToString()", (e, p) -> p.toString());
        });
        table.<Group>reference(
                "IGrouping<K, T>", Group.class, List.of("IEnumerable<T>"), m -> m.property("K Key", (e, g) -> g.key()));
        table.<Object>reference("Enumerable", null, NONE, LinqFolds::statics);
    }
}
