package dev.securemcp.proxy.cache;

import dev.securemcp.proxy.exchange.ReceivedResponse;
import dev.securemcp.proxy.expression.Authorization;
import dev.securemcp.proxy.expression.BasicCredentials;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.RequestUrl;
import dev.securemcp.proxy.expression.value.AnonymousObject;
import dev.securemcp.proxy.expression.value.DateTimeValue;
import dev.securemcp.proxy.expression.value.EnumValue;
import dev.securemcp.proxy.expression.value.JProperty;
import dev.securemcp.proxy.expression.value.JToken;
import dev.securemcp.proxy.expression.value.JValue;
import dev.securemcp.proxy.expression.value.Jwt;
import dev.securemcp.proxy.expression.value.UriValue;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Copies of values: what nobody can change is shared, everything else is copied through and through. */
final class Snapshot {

    /** What an object costs beside its content, roughly. */
    private static final long OBJECT = 48;

    /** Deeper values are refused: copying them recurs. */
    private static final int MAX_DEPTH = 200;

    private Snapshot() {}

    /**
     * A copy that shares nothing that can be changed.
     *
     * @throws ExpressionException where a value of that kind cannot be kept
     */
    static Object of(Object value) {
        return copy(value, 0);
    }

    private static Object copy(Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw refused("a value nested deeper than " + MAX_DEPTH + " levels");
        }
        return switch (value) {
            case null -> null;
            case String _, Number _, Boolean _, Character _, UUID _, ReceivedResponse _ -> value;
            case DateTimeValue _, OffsetDateTime _, Duration _, EnumValue _, UriValue _, RequestUrl _ -> value;
            case Jwt _, Authorization _, BasicCredentials _ -> value;
            case JToken token -> token.deepClone();
            case AnonymousObject object -> new AnonymousObject(texts((Map<?, ?>) copy(object.members(), depth + 1)));
            case byte[] bytes -> bytes.clone();
            case Object[] array -> {
                Object[] copy = array.clone();
                for (int i = 0; i < copy.length; i++) {
                    copy[i] = copy(array[i], depth + 1);
                }
                yield copy;
            }
            case Set<?> set -> {
                Set<Object> copy = new LinkedHashSet<>();
                set.forEach(element -> copy.add(copy(element, depth + 1)));
                yield copy;
            }
            case List<?> list -> {
                List<Object> copy = new ArrayList<>(list.size());
                list.forEach(element -> copy.add(copy(element, depth + 1)));
                yield copy;
            }
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, element) -> copy.put(copy(key, depth + 1), copy(element, depth + 1)));
                yield copy;
            }
            default -> throw refused("a value of this kind");
        };
    }

    private static Map<String, Object> texts(Map<?, ?> map) {
        Map<String, Object> texts = new LinkedHashMap<>();
        map.forEach((key, value) -> texts.put((String) key, value));
        return texts;
    }

    /** Its size in bytes, estimated. */
    static long size(Object value) {
        return OBJECT
                + switch (value) {
                    case null -> 0;
                    case String text -> 2L * text.length();
                    case byte[] bytes -> bytes.length;
                    case ReceivedResponse response -> response.bytes().length + headers(response);
                    case JProperty property -> 2L * property.name().length() + size(property.value());
                    case JValue token -> token.value() instanceof String text ? 2L * text.length() : OBJECT;
                    case JToken token -> OBJECT + sum(token.children());
                    case AnonymousObject object -> size(object.members());
                    case Jwt token -> size(token.claims());
                    case Authorization given ->
                        2L * given.accessToken().length() + sum(given.claims().values());
                    case Object[] array -> sum(Arrays.asList(array));
                    case Collection<?> list -> sum(list);
                    case Map<?, ?> map -> sum(map.keySet()) + sum(map.values());
                    default -> 0;
                };
    }

    private static long headers(ReceivedResponse response) {
        long size = 0;
        for (String name : response.headers().names()) {
            size += OBJECT + 2L * name.length() + sum(response.headers().values(name));
        }
        return size;
    }

    private static long sum(Iterable<?> values) {
        long size = 0;
        for (Object value : values) {
            size += size(value);
        }
        return size;
    }

    private static ExpressionException refused(String what) {
        return new ExpressionException(
                "NotSupportedException",
                what + " cannot be kept in the cache; keep a string, a number, JSON or a response",
                null);
    }
}
