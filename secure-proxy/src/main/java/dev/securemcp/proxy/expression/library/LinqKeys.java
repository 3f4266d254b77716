package dev.securemcp.proxy.expression.library;

import dev.securemcp.proxy.expression.run.Closure;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Values;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.value.Group;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** LINQ by keys: order, groups, dictionaries, joins. */
final class LinqKeys {

    private LinqKeys() {}

    /** Sorted, and by what: {@code ThenBy} sorts again with a further key. */
    private static final class Ordered extends AbstractList<Object> {
        private final List<Object> sorted;
        private final Comparator<Object> order;

        Ordered(List<Object> source, Comparator<Object> order) {
            this.sorted = new ArrayList<>(source);
            this.order = order;
            sorted.sort(order);
        }

        @Override
        public Object get(int index) {
            return sorted.get(index);
        }

        @Override
        public int size() {
            return sorted.size();
        }
    }

    static void fill(Members<Object> m) {
        m.method("IEnumerable<T> OrderBy<K>(Func<T, K> keySelector)", (e, s, f) -> ordered(e, s, f, null, false));
        m.method(
                "IEnumerable<T> OrderBy<K>(Func<T, K> keySelector, IEqualityComparer<K> comparer)",
                (e, s, f, c) -> ordered(e, s, f, c, false));
        m.method(
                "IEnumerable<T> OrderByDescending<K>(Func<T, K> keySelector)",
                (e, s, f) -> ordered(e, s, f, null, true));
        m.method("IEnumerable<T> ThenBy<K>(Func<T, K> keySelector)", (e, s, f) -> then(e, s, f, false));
        m.method("IEnumerable<T> ThenByDescending<K>(Func<T, K> keySelector)", (e, s, f) -> then(e, s, f, true));
        m.method("IEnumerable<IGrouping<K, T>> GroupBy<K>(Func<T, K> keySelector)", (e, s, f) -> groups(e, s, f, null));
        m.method(
                "IEnumerable<IGrouping<K, R>> GroupBy<K, R>(Func<T, K> keySelector, Func<T, R> elementSelector)",
                (e, s, f, r) -> groups(e, s, f, r));
        m.method(
                "Dictionary<K, T> ToDictionary<K>(Func<T, K> keySelector)",
                (e, s, f) -> dictionary(e, s, f, null, null));
        m.method(
                "Dictionary<K, R> ToDictionary<K, R>(Func<T, K> keySelector, Func<T, R> elementSelector)",
                (e, s, f, r) -> dictionary(e, s, f, r, null));
        m.method(
                "Dictionary<K, R> ToDictionary<K, R>(Func<T, K> keySelector, Func<T, R> elementSelector, IEqualityComparer<K> comparer)",
                (e, s, f, r, c) -> dictionary(e, s, f, r, c));
        m.method(
                "IEnumerable<IGrouping<K, T>> ToLookup<K>(Func<T, K> keySelector)", (e, s, f) -> groups(e, s, f, null));
    }

    private static Object ordered(Evaluation e, Object source, Object selector, Object comparer, boolean descending) {
        List<Object> elements = LinqMembers.counted(e, source);
        return new Ordered(elements, order(e, elements, selector, comparer, descending));
    }

    private static Object then(Evaluation e, Object source, Object selector, boolean descending) {
        List<Object> elements = LinqMembers.counted(e, source);
        Comparator<Object> further = order(e, elements, selector, null, descending);
        return new Ordered(elements, source instanceof Ordered before ? before.order.thenComparing(further) : further);
    }

    /** The keys are found once per element: a comparison costs no call. */
    private static Comparator<Object> order(
            Evaluation e, List<Object> elements, Object selector, Object comparer, boolean descending) {
        e.steps(elements.size() * 4);
        java.util.IdentityHashMap<Object, Object> keys = new java.util.IdentityHashMap<>();
        elements.forEach(
                element -> keys.computeIfAbsent(element, each -> new Object[] {((Closure) selector).call(each)}));
        Comparator<Object> order = (a, b) -> {
            Object x = ((Object[]) keys.get(a))[0];
            Object y = ((Object[]) keys.get(b))[0];
            boolean fold = comparer instanceof StringTypes.Comparer c
                    && c.ignoreCase()
                    && x instanceof String
                    && y instanceof String;
            return fold ? ((String) x).compareToIgnoreCase((String) y) : Values.compare(x, y);
        };
        return descending ? order.reversed() : order;
    }

    private static List<Object> groups(Evaluation e, Object source, Object keySelector, Object elementSelector) {
        Map<Object, Group> found = new LinkedHashMap<>();
        for (Object element : LinqMembers.counted(e, source)) {
            Object key = ((Closure) keySelector).call(element);
            Object kept = elementSelector == null ? element : ((Closure) elementSelector).call(element);
            found.computeIfAbsent(Values.key(key), k -> new Group(key, new ArrayList<>()))
                    .elements()
                    .add(kept);
        }
        return new ArrayList<>(found.values());
    }

    private static Map<Object, Object> dictionary(
            Evaluation e, Object source, Object keySelector, Object elementSelector, Object comparer) {
        Map<Object, Object> made = Dictionaries.with(comparer);
        for (Object element : LinqMembers.counted(e, source)) {
            Object key = Values.key(Objects.requireNonNull(((Closure) keySelector).call(element)));
            if (made.containsKey(key)) {
                throw Fail.argument("the key '" + key + "' comes twice");
            }
            made.put(key, elementSelector == null ? element : ((Closure) elementSelector).call(element));
        }
        return made;
    }
}
