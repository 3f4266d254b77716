package dev.securemcp.proxy.expression.library;

import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Ref;
import dev.securemcp.proxy.expression.run.Sequences;
import dev.securemcp.proxy.expression.run.Values;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.Type;
import dev.securemcp.proxy.expression.value.Pair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** {@code Dictionary<K, V>} and its interfaces; {@code context.Variables} can only be read. */
final class Dictionaries {

    /** Texts whatever their case. */
    static final Comparator<Object> FOLDED = (a, b) -> ((String) a).compareToIgnoreCase((String) b);

    private Dictionaries() {}

    /** {@code IReadOnlyDictionary<K, V>}. */
    static void readers(Members<Map<Object, Object>> m) {
        m.indexer("V this[K key]", (e, d, k) -> require(d, key(k)));
        m.property("int Count", (e, d) -> d.size());
        m.property("ICollection<K> Keys", (e, d) -> new ArrayList<>(d.keySet()));
        m.property("ICollection<V> Values", (e, d) -> new ArrayList<>(d.values()));
        m.method("bool ContainsKey(K key)", (e, d, k) -> d.containsKey(key(k)));
        m.method("bool TryGetValue(K key, out V value)", (e, d, k, out) -> ((Ref) out)
                .set(d.get(key(k)), d.containsKey(key(k))));
        m.method("V GetValueOrDefault(K key)", (e, d, k) -> d.get(key(k)));
        m.generic("R GetValueOrDefault<R>(K key)", (e, d, type, k) -> typed(d.get(key(k)), type, null));
        m.method(
                "V GetValueOrDefault(K key, V defaultValue)",
                (e, d, k, v) -> d.containsKey(key(k)) ? d.get(key(k)) : v);
        m.generic(
                "R GetValueOrDefault<R>(K key, R defaultValue)",
                (e, d, type, k, v) -> d.containsKey(key(k)) ? typed(d.get(key(k)), type, v) : v);
    }

    /** {@code Dictionary<K, V>}: what changes it. */
    static void fill(Members<Map<Object, Object>> m) {
        m.constructor("()", e -> new LinkedHashMap<>());
        m.constructor("(int capacity)", (e, n) -> new LinkedHashMap<>());
        m.constructor("(IReadOnlyDictionary<K, V> source)", (e, source) -> copy(e, source, new LinkedHashMap<>()));
        m.constructor("(IEqualityComparer<K> comparer)", (e, c) -> with(c));
        m.constructor(
                "(IReadOnlyDictionary<K, V> source, IEqualityComparer<K> comparer)",
                (e, source, c) -> copy(e, source, with(c)));
        m.indexer("V this[K key]", (e, d, k) -> require(d, key(k)), (e, d, k, v) -> put(e, d, key(k), v));
        m.method("void Add(K key, V value)", (e, d, k, v) -> {
            if (d.containsKey(key(k))) {
                throw Fail.argument("the dictionary has the key '" + k + "' already");
            }
            return put(e, d, key(k), v);
        });
        m.method("bool TryAdd(K key, V value)", (e, d, k, v) -> {
            boolean free = !d.containsKey(key(k));
            if (free) {
                put(e, d, key(k), v);
            }
            return free;
        });
        m.method("bool ContainsValue(V value)", (e, d, v) -> d.values().stream()
                .anyMatch(each -> Values.equal(each, v)));
        m.method("bool Remove(K key)", (e, d, k) -> {
            boolean present = d.containsKey(key(k));
            d.remove(key(k));
            return present;
        });
        m.method("void Clear()", (e, d) -> {
            d.clear();
            return null;
        });
    }

    private static Object typed(Object value, Object type, Object fallback) {
        Type wanted = (Type) type;
        if (value == null) {
            return wanted.acceptsNull() || fallback != null ? fallback : Json.defaultOf(wanted);
        }
        return Json.INSTANCES.unbox(value, wanted);
    }

    private static Object key(Object key) {
        return Values.key(Objects.requireNonNull(key));
    }

    private static Object require(Map<Object, Object> map, Object key) {
        Object value = map.get(key);
        if (value == null && !map.containsKey(key)) {
            throw Fail.missingKey(key);
        }
        return value;
    }

    private static Object put(Evaluation e, Map<Object, Object> map, Object key, Object value) {
        e.size(map.size() + 1L);
        map.put(key, value);
        return null;
    }

    static Map<Object, Object> with(Object comparer) {
        boolean fold = comparer instanceof StringTypes.Comparer c && c.ignoreCase();
        return fold ? new TreeMap<>(FOLDED) : new LinkedHashMap<>();
    }

    private static Object copy(Evaluation e, Object source, Map<Object, Object> into) {
        for (Object pair : e.collection(Sequences.of(source))) {
            into.put(((Pair) pair).key(), ((Pair) pair).value());
        }
        return into;
    }
}
