package dev.securemcp.proxy.policy.document;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Where documents get their named values from. */
public interface NamedValueSource {

    /** The value of a name, if there is one. */
    Optional<NamedValue> find(String name);

    /** All names, to suggest one where an unknown one was written. */
    Collection<String> names();

    /** Named values from a map. */
    static NamedValueSource of(Map<String, NamedValue> values) {
        Map<String, NamedValue> copy = Map.copyOf(values);
        return new NamedValueSource() {
            @Override
            public Optional<NamedValue> find(String name) {
                return Optional.ofNullable(copy.get(name));
            }

            @Override
            public Collection<String> names() {
                return copy.keySet();
            }
        };
    }
}
