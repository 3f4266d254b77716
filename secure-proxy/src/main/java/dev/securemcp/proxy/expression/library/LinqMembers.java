package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.num;
import static dev.securemcp.proxy.expression.library.Names.truth;

import dev.securemcp.proxy.expression.run.Closure;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Sequences;
import dev.securemcp.proxy.expression.run.Values;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;

/** LINQ: sequences to sequences. Made at once and counted element by element. */
final class LinqMembers {

    private LinqMembers() {}

    static void fill(Members<Object> m) {
        m.method("IEnumerable<T> Where(Func<T, bool> predicate)", (e, s, p) -> where(e, s, (Closure) p));
        m.method("IEnumerable<T> Where(Func<T, int, bool> predicate)", (e, s, p) -> {
            List<Object> kept = new ArrayList<>();
            List<Object> source = counted(e, s);
            for (int i = 0; i < source.size(); i++) {
                if (truth(((Closure) p).call(source.get(i), i))) {
                    kept.add(source.get(i));
                }
            }
            return kept;
        });
        m.method("IEnumerable<R> Select<R>(Func<T, R> selector)", (e, s, f) -> select(e, s, (Closure) f));
        m.method("IEnumerable<R> Select<R>(Func<T, int, R> selector)", (e, s, f) -> {
            List<Object> made = new ArrayList<>();
            List<Object> source = counted(e, s);
            for (int i = 0; i < source.size(); i++) {
                made.add(((Closure) f).call(source.get(i), i));
            }
            return made;
        });
        m.method("IEnumerable<R> SelectMany<R>(Func<T, IEnumerable<R>> selector)", (e, s, f) -> {
            List<Object> made = new ArrayList<>();
            for (Object element : counted(e, s)) {
                List<Object> inner = counted(e, ((Closure) f).call(element));
                e.size((long) made.size() + inner.size());
                made.addAll(inner);
            }
            return made;
        });
        m.method("IEnumerable<T> Concat(IEnumerable<T> second)", (e, s, other) -> joined(e, s, other));
        m.method("IEnumerable<T> Append(T element)", (e, s, v) -> joined(e, s, Collections.singletonList(v)));
        m.method("IEnumerable<T> Prepend(T element)", (e, s, v) -> joined(e, Collections.singletonList(v), s));
        m.method("IEnumerable<T> Reverse()", (e, s) -> {
            List<Object> made = copy(e, s);
            Collections.reverse(made);
            return made;
        });
        m.method("IEnumerable<T> Skip(int count)", (e, s, n) -> skip(copy(e, s), num(n)));
        m.method("IEnumerable<T> Take(int count)", (e, s, n) -> take(copy(e, s), num(n)));
        m.method("IEnumerable<T> SkipWhile(Func<T, bool> predicate)", (e, s, p) -> {
            List<Object> source = copy(e, s);
            return skip(source, lead(source, (Closure) p));
        });
        m.method("IEnumerable<T> TakeWhile(Func<T, bool> predicate)", (e, s, p) -> {
            List<Object> source = copy(e, s);
            return take(source, lead(source, (Closure) p));
        });
        m.method(
                "IEnumerable<T> DefaultIfEmpty(T defaultValue)",
                (e, s, v) -> Lists.size(s) == 0 ? Collections.singletonList(v) : copy(e, s));
        m.method("IEnumerable<T> AsEnumerable()", (e, s) -> s);
        m.method("List<T> ToList()", (e, s) -> copy(e, s));
        m.method("T[] ToArray()", (e, s) -> s instanceof byte[] bytes ? e.bytes(bytes.clone()) : array(copy(e, s)));
        m.method("HashSet<T> ToHashSet()", (e, s) -> new LinkedHashSet<>(copy(e, s)));
        m.generic(
                "IEnumerable<R> Cast<R>()",
                (e, s, type) -> select(e, s, element -> Json.INSTANCES.unbox(element, (Type) type)));
        m.generic("IEnumerable<R> OfType<R>()", (e, s, type) -> {
            List<Object> kept = new ArrayList<>();
            for (Object element : counted(e, s)) {
                if (Json.INSTANCES.is(element, (Type) type)) {
                    kept.add(element);
                }
            }
            return kept;
        });
        sets(m);
        m.method("IEnumerable<R> Zip<U, R>(IEnumerable<U> second, Func<T, U, R> selector)", (e, s, other, f) -> {
            List<Object> a = counted(e, s);
            List<Object> b = counted(e, other);
            List<Object> made = new ArrayList<>();
            for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
                made.add(((Closure) f).call(a.get(i), b.get(i)));
            }
            return made;
        });
    }

    private static void sets(Members<Object> m) {
        m.method("IEnumerable<T> Distinct()", (e, s) -> distinct(e, s, null));
        m.method("IEnumerable<T> Distinct(IEqualityComparer<T> comparer)", (e, s, c) -> distinct(e, s, c));
        m.method(
                "IEnumerable<T> Union(IEnumerable<T> second)", (e, s, other) -> distinct(e, joined(e, s, other), null));
        m.method("IEnumerable<T> Intersect(IEnumerable<T> second)", (e, s, other) -> {
            List<Object> keys = keys(copy(e, other), null);
            LinkedHashSet<Object> wanted = new LinkedHashSet<>(keys);
            List<Object> kept = distinct(e, s, null);
            kept.removeIf(element -> !wanted.contains(Values.key(element)));
            return kept;
        });
        m.method("IEnumerable<T> Intersect(IEnumerable<T> second, IEqualityComparer<T> comparer)", (e, s, other, c) -> {
            LinkedHashSet<Object> wanted = new LinkedHashSet<>(keys(copy(e, other), c));
            List<Object> kept = distinct(e, s, c);
            kept.removeIf(element -> !wanted.contains(key(element, c)));
            return kept;
        });
        m.method("IEnumerable<T> Except(IEnumerable<T> second)", (e, s, other) -> {
            LinkedHashSet<Object> unwanted = new LinkedHashSet<>(keys(copy(e, other), null));
            List<Object> kept = distinct(e, s, null);
            kept.removeIf(element -> unwanted.contains(Values.key(element)));
            return kept;
        });
        m.method("bool SequenceEqual(IEnumerable<T> second)", (e, s, other) -> {
            List<Object> a = counted(e, s);
            List<Object> b = counted(e, other);
            boolean same = a.size() == b.size();
            for (int i = 0; same && i < a.size(); i++) {
                same = Values.equal(a.get(i), b.get(i));
            }
            return same;
        });
    }

    private static Object key(Object element, Object comparer) {
        return comparer instanceof StringTypes.Comparer c ? c.key(element) : Values.key(element);
    }

    private static List<Object> keys(List<Object> elements, Object comparer) {
        elements.replaceAll(element -> key(element, comparer));
        return elements;
    }

    private static List<Object> distinct(Evaluation e, Object source, Object comparer) {
        LinkedHashSet<Object> seen = new LinkedHashSet<>();
        List<Object> kept = new ArrayList<>();
        for (Object element : counted(e, source)) {
            if (seen.add(key(element, comparer))) {
                kept.add(element);
            }
        }
        return kept;
    }

    /** The elements, their number counted as steps. */
    static List<Object> counted(Evaluation e, Object source) {
        List<Object> elements = Sequences.of(source);
        e.size(elements.size());
        e.steps(elements.size());
        return elements;
    }

    static List<Object> copy(Evaluation e, Object source) {
        return new ArrayList<>(counted(e, source));
    }

    static Object[] array(List<Object> elements) {
        return elements.toArray();
    }

    static List<Object> where(Evaluation e, Object source, Closure predicate) {
        List<Object> kept = new ArrayList<>();
        for (Object element : counted(e, source)) {
            if (predicate.test(element)) {
                kept.add(element);
            }
        }
        return kept;
    }

    private static List<Object> select(Evaluation e, Object source, Closure selector) {
        return select(e, source, selector::call);
    }

    private static List<Object> select(Evaluation e, Object source, java.util.function.UnaryOperator<Object> selector) {
        List<Object> elements = counted(e, source);
        List<Object> made = new ArrayList<>(elements.size());
        for (Object element : elements) {
            made.add(selector.apply(element));
        }
        return made;
    }

    private static List<Object> joined(Evaluation e, Object first, Object second) {
        List<Object> made = copy(e, first);
        List<Object> added = counted(e, second);
        e.size((long) made.size() + added.size());
        made.addAll(added);
        return made;
    }

    private static List<Object> skip(List<Object> source, int count) {
        return new ArrayList<>(source.subList(Math.min(Math.max(count, 0), source.size()), source.size()));
    }

    private static List<Object> take(List<Object> source, int count) {
        return new ArrayList<>(source.subList(0, Math.min(Math.max(count, 0), source.size())));
    }

    private static int lead(List<Object> source, Closure predicate) {
        int count = 0;
        while (count < source.size() && predicate.test(source.get(count))) {
            count++;
        }
        return count;
    }
}
