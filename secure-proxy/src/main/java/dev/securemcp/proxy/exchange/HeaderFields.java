package dev.securemcp.proxy.exchange;

import dev.securemcp.proxy.expression.HeaderFacts;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Header fields as policies read and change them, in order. Two flat lists: a message has some twenty fields, and a walk over them
 * allocates nothing.
 *
 * <p>It remembers which names a policy has set "in words", since the client's own credentials are forwarded only then. Confined to
 * one exchange; not thread-safe.
 */
public final class HeaderFields implements HeaderFacts {

    private final List<String> names;
    private final List<String> values;
    private Set<String> inWords = Set.of();
    /** All values as they were before a policy changed a field; null while none has. */
    private List<String> came;

    private HeaderFields(int capacity) {
        this.names = new ArrayList<>(capacity);
        this.values = new ArrayList<>(capacity);
    }

    /** No fields yet. */
    public static HeaderFields empty() {
        return new HeaderFields(8);
    }

    /** A copy of what arrived. */
    public static HeaderFields copyOf(MultiMap fields) {
        HeaderFields copy = new HeaderFields(24);
        for (Map.Entry<String, String> field : fields) {
            copy.names.add(field.getKey());
            copy.values.add(field.getValue());
        }
        return copy;
    }

    /** The first value of a field; null where there is none. */
    public String first(String name) {
        int at = indexOf(name, 0);
        return at < 0 ? null : values.get(at);
    }

    /** How many fields of that name there are. */
    public int count(String name) {
        int count = 0;
        for (int at = indexOf(name, 0); at >= 0; at = indexOf(name, at + 1)) {
            count++;
        }
        return count;
    }

    @Override
    public String joined(String name) {
        int first = indexOf(name, 0);
        if (first < 0) {
            return null;
        }
        int second = indexOf(name, first + 1);
        return second < 0 ? values.get(first) : String.join(",", values(name));
    }

    @Override
    public List<String> values(String name) {
        int at = indexOf(name, 0);
        if (at < 0) {
            return List.of();
        }
        List<String> found = new ArrayList<>(1);
        for (; at >= 0; at = indexOf(name, at + 1)) {
            found.add(values.get(at));
        }
        return found;
    }

    @Override
    public Iterable<String> names() {
        Set<String> seen = new HashSet<>();
        return names.stream()
                .filter(name -> seen.add(name.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** Calls back with each field in order. */
    public void forEach(BiConsumer<String, String> field) {
        for (int i = 0; i < names.size(); i++) {
            field.accept(names.get(i), values.get(i));
        }
    }

    /** Replaces all fields of that name; they move to the end. */
    public void set(String name, List<String> newValues) {
        removeAll(name);
        newValues.forEach(value -> add(name, value));
    }

    /** Replaces all fields of that name by one. */
    public void set(String name, String value) {
        removeAll(name);
        add(name, value);
    }

    /** Adds a field after the others. */
    public void add(String name, String value) {
        names.add(name);
        values.add(value);
    }

    /** Removes all fields of that name. */
    public void removeAll(String name) {
        for (int at = indexOf(name, 0); at >= 0; at = indexOf(name, at)) {
            names.remove(at);
            values.remove(at);
        }
    }

    /** Marks that a policy, rather than the client, gives this field its value. To be called before the field changes. */
    public void markSetByPolicy(String name) {
        if (inWords.isEmpty()) {
            inWords = new HashSet<>();
            came = List.copyOf(values);
        }
        inWords.add(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a policy gave this field its value. */
    public boolean setByPolicy(String name) {
        return !inWords.isEmpty() && inWords.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether the value of a field holds this text, or has held it before policies changed any: whether it came from outside. */
    public boolean came(String text) {
        for (String value : came == null ? values : came) {
            if (value.contains(text)) {
                return true;
            }
        }
        return false;
    }

    private int indexOf(String name, int from) {
        int length = name.length();
        for (int i = from; i < names.size(); i++) {
            String candidate = names.get(i);
            if (candidate.length() == length && candidate.equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}
