package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.num;

import dev.securemcp.proxy.expression.run.Closure;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Sequences;
import dev.securemcp.proxy.expression.run.Values;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.value.Group;
import dev.securemcp.proxy.expression.value.JToken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code List<T>}, {@code IList<T>}, {@code HashSet<T>}. */
final class Lists {

    private Lists() {}

    /** The number of elements of any collection. */
    static int size(Object source) {
        return switch (source) {
            case Collection<?> c -> c.size();
            case Map<?, ?> m -> m.size();
            case Object[] a -> a.length;
            case byte[] b -> b.length;
            case String s -> s.length();
            case Group g -> g.elements().size();
            case JToken t -> t.children().size();
            default -> Sequences.of(source).size();
        };
    }

    static void interfaceMembers(Members<Object> m) {
        m.indexer("T this[int index]", (e, l, i) -> at(l, num(i)), (e, l, i, v) -> {
            changeable(l).set(num(i), v);
            return null;
        });
        m.method("int IndexOf(T item)", (e, l, v) -> indexOf(e, Sequences.of(l), v));
        m.method("void Add(T item)", (e, l, v) -> add(e, changeable(l), v));
    }

    private static Object at(Object source, int index) {
        List<Object> list = Sequences.of(source);
        if (index < 0 || index >= list.size()) {
            throw Fail.range("index " + index + " is outside of a list of " + list.size() + " elements");
        }
        return list.get(index);
    }

    private static List<Object> changeable(Object source) {
        if (source instanceof ArrayList<?>) {
            return Sequences.of(source);
        }
        throw Fail.of("NotSupportedException", "the collection cannot be changed");
    }

    private static Object add(Evaluation e, Collection<Object> into, Object value) {
        e.size(into.size() + 1L);
        into.add(value);
        return null;
    }

    private static int indexOf(Evaluation e, List<Object> list, Object value) {
        for (int i = 0; i < list.size(); i++) {
            e.step();
            if (Values.equal(list.get(i), value)) {
                return i;
            }
        }
        return -1;
    }

    private static List<Object> copy(Evaluation e, Object source) {
        List<Object> elements = Sequences.of(source);
        e.size(elements.size());
        e.steps(elements.size());
        return new ArrayList<>(elements);
    }

    static void fill(Members<List<Object>> m) {
        m.constructor("()", e -> new ArrayList<>());
        m.constructor("(int capacity)", (e, n) -> new ArrayList<>());
        m.constructor("(IEnumerable<T> collection)", (e, c) -> copy(e, c));
        m.property("int Count", (e, l) -> l.size());
        m.property("int Capacity", (e, l) -> l.size());
        m.indexer("T this[int index]", (e, l, i) -> at(l, num(i)), (e, l, i, v) -> {
            at(l, num(i));
            return changeable(l).set(num(i), v);
        });
        m.method("void Add(T item)", (e, l, v) -> add(e, changeable(l), v));
        m.method("void AddRange(IEnumerable<T> collection)", (e, l, c) -> {
            List<Object> added = copy(e, c);
            e.size((long) l.size() + added.size());
            changeable(l).addAll(added);
            return null;
        });
        m.method("void Insert(int index, T item)", (e, l, i, v) -> {
            e.size(l.size() + 1L);
            e.steps(l.size() >> 4);
            changeable(l).add(num(i), v);
            return null;
        });
        m.method("bool Remove(T item)", (e, l, v) -> {
            int index = indexOf(e, l, v);
            if (index >= 0) {
                changeable(l).remove(index);
            }
            return index >= 0;
        });
        m.method("void RemoveAt(int index)", (e, l, i) -> {
            e.steps(l.size() >> 4);
            return changeable(l).remove(num(i));
        });
        m.method("void RemoveRange(int index, int count)", (e, l, i, n) -> {
            e.steps(l.size() >> 4);
            changeable(l).subList(num(i), num(i) + num(n)).clear();
            return null;
        });
        m.method("int RemoveAll(Predicate<T> match)", (e, l, p) -> {
            int before = l.size();
            changeable(l).removeIf(((Closure) p)::test);
            return before - l.size();
        });
        m.method("void Clear()", (e, l) -> {
            changeable(l).clear();
            return null;
        });
        m.method("void Reverse()", (e, l) -> {
            e.steps(l.size());
            Collections.reverse(changeable(l));
            return null;
        });
        m.method("void Sort()", (e, l) -> sort(e, l, Values.ORDER));
        m.method(
                "void Sort(Func<T, T, int> comparison)",
                (e, l, c) -> sort(e, l, (a, b) -> num(((Closure) c).call(a, b))));
        m.method("void ForEach(Action<T> action)", (e, l, a) -> {
            new ArrayList<>(l).forEach(((Closure) a)::call);
            return null;
        });
        searching(m);
    }

    private static Object sort(Evaluation e, List<Object> list, java.util.Comparator<Object> order) {
        e.steps(list.size() * 8);
        changeable(list).sort(order);
        return null;
    }

    private static void searching(Members<List<Object>> m) {
        m.method("int IndexOf(T item)", (e, l, v) -> indexOf(e, l, v));
        m.method("bool Contains(T item)", (e, l, v) -> indexOf(e, l, v) >= 0);
        m.method("bool Exists(Predicate<T> match)", (e, l, p) -> l.stream().anyMatch(((Closure) p)::test));
        m.method("bool TrueForAll(Predicate<T> match)", (e, l, p) -> l.stream().allMatch(((Closure) p)::test));
        m.method(
                "T Find(Predicate<T> match)",
                (e, l, p) -> l.stream().filter(((Closure) p)::test).findFirst().orElse(null));
        m.method(
                "List<T> FindAll(Predicate<T> match)",
                (e, l, p) ->
                        new ArrayList<>(l.stream().filter(((Closure) p)::test).toList()));
        m.method("int FindIndex(Predicate<T> match)", (e, l, p) -> {
            for (int i = 0; i < l.size(); i++) {
                if (((Closure) p).test(l.get(i))) {
                    return i;
                }
            }
            return -1;
        });
        m.method("List<T> GetRange(int index, int count)", (e, l, i, n) -> copy(e, l.subList(num(i), num(i) + num(n))));
        m.method(
                "List<R> ConvertAll<R>(Func<T, R> converter)",
                (e, l, c) -> new ArrayList<>(l.stream().map(((Closure) c)::call).toList()));
        m.method("T[] ToArray()", (e, l) -> {
            e.length(l.size());
            return l.toArray();
        });
        m.method("List<T> AsReadOnly()", (e, l) -> Collections.unmodifiableList(l));
    }

    static void setMembers(Members<Set<Object>> m) {
        m.constructor("()", e -> new LinkedHashSet<>());
        m.constructor("(IEnumerable<T> collection)", (e, c) -> new LinkedHashSet<>(copy(e, c)));
        m.constructor("(IEqualityComparer<T> comparer)", (e, c) -> set(c));
        m.constructor("(IEnumerable<T> collection, IEqualityComparer<T> comparer)", (e, source, c) -> {
            Set<Object> made = set(c);
            made.addAll(copy(e, source));
            return made;
        });
        m.property("int Count", (e, s) -> s.size());
        m.method("bool Add(T item)", (e, s, v) -> {
            e.size(s.size() + 1L);
            return s.add(Values.key(v));
        });
        m.method("bool Contains(T item)", (e, s, v) -> s.contains(Values.key(v)));
        m.method("bool Remove(T item)", (e, s, v) -> s.remove(Values.key(v)));
        m.method("void Clear()", (e, s) -> {
            s.clear();
            return null;
        });
        m.method("void UnionWith(IEnumerable<T> other)", (e, s, o) -> {
            List<Object> added = copy(e, o);
            e.size((long) s.size() + added.size());
            s.addAll(added);
            return null;
        });
        m.method("void IntersectWith(IEnumerable<T> other)", (e, s, o) -> s.retainAll(new LinkedHashSet<>(copy(e, o))));
        m.method("void ExceptWith(IEnumerable<T> other)", (e, s, o) -> {
            copy(e, o).forEach(s::remove);
            return null;
        });
        m.method("bool IsSubsetOf(IEnumerable<T> other)", (e, s, o) -> new LinkedHashSet<>(copy(e, o)).containsAll(s));
        m.method("bool IsSupersetOf(IEnumerable<T> other)", (e, s, o) -> s.containsAll(copy(e, o)));
        m.method("bool Overlaps(IEnumerable<T> other)", (e, s, o) -> copy(e, o).stream()
                .anyMatch(s::contains));
        m.method("bool SetEquals(IEnumerable<T> other)", (e, s, o) -> s.equals(new LinkedHashSet<>(copy(e, o))));
    }

    private static Set<Object> set(Object comparer) {
        boolean fold = comparer instanceof StringTypes.Comparer c && c.ignoreCase();
        return fold ? new java.util.TreeSet<>(Dictionaries.FOLDED) : new LinkedHashSet<>();
    }
}
