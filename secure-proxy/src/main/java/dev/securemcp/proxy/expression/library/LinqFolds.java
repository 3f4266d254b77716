package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.num;

import dev.securemcp.proxy.expression.run.Closure;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Values;
import dev.securemcp.proxy.expression.tree.DynamicOperators;
import dev.securemcp.proxy.expression.type.Members;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** LINQ: sequences to one value. */
final class LinqFolds {

    private LinqFolds() {}

    static void fill(Members<Object> m) {
        m.method("bool Any()", (e, s) -> Lists.size(s) > 0);
        m.method("bool Any(Func<T, bool> predicate)", (e, s, p) -> LinqMembers.counted(e, s).stream()
                .anyMatch(((Closure) p)::test));
        m.method("bool All(Func<T, bool> predicate)", (e, s, p) -> LinqMembers.counted(e, s).stream()
                .allMatch(((Closure) p)::test));
        m.method("int Count()", (e, s) -> Lists.size(s));
        m.method("int Count(Func<T, bool> predicate)", (e, s, p) -> LinqMembers.where(e, s, (Closure) p)
                .size());
        m.method("long LongCount()", (e, s) -> (long) Lists.size(s));
        m.method("bool Contains(T value)", (e, s, v) -> LinqMembers.counted(e, s).stream()
                .anyMatch(element -> Values.equal(element, v)));
        m.method("bool Contains(T value, IEqualityComparer<T> comparer)", (e, s, v, c) -> {
            StringTypes.Comparer comparer = (StringTypes.Comparer) c;
            return LinqMembers.counted(e, s).stream()
                    .anyMatch(element -> Values.equal(comparer.key(element), comparer.key(v)));
        });
        picking(m);
        sums(m);
        m.method("T Aggregate(Func<T, T, T> func)", (e, s, f) -> {
            List<Object> elements = some(LinqMembers.counted(e, s));
            Object result = elements.getFirst();
            for (Object element : elements.subList(1, elements.size())) {
                result = ((Closure) f).call(result, element);
            }
            return result;
        });
        m.method("A Aggregate<A>(A seed, Func<A, T, A> func)", (e, s, seed, f) -> {
            Object result = seed;
            for (Object element : LinqMembers.counted(e, s)) {
                result = ((Closure) f).call(result, element);
            }
            return result;
        });
        m.method("R Aggregate<A, R>(A seed, Func<A, T, A> func, Func<A, R> resultSelector)", (e, s, seed, f, last) -> {
            Object result = seed;
            for (Object element : LinqMembers.counted(e, s)) {
                result = ((Closure) f).call(result, element);
            }
            return ((Closure) last).call(result);
        });
    }

    private static List<Object> some(List<Object> elements) {
        if (elements.isEmpty()) {
            throw Fail.operation("the sequence has no (matching) element");
        }
        return elements;
    }

    private static void picking(Members<Object> m) {
        m.method("T First()", (e, s) -> some(LinqMembers.counted(e, s)).getFirst());
        m.method("T First(Func<T, bool> predicate)", (e, s, p) -> some(LinqMembers.where(e, s, (Closure) p))
                .getFirst());
        m.generic("T FirstOrDefault<T>()", (e, s, t) -> first(LinqMembers.counted(e, s), t));
        m.generic(
                "T FirstOrDefault<T>(Func<T, bool> predicate)",
                (e, s, t, p) -> first(LinqMembers.where(e, s, (Closure) p), t));
        m.method("T Last()", (e, s) -> some(LinqMembers.counted(e, s)).getLast());
        m.method("T Last(Func<T, bool> predicate)", (e, s, p) -> some(LinqMembers.where(e, s, (Closure) p))
                .getLast());
        m.generic(
                "T LastOrDefault<T>()",
                (e, s, t) -> first(LinqMembers.counted(e, s).reversed(), t));
        m.generic(
                "T LastOrDefault<T>(Func<T, bool> predicate)",
                (e, s, t, p) -> first(LinqMembers.where(e, s, (Closure) p).reversed(), t));
        m.method("T Single()", (e, s) -> single(some(LinqMembers.counted(e, s))));
        m.method("T Single(Func<T, bool> predicate)", (e, s, p) -> single(some(LinqMembers.where(e, s, (Closure) p))));
        m.generic("T SingleOrDefault<T>()", (e, s, t) -> singleOr(LinqMembers.counted(e, s), t));
        m.generic(
                "T SingleOrDefault<T>(Func<T, bool> predicate)",
                (e, s, t, p) -> singleOr(LinqMembers.where(e, s, (Closure) p), t));
        m.method(
                "T ElementAt(int index)", (e, s, i) -> LinqMembers.counted(e, s).get(num(i)));
        m.generic("T ElementAtOrDefault<T>(int index)", (e, s, t, i) -> {
            List<Object> elements = LinqMembers.counted(e, s);
            return num(i) >= 0 && num(i) < elements.size() ? elements.get(num(i)) : Json.defaultOf(t);
        });
    }

    private static Object first(List<Object> elements, Object type) {
        return elements.isEmpty() ? Json.defaultOf(type) : elements.getFirst();
    }

    private static Object single(List<Object> elements) {
        if (elements.size() > 1) {
            throw Fail.operation("the sequence has more than one (matching) element");
        }
        return elements.getFirst();
    }

    private static Object singleOr(List<Object> elements, Object type) {
        return elements.isEmpty() ? Json.defaultOf(type) : single(elements);
    }

    private static void sums(Members<Object> m) {
        m.method("T Sum()", (e, s) -> sum(e, LinqMembers.counted(e, s)));
        m.method("R Sum<R>(Func<T, R> selector)", (e, s, f) -> sum(e, mapped(e, s, f)));
        m.method("dynamic Average()", (e, s) -> average(e, LinqMembers.counted(e, s)));
        m.method("dynamic Average<R>(Func<T, R> selector)", (e, s, f) -> average(e, mapped(e, s, f)));
        m.method("T Max()", (e, s) -> Collections.max(some(LinqMembers.counted(e, s)), Values.ORDER));
        m.method("R Max<R>(Func<T, R> selector)", (e, s, f) -> Collections.max(some(mapped(e, s, f)), Values.ORDER));
        m.method("T Min()", (e, s) -> Collections.min(some(LinqMembers.counted(e, s)), Values.ORDER));
        m.method("R Min<R>(Func<T, R> selector)", (e, s, f) -> Collections.min(some(mapped(e, s, f)), Values.ORDER));
    }

    private static List<Object> mapped(Evaluation e, Object source, Object selector) {
        List<Object> made = new ArrayList<>();
        for (Object element : LinqMembers.counted(e, source)) {
            made.add(((Closure) selector).call(element));
        }
        return made;
    }

    private static Object sum(Evaluation e, List<Object> numbers) {
        Object sum = null;
        for (Object number : numbers) {
            sum = sum == null ? number : number == null ? sum : DynamicOperators.binary(e, "+", sum, number);
        }
        return sum == null ? 0 : sum;
    }

    private static Object average(Evaluation e, List<Object> numbers) {
        Object sum = sum(e, some(numbers));
        return sum instanceof BigDecimal decimal
                ? dev.securemcp.proxy.expression.run.Numbers.divide(decimal, BigDecimal.valueOf(numbers.size()))
                : (Object) (((Number) sum).doubleValue() / numbers.size());
    }

    /** {@code Enumerable}. */
    static void statics(Members<Object> m) {
        m.staticMethod("IEnumerable<int> Range(int start, int count)", (e, start, count) -> {
            e.size(num(count));
            e.steps(num(count));
            if (num(count) < 0) {
                throw Fail.range("a range must not have a negative length");
            }
            List<Object> made = new ArrayList<>(num(count));
            for (int i = 0; i < num(count); i++) {
                made.add(num(start) + i);
            }
            return made;
        });
        m.staticMethod("IEnumerable<T> Repeat<T>(T element, int count)", (e, element, count) -> {
            e.size(num(count));
            e.steps(num(count));
            return new ArrayList<>(Collections.nCopies(num(count), element));
        });
        m.staticMethod("IEnumerable<T> Empty<T>()", e -> new ArrayList<>());
    }
}
