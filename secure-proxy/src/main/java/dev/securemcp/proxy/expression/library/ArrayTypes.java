package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.NONE;
import static dev.securemcp.proxy.expression.library.Names.num;

import dev.securemcp.proxy.expression.run.Closure;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Sequences;
import dev.securemcp.proxy.expression.run.Values;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.TypeTable;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Arrays, of bytes (Java's own) and of anything else ({@code Object[]}), and the static class {@code Array}. */
final class ArrayTypes {

    private ArrayTypes() {}

    static void define(TypeTable table) {
        table.<Object>reference("[]<T>", Object[].class, List.of("IList<T>"), ArrayTypes::array);
        table.also(byte[].class, "[]");
        table.also(String[].class, "[]");
        table.<Object>reference("Array", null, NONE, ArrayTypes::statics);
    }

    private static void array(Members<Object> m) {
        m.property("int Length", (e, a) -> length(a));
        m.property("long LongLength", (e, a) -> (long) length(a));
        m.indexer("T this[int index]", (e, a, i) -> get(a, num(i)), (e, a, i, v) -> {
            set(a, num(i), v);
            return null;
        });
        m.method(
                "object Clone()",
                (e, a) -> a instanceof byte[] bytes ? e.bytes(bytes.clone()) : ((Object[]) a).clone());
        m.method("void CopyTo(T[] array, int index)", (e, a, target, i) -> copy(e, a, 0, target, num(i), length(a)));
        m.method("T GetValue(int index)", (e, a, i) -> get(a, num(i)));
        CipherTypes.extendBytes(m);
    }

    static int length(Object array) {
        return array instanceof byte[] bytes ? bytes.length : ((Object[]) array).length;
    }

    private static Object get(Object array, int index) {
        check(array, index);
        return array instanceof byte[] bytes ? bytes[index] & 0xff : ((Object[]) array)[index];
    }

    private static void set(Object array, int index, Object value) {
        check(array, index);
        if (array instanceof byte[] bytes) {
            bytes[index] = ((Integer) value).byteValue();
        } else {
            ((Object[]) array)[index] = value;
        }
    }

    private static void check(Object array, int index) {
        if (index < 0 || index >= length(array)) {
            throw Fail.of(
                    "IndexOutOfRangeException",
                    "index " + index + " is outside of an array of " + length(array) + " elements");
        }
    }

    /** Copies, between bytes and objects too. */
    static Object copy(Evaluation e, Object source, int from, Object target, int to, int count) {
        e.steps(count);
        if (source instanceof byte[] == target instanceof byte[]) {
            System.arraycopy(source, from, target, to, count);
        } else {
            for (int i = 0; i < count; i++) {
                set(target, to + i, get(source, from + i));
            }
        }
        return null;
    }

    private static void statics(Members<Object> m) {
        m.staticMethod("int IndexOf<T>(T[] array, T value)", (e, a, v) -> {
            List<Object> elements = Sequences.of(a);
            for (int i = 0; i < elements.size(); i++) {
                e.step();
                if (Values.equal(elements.get(i), v)) {
                    return i;
                }
            }
            return -1;
        });
        m.staticMethod("bool Exists<T>(T[] array, Predicate<T> match)", (e, a, p) -> Sequences.of(a).stream()
                .anyMatch(((Closure) p)::test));
        m.staticMethod("T Find<T>(T[] array, Predicate<T> match)", (e, a, p) -> Sequences.of(a).stream()
                .filter(((Closure) p)::test)
                .findFirst()
                .orElse(null));
        m.staticMethod("T[] FindAll<T>(T[] array, Predicate<T> match)", (e, a, p) -> Sequences.of(a).stream()
                .filter(((Closure) p)::test)
                .toArray());
        m.staticMethod("int FindIndex<T>(T[] array, Predicate<T> match)", (e, a, p) -> {
            List<Object> elements = Sequences.of(a);
            for (int i = 0; i < elements.size(); i++) {
                if (((Closure) p).test(elements.get(i))) {
                    return i;
                }
            }
            return -1;
        });
        m.staticMethod(
                "R[] ConvertAll<T, R>(T[] array, Func<T, R> converter)",
                (e, a, c) -> Sequences.of(a).stream().map(((Closure) c)::call).toArray());
        m.staticMethod("void Reverse<T>(T[] array)", (e, a) -> {
            e.steps(length(a));
            if (a instanceof byte[] bytes) {
                for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
                    byte kept = bytes[i];
                    bytes[i] = bytes[j];
                    bytes[j] = kept;
                }
            } else {
                Collections.reverse(Arrays.asList((Object[]) a));
            }
            return null;
        });
        m.staticMethod("void Sort<T>(T[] array)", (e, a) -> {
            e.steps(length(a) * 8);
            if (a instanceof byte[]) {
                throw Fail.of("NotSupportedException", "bytes are not sorted in place");
            }
            Arrays.sort((Object[]) a, Values.ORDER);
            return null;
        });
        m.staticMethod("void Copy<T>(T[] source, T[] target, int length)", (e, s, t, n) -> copy(e, s, 0, t, 0, num(n)));
        m.staticMethod(
                "void Copy<T>(T[] source, int sourceIndex, T[] target, int targetIndex, int length)",
                (e, s, i, t, j, n) -> copy(e, s, num(i), t, num(j), num(n)));
        m.staticMethod("T[] Empty<T>()", e -> new Object[0]);
        m.staticMethod(
                "int BinarySearch<T>(T[] array, T value)",
                (e, a, v) -> Collections.binarySearch(Sequences.of(a), v, Values.ORDER));
        m.staticMethod("void Clear<T>(T[] array, int index, int length)", (e, a, i, n) -> {
            for (int k = num(i); k < num(i) + num(n); k++) {
                e.step();
                set(a, k, a instanceof byte[] ? 0 : null);
            }
            return null;
        });
    }
}
