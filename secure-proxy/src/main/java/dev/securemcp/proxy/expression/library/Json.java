package dev.securemcp.proxy.expression.library;

import dev.securemcp.proxy.expression.RequestUrl;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.JsonCasts;
import dev.securemcp.proxy.expression.run.Sequences;
import dev.securemcp.proxy.expression.run.Text;
import dev.securemcp.proxy.expression.type.Conversions;
import dev.securemcp.proxy.expression.type.Defaults;
import dev.securemcp.proxy.expression.type.Instances;
import dev.securemcp.proxy.expression.type.Type;
import dev.securemcp.proxy.expression.value.AnonymousObject;
import dev.securemcp.proxy.expression.value.JArray;
import dev.securemcp.proxy.expression.value.JObject;
import dev.securemcp.proxy.expression.value.JProperty;
import dev.securemcp.proxy.expression.value.JToken;
import dev.securemcp.proxy.expression.value.JValue;
import dev.securemcp.proxy.expression.value.Jwt;
import dev.securemcp.proxy.expression.value.Pair;
import dev.securemcp.proxy.expression.value.UriValue;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Values to JSON and back, as Newtonsoft does it by default. */
final class Json {

    static final Conversions CONVERSIONS = new Conversions(Library.TABLE);
    static final Instances INSTANCES = CONVERSIONS.instances();

    private Json() {}

    static Object defaultOf(Object type) {
        return Defaults.of(Library.TABLE, (Type) type);
    }

    /** {@code JToken.FromObject}: a token of its own, whatever the value. */
    static JToken from(Evaluation e, Object value) {
        return from(e, value, 0);
    }

    private static JToken from(Evaluation e, Object value, int depth) {
        if (depth > JToken.MAX_DEPTH) {
            throw Fail.of("JsonSerializationException", "the object is too deep for JSON, or holds itself");
        }
        e.step();
        return switch (value) {
            case JToken token -> JToken.counted(e, token).deepClone();
            case AnonymousObject object -> object(e, object.members(), depth);
            case Map<?, ?> map -> object(e, map, depth);
            case Pair pair -> {
                JObject made = new JObject();
                made.set("Key", from(e, pair.key(), depth + 1));
                made.set("Value", from(e, pair.value(), depth + 1));
                yield made;
            }
            case Jwt jwt -> object(e, jwt.facts(), depth);
            case null -> new JValue(null);
            case String text -> new JValue(text);
            case byte[] bytes -> new JValue(bytes);
            case RequestUrl url -> new JValue(url.toString());
            case Object plain when isPlain(plain) -> new JValue(plain);
            case Object sequence
            when Sequences.isSequence(sequence) -> {
                JArray array = new JArray();
                for (Object element : Sequences.of(sequence)) {
                    array.add(from(e, element, depth + 1));
                }
                yield array;
            }
            default -> new JValue(Text.of(value));
        };
    }

    private static boolean isPlain(Object value) {
        return value instanceof Boolean
                || value instanceof Number
                || value instanceof Character
                || value instanceof UUID
                || value instanceof Duration
                || value instanceof OffsetDateTime
                || value instanceof UriValue
                || value instanceof dev.securemcp.proxy.expression.value.DateTimeValue
                || value instanceof dev.securemcp.proxy.expression.value.EnumValue;
    }

    private static JObject object(Evaluation e, Map<?, ?> members, int depth) {
        JObject made = new JObject();
        members.forEach((name, member) -> made.set(Text.of(name), from(e, member, depth + 1)));
        return made;
    }

    /** {@code JsonConvert.SerializeObject}. */
    static String serialize(Evaluation e, Object value, boolean indented) {
        JToken token = value instanceof JToken own ? own : from(e, value);
        return e.text(indented ? token.toIndented() : token.toCompact());
    }

    /** {@code ToObject<T>} and {@code DeserializeObject<T>}. */
    static Object to(Evaluation e, JToken token, Type type) {
        e.step();
        if (type.isDynamic() || type.is("object")) {
            return token instanceof JValue value && type.is("object") ? value.value() : token;
        }
        if (INSTANCES.is(token, type)) {
            return JToken.counted(e, token).deepClone();
        }
        if (token == null || token instanceof JValue value && value.value() == null) {
            return defaultOf(type);
        }
        Type element =
                type.arguments().isEmpty() ? Type.DYNAMIC : type.arguments().getLast();
        return switch (type.name()) {
            case "Dictionary" -> dictionary(e, require(token, JObject.class, type), element);
            case "List", "IEnumerable", "ICollection", "IList" -> list(e, token, element);
            case "HashSet" -> new LinkedHashSet<>(list(e, token, element));
            case "[]" ->
                element.equals(Type.BYTE)
                        ? JsonCasts.cast(token, "byte[]", true)
                        : list(e, token, element).toArray();
            case "KeyValuePair" ->
                new Pair(
                        to(
                                e,
                                require(token, JObject.class, type).get("Key"),
                                type.arguments().getFirst()),
                        to(e, require(token, JObject.class, type).get("Value"), element));
            default -> JsonCasts.cast(token, type.underlying().name(), type.acceptsNull());
        };
    }

    private static Map<Object, Object> dictionary(Evaluation e, JObject object, Type element) {
        Map<Object, Object> made = new LinkedHashMap<>();
        for (JProperty property : object.properties()) {
            made.put(property.name(), to(e, property.value(), element));
        }
        return made;
    }

    private static List<Object> list(Evaluation e, JToken token, Type element) {
        List<Object> made = new ArrayList<>();
        for (JToken child :
                require(token, JArray.class, Type.reference("List", element)).children()) {
            made.add(to(e, child, element));
        }
        return made;
    }

    private static <T extends JToken> T require(JToken token, Class<T> wanted, Type type) {
        if (!wanted.isInstance(token)) {
            throw Fail.of("JsonSerializationException", "a JSON " + token.type() + " cannot become " + type);
        }
        return wanted.cast(token);
    }

    /** {@code token.Value<T>()}: plain values only; absent is the default. */
    static Object value(JToken token, Type type) {
        if (token == null) {
            return defaultOf(type);
        }
        if (INSTANCES.is(token, type) && !type.isDynamic()) {
            return token;
        }
        JToken unwrapped = token instanceof JProperty property ? property.value() : token;
        if (!(unwrapped instanceof JValue plain)) {
            throw Fail.cast("a JSON " + unwrapped.type() + " cannot become " + type);
        }
        if (plain.value() == null && !type.acceptsNull()) {
            throw Fail.cast("JSON null cannot become " + type);
        }
        return type.is("object") || type.isDynamic()
                ? plain.value()
                : JsonCasts.cast(
                        plain,
                        type.equals(Type.BYTES) ? "byte[]" : type.underlying().name(),
                        true);
    }

    /** A value as a token where one is expected: itself, or a plain value wrapped. */
    static JToken token(Evaluation e, Object value) {
        return value instanceof JToken token ? charged(e, token) : from(e, value);
    }

    /** A token that goes into a document, and may be copied for that: its size counts. */
    static JToken charged(Evaluation e, Object value) {
        JToken token = (JToken) value;
        return token == null || token.children().isEmpty() ? token : JToken.counted(e, token);
    }
}
