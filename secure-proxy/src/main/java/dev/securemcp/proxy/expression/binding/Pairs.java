package dev.securemcp.proxy.expression.binding;

import dev.securemcp.proxy.expression.tree.Apply;
import dev.securemcp.proxy.expression.tree.Node;
import dev.securemcp.proxy.expression.value.JObject;
import dev.securemcp.proxy.expression.value.JProperty;
import dev.securemcp.proxy.expression.value.Pair;
import java.util.ArrayList;
import java.util.List;

/** A {@code JObject} gone through as such gives pairs of name and value; as a {@code JToken} it gives its properties. */
final class Pairs {

    private Pairs() {}

    static Node of(Node object) {
        return Apply.one(object, (e, value) -> {
            if (!(value instanceof JObject json)) {
                return value;
            }
            List<Object> pairs = new ArrayList<>(json.size());
            for (JProperty property : json.properties()) {
                pairs.add(new Pair(property.name(), property.value()));
            }
            return pairs;
        });
    }
}
