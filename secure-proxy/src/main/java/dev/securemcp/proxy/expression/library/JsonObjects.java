package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.num;
import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Ref;
import dev.securemcp.proxy.expression.run.Sequences;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.value.JArray;
import dev.securemcp.proxy.expression.value.JObject;
import dev.securemcp.proxy.expression.value.JProperty;
import dev.securemcp.proxy.expression.value.JToken;
import dev.securemcp.proxy.expression.value.JsonReader;
import java.util.ArrayList;
import java.util.List;

/** {@code JObject} and {@code JArray}. */
final class JsonObjects {

    private JsonObjects() {}

    static void object(Members<JObject> m) {
        m.constructor("()", e -> new JObject());
        m.constructor("(JObject other)", (e, other) -> JToken.counted(e, (JObject) other)
                .deepClone());
        m.constructor("(params object[] content)", (e, content) -> {
            JObject made = new JObject();
            for (Object each : (Object[]) content) {
                add(e, made, each);
            }
            return made;
        });
        m.indexer("JToken this[string name]", (e, o, name) -> o.get(str(name)), (e, o, name, v) -> {
            e.size(o.size() + 1L);
            o.set(str(name), Json.charged(e, v));
            return null;
        });
        m.property("int Count", (e, o) -> o.size());
        m.method("void Add(string name, JToken value)", (e, o, name, v) -> {
            e.size(o.size() + 1L);
            return added(o.add(new JProperty(str(name), Json.charged(e, v))), str(name));
        });
        m.method("void Add(object content)", (e, o, content) -> {
            add(e, o, content);
            return null;
        });
        m.method("bool Remove(string name)", (e, o, name) -> o.remove(str(name)));
        m.method("void RemoveAll()", (e, o) -> {
            o.clear();
            return null;
        });
        m.method("bool ContainsKey(string name)", (e, o, name) -> o.containsKey(str(name)));
        m.method("bool TryGetValue(string name, out JToken value)", (e, o, name, out) -> ((Ref) out)
                .found(o.get(str(name))));
        m.method(
                "bool TryGetValue(string name, StringComparison comparison, out JToken value)",
                (e, o, name, c, out) ->
                        ((Ref) out).found(StringMembers.folds(c) ? o.getIgnoringCase(str(name)) : o.get(str(name))));
        m.method("JToken GetValue(string name)", (e, o, name) -> o.get(str(name)));
        m.method(
                "JToken GetValue(string name, StringComparison comparison)",
                (e, o, name, c) -> StringMembers.folds(c) ? o.getIgnoringCase(str(name)) : o.get(str(name)));
        m.method("JProperty Property(string name)", (e, o, name) -> o.property(str(name)));
        m.method("IEnumerable<JProperty> Properties()", (e, o) -> new ArrayList<Object>(o.properties()));
        m.method("IEnumerable<JToken> PropertyValues()", (e, o) -> JsonPaths.values(o));
        m.method("void Merge(object content)", (e, o, content) -> JsonPaths.merge(e, o, Json.charged(e, content)));
        m.staticMethod("JObject Parse(string json)", (e, text) -> JsonReader.object(JsonReader.read(e, str(text))));
        m.staticMethod("JObject FromObject(object o)", (e, o) -> {
            if (Json.from(e, o) instanceof JObject object) {
                return object;
            }
            throw Fail.argument("the value is not an object, so it cannot become a JObject");
        });
    }

    private static Object added(boolean success, String name) {
        if (!success) {
            throw Fail.argument("the JSON object has a property '" + name + "' already");
        }
        return null;
    }

    private static void add(Evaluation e, JObject object, Object content) {
        e.size(object.size() + 1L);
        if (content instanceof JToken token) {
            JToken.counted(e, token);
        }
        switch (content) {
            case JProperty property -> added(object.add(property), property.name());
            case JObject other -> other.properties().forEach(property -> added(object.add(property), property.name()));
            case Object sequence
            when Sequences.isSequence(sequence) && !(sequence instanceof String) ->
                new ArrayList<>(Sequences.of(sequence)).forEach(each -> add(e, object, each));
            case null, default -> throw Fail.argument("only properties can be added to a JSON object");
        }
    }

    static void array(Members<JArray> m) {
        m.constructor("()", e -> new JArray());
        m.constructor("(JArray other)", (e, other) -> JToken.counted(e, (JArray) other)
                .deepClone());
        m.constructor("(params object[] content)", (e, content) -> {
            JArray made = new JArray();
            for (Object each : (Object[]) content) {
                spread(e, made, each);
            }
            return made;
        });
        m.constructor("(object content)", (e, content) -> {
            JArray made = new JArray();
            spread(e, made, content);
            return made;
        });
        m.indexer("JToken this[int index]", (e, a, i) -> JsonTypes.get(a, i), (e, a, i, v) -> {
            a.set(num(i), Json.charged(e, v));
            return null;
        });
        m.property("int Count", (e, a) -> a.size());
        m.method("void Add(JToken item)", (e, a, v) -> {
            e.size(a.size() + 1L);
            a.add(Json.charged(e, v));
            return null;
        });
        m.method("void Add(object content)", (e, a, v) -> {
            e.size(a.size() + 1L);
            a.add(Json.token(e, v));
            return null;
        });
        m.method("void Insert(int index, JToken item)", (e, a, i, v) -> {
            e.size(a.size() + 1L);
            a.insert(num(i), Json.charged(e, v));
            return null;
        });
        m.method("void RemoveAt(int index)", (e, a, i) -> {
            a.removeAt(num(i));
            return null;
        });
        m.method("bool Remove(JToken item)", (e, a, v) -> a.removeToken((JToken) v));
        m.method("void Clear()", (e, a) -> {
            a.clear();
            return null;
        });
        m.method("int IndexOf(JToken item)", (e, a, v) -> a.indexOfToken((JToken) v));
        m.method("bool Contains(JToken item)", (e, a, v) -> a.indexOfToken((JToken) v) >= 0);
        m.method("void Merge(object content)", (e, a, content) -> JsonPaths.merge(e, a, Json.charged(e, content)));
        m.staticMethod("JArray Parse(string json)", (e, text) -> JsonReader.array(JsonReader.read(e, str(text))));
        m.staticMethod("JArray FromObject(object o)", (e, o) -> JsonReader.array(Json.from(e, o)));
    }

    private static void spread(Evaluation e, JArray array, Object content) {
        boolean many = Sequences.isSequence(content)
                && !(content instanceof String)
                && !(content instanceof JObject)
                && !(content instanceof JProperty)
                && !(content instanceof dev.securemcp.proxy.expression.value.JValue)
                && !(content instanceof byte[]);
        List<Object> elements =
                many ? new ArrayList<>(Sequences.of(content)) : java.util.Collections.singletonList(content);
        e.size((long) array.size() + elements.size());
        elements.forEach(element -> array.add(Json.token(e, element)));
    }
}
