package dev.securemcp.proxy.expression.library;

import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.value.JArray;
import dev.securemcp.proxy.expression.value.JObject;
import dev.securemcp.proxy.expression.value.JProperty;
import dev.securemcp.proxy.expression.value.JToken;
import dev.securemcp.proxy.expression.value.JValue;
import java.util.ArrayList;
import java.util.List;

/** Ways through a JSON document: paths, siblings, descendants, merging, comparing. */
final class JsonPaths {

    private JsonPaths() {}

    /** {@code SelectToken}: the match; null or an exception where there is none; an exception where there are several. */
    static JToken one(Evaluation e, JToken token, String path, boolean required) {
        List<Object> found = all(e, token, path);
        if (found.size() > 1) {
            throw Fail.of("JsonException", "the path matches more than one token");
        }
        if (found.isEmpty() && required) {
            throw Fail.of("JsonException", "the path matches no token");
        }
        return found.isEmpty() ? null : (JToken) found.getFirst();
    }

    static List<Object> all(Evaluation e, JToken token, String path) {
        if (path == null) {
            throw Fail.of("ArgumentNullException", "the path is null");
        }
        List<JToken> found = new JsonPath(e, path).select(token);
        return new ArrayList<>(found);
    }

    /** The values of an object's properties, or the elements of an array. */
    static List<Object> values(JToken token) {
        List<Object> values = new ArrayList<>();
        for (JToken child : token.children()) {
            values.add(child instanceof JProperty property ? property.value() : child);
        }
        return values;
    }

    /** Everything below, in document order. */
    static List<Object> descendants(Evaluation e, JToken token) {
        List<Object> all = new ArrayList<>();
        collect(e, token, all);
        return all;
    }

    private static void collect(Evaluation e, JToken token, List<Object> into) {
        for (JToken child : token.children()) {
            e.step();
            into.add(child);
            collect(e, child, into);
        }
    }

    static JToken sibling(JToken token, int step) {
        if (token.parent() == null) {
            return null;
        }
        List<JToken> all = new ArrayList<>(token.parent().children());
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) == token) {
                return i + step >= 0 && i + step < all.size() ? all.get(i + step) : null;
            }
        }
        return null;
    }

    /** Takes properties whose value is null out of every object. */
    static void dropNulls(JToken token) {
        for (JToken child : new ArrayList<>(token.children())) {
            if (child instanceof JProperty property
                    && property.value() instanceof JValue value
                    && value.value() == null) {
                property.remove();
            } else {
                dropNulls(child);
            }
        }
    }

    /** {@code Merge}: objects by name, arrays one behind the other. */
    static Object merge(Evaluation e, JToken into, JToken content) {
        e.step();
        if (into instanceof JObject target && content instanceof JObject source) {
            for (JProperty property : new ArrayList<>(source.properties())) {
                JToken present = target.get(property.name());
                boolean containers = (present instanceof JObject && property.value() instanceof JObject)
                        || (present instanceof JArray && property.value() instanceof JArray);
                boolean isNull = property.value() instanceof JValue value && value.value() == null;
                if (containers) {
                    merge(e, present, property.value());
                } else if (present == null || !isNull) {
                    e.size(target.size() + 1L);
                    target.set(property.name(), property.value().deepClone());
                }
            }
        } else if (into instanceof JArray target && content instanceof JArray source) {
            e.size((long) target.size() + source.size());
            new ArrayList<>(source.children()).forEach(element -> target.add(element.deepClone()));
        }
        return null;
    }

    /** {@code DeepEquals}. */
    static boolean same(Evaluation e, JToken a, JToken b) {
        e.step();
        if (a == null || b == null) {
            return a == b;
        }
        if (a instanceof JObject x && b instanceof JObject y) {
            return x.size() == y.size()
                    && x.properties().stream()
                            .allMatch(p -> y.get(p.name()) != null && same(e, p.value(), y.get(p.name())));
        }
        if (a instanceof JArray x && b instanceof JArray y) {
            boolean same = x.size() == y.size();
            for (int i = 0; same && i < x.size(); i++) {
                same = same(e, x.get(i), y.get(i));
            }
            return same;
        }
        return a instanceof JValue x && b instanceof JValue y && x.sameAs(y);
    }
}
