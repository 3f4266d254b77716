package dev.securemcp.proxy.expression.value;

import dev.securemcp.proxy.expression.run.Text;

/** {@code KeyValuePair<K, V>}. */
public record Pair(Object key, Object value) {

    @Override
    public String toString() {
        return "[" + Text.of(key) + ", " + Text.of(value) + "]";
    }
}
