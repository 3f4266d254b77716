package dev.securemcp.proxy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** Names of properties that a schema speaks of, wherever in it. */
final class PropertyNames {

    private PropertyNames() {}

    static Set<String> of(JsonNode schema) {
        Set<String> names = new HashSet<>();
        collect(schema, names);
        return Set.copyOf(names);
    }

    private static void collect(JsonNode schema, Set<String> names) {
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        for (JsonNode required : schema.path("required")) {
            names.add(required.asText());
        }
        schema.forEach(each -> collect(each, names));
    }
}
