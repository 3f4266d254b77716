package dev.securemcp.proxy.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Immutable copies that keep the order of the file, which {@code Map.copyOf} and {@code Set.copyOf} do not. */
final class Copies {

    private Copies() {}

    static <V> Map<String, V> of(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    static <V> Set<V> of(Set<V> set) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(set));
    }
}
