package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.NONE;
import static dev.securemcp.proxy.expression.library.Names.num;
import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Text;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.Type;
import dev.securemcp.proxy.expression.type.TypeTable;
import dev.securemcp.proxy.expression.value.EnumValue;
import dev.securemcp.proxy.expression.value.JArray;
import dev.securemcp.proxy.expression.value.JObject;
import dev.securemcp.proxy.expression.value.JProperty;
import dev.securemcp.proxy.expression.value.JToken;
import dev.securemcp.proxy.expression.value.JValue;
import dev.securemcp.proxy.expression.value.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** {@code JToken} and its kind, {@code JsonConvert}. */
final class JsonTypes {

    private JsonTypes() {}

    static void define(TypeTable table) {
        table.<JToken>reference("JToken", JToken.class, List.of("IEnumerable<JToken>"), JsonTypes::token);
        table.<JToken>reference("JContainer", null, List.of("JToken"), m -> {
            m.property("int Count", (e, t) -> t.children().size());
            m.method("IEnumerable<JToken> Descendants()", (e, t) -> JsonPaths.descendants(e, t));
        });
        table.<JObject>reference(
                "JObject",
                JObject.class,
                List.of("IEnumerable<KeyValuePair<string, JToken>>", "JContainer"),
                JsonObjects::object);
        table.<JArray>reference("JArray", JArray.class, List.of("JContainer"), JsonObjects::array);
        table.<JProperty>reference("JProperty", JProperty.class, List.of("JContainer"), m -> {
            m.constructor(
                    "(string name, object content)",
                    (e, name, content) -> new JProperty(str(name), Json.token(e, content)));
            m.property("string Name", (e, p) -> p.name());
            m.property("JToken Value", (e, p) -> p.value(), (e, p, v) -> {
                p.set(Json.charged(e, v));
                return null;
            });
        });
        table.<JValue>reference("JValue", JValue.class, List.of("JToken"), m -> {
            m.constructor("(object value)", (e, v) -> new JValue(v));
            m.property("object Value", (e, v) -> v.value(), (e, v, content) -> {
                v.set(content);
                return null;
            });
            m.staticMethod("JValue CreateNull()", e -> new JValue(null));
            m.staticMethod("JValue CreateString(string value)", (e, v) -> new JValue(v));
            m.method("string ToString(CultureInfo culture)", (e, v, culture) -> v.toString());
            m.method("string ToString(string format)", (e, v, format) -> Text.of(v.value(), str(format)));
        });
        table.<Object>reference("JsonConvert", null, NONE, JsonTypes::convert);
        table.<Settings>reference("JsonSerializerSettings", Settings.class, NONE, m -> {
            m.constructor("()", e -> new Settings());
            m.property("NullValueHandling NullValueHandling", (e, s) -> null, (e, s, v) -> {
                s.skipNulls = ((EnumValue) v).number() == 1;
                return null;
            });
            m.property("Formatting Formatting", (e, s) -> null, (e, s, v) -> {
                s.indented = ((EnumValue) v).number() == 1;
                return null;
            });
            m.property("DateParseHandling DateParseHandling", (e, s) -> null, (e, s, v) -> {
                s.dates = ((EnumValue) v).number() != 0;
                return null;
            });
        });
    }

    /** What is supported of {@code JsonSerializerSettings}. */
    private static final class Settings {
        private boolean skipNulls;
        private boolean indented;
        private boolean dates = true;
    }

    private static boolean indented(Object formatting) {
        return ((EnumValue) formatting).number() == 1;
    }

    private static void convert(Members<Object> m) {
        m.staticMethod("string SerializeObject(object value)", (e, v) -> Json.serialize(e, v, false));
        m.staticMethod(
                "string SerializeObject(object value, Formatting formatting)",
                (e, v, f) -> Json.serialize(e, v, indented(f)));
        m.staticMethod(
                "string SerializeObject(object value, JsonSerializerSettings settings)",
                (e, v, s) -> serialize(e, v, ((Settings) s).indented, (Settings) s));
        m.staticMethod(
                "string SerializeObject(object value, Formatting formatting, JsonSerializerSettings settings)",
                (e, v, f, s) -> serialize(e, v, indented(f), (Settings) s));
        m.staticGeneric("T DeserializeObject<T>(string value)", (dev.securemcp.proxy.expression.type.Fn.F2<Object>)
                (e, type, v) -> v == null || str(v).isBlank()
                        ? Json.defaultOf(type)
                        : Json.to(e, JsonReader.read(e, str(v)), (Type) type));
        m.staticGeneric(
                "T DeserializeObject<T>(string value, JsonSerializerSettings settings)",
                (dev.securemcp.proxy.expression.type.Fn.F3<Object>)
                        (e, type, v, s) -> Json.to(e, JsonReader.read(e, str(v), ((Settings) s).dates), (Type) type));
        m.staticMethod(
                "dynamic DeserializeObject(string value)",
                (e, v) -> v == null || str(v).isBlank() ? null : JsonReader.read(e, str(v)));
        m.staticMethod("string ToString(object value)", (e, v) -> Json.serialize(e, v, false));
    }

    private static String serialize(Evaluation e, Object value, boolean indented, Settings settings) {
        JToken token = Json.from(e, value);
        if (settings.skipNulls && !(value instanceof JToken)) {
            JsonPaths.dropNulls(token);
        }
        return Json.serialize(e, token, indented);
    }

    private static void token(Members<JToken> m) {
        m.property("JToken Parent", (e, t) -> t.parent());
        m.property("JToken Root", (e, t) -> t.root());
        m.property("string Path", (e, t) -> t.path());
        m.property("bool HasValues", (e, t) -> !t.children().isEmpty());
        m.property("JTokenType Type", (e, t) -> type(t));
        m.property("JToken First", (e, t) -> t.children().stream().findFirst().orElse(null));
        m.property(
                "JToken Last", (e, t) -> t.children().isEmpty() ? null : new ArrayList<JToken>(t.children()).getLast());
        m.property("JToken Next", (e, t) -> JsonPaths.sibling(t, 1));
        m.property("JToken Previous", (e, t) -> JsonPaths.sibling(t, -1));
        m.indexer("JToken this[object key]", (e, t, key) -> get(t, key), (e, t, key, v) -> {
            set(t, key, Json.charged(e, v));
            return null;
        });
        m.method("string ToString()", (e, t) -> e.text(t.toString()));
        m.method(
                "string ToString(Formatting formatting, params object[] converters)",
                (e, t, f, c) -> e.text(indented(f) ? t.toIndented() : t.toCompact()));
        m.generic("T Value<T>()", (e, t, type) -> Json.value(t, (Type) type));
        m.generic("T Value<T>(object key)", (e, t, type, key) -> Json.value(get(t, key), (Type) type));
        m.generic("T ToObject<T>()", (e, t, type) -> Json.to(e, t, (Type) type));
        m.method("IEnumerable<JToken> Values()", (e, t) -> JsonPaths.values(t));
        m.generic("IEnumerable<T> Values<T>()", (e, t, type) -> {
            List<Object> made = new ArrayList<>();
            JsonPaths.values(t).forEach(child -> made.add(Json.value((JToken) child, (Type) type)));
            return made;
        });
        m.method("IEnumerable<JToken> Children()", (e, t) -> new ArrayList<Object>(t.children()));
        m.generic("IEnumerable<T> Children<T>()", (e, t, type) -> {
            List<Object> made = new ArrayList<>(t.children());
            made.removeIf(child -> !Json.INSTANCES.is(child, (Type) type));
            return made;
        });
        m.method("JToken SelectToken(string path)", (e, t, path) -> JsonPaths.one(e, t, str(path), false));
        m.method(
                "JToken SelectToken(string path, bool errorWhenNoMatch)",
                (e, t, path, error) -> JsonPaths.one(e, t, str(path), (Boolean) error));
        m.method("IEnumerable<JToken> SelectTokens(string path)", (e, t, path) -> JsonPaths.all(e, t, str(path)));
        m.method("JToken DeepClone()", (e, t) -> JToken.counted(e, t).deepClone());
        m.method("void Remove()", (e, t) -> {
            t.remove();
            return null;
        });
        m.method("void Replace(JToken value)", (e, t, v) -> {
            t.replace(Json.charged(e, v));
            return null;
        });
        m.staticMethod("JToken Parse(string json)", (e, text) -> JsonReader.read(e, str(text)));
        m.staticMethod("JToken FromObject(object o)", (e, o) -> Json.from(e, o));
        m.staticMethod("bool DeepEquals(JToken a, JToken b)", (e, a, b) -> JsonPaths.same(e, (JToken) a, (JToken) b));
    }

    static EnumValue type(JToken token) {
        return (EnumValue) ((dev.securemcp.proxy.expression.type.Members.Constant) Library.TABLE
                        .definition("JTokenType")
                        .members(token.type())
                        .getFirst()
                        .function())
                .value();
    }

    /** {@code token[key]}: null where there is no such property; an array is asked by number. */
    static JToken get(JToken token, Object key) {
        return switch (token) {
            case JObject object when key instanceof String name -> object.get(name);
            case JArray array
            when key instanceof Integer index -> {
                if (index < 0 || index >= array.size()) {
                    throw Fail.range("index " + index + " is outside of a JSON array of " + array.size() + " elements");
                }
                yield array.get(index);
            }
            case null -> throw Fail.nullReference("the JSON token is null");
            case JValue value ->
                throw Fail.operation(
                        "a JSON " + value.type() + " has no child values; '" + Text.of(key) + "' was asked for");
            case JProperty property -> get(property.value(), key);
            default -> throw Fail.argument("a JSON " + token.type() + " cannot be asked for '" + Text.of(key) + "'");
        };
    }

    static void set(JToken token, Object key, JToken value) {
        switch (token) {
            case JObject object when key instanceof String name -> object.set(name, value);
            case JArray array when key instanceof Integer index -> array.set(num(index), value);
            default ->
                throw Fail.argument("a JSON " + token.type() + " cannot be set at '" + Objects.toString(key) + "'");
        }
    }
}
