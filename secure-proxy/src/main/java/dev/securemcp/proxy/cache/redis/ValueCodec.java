package dev.securemcp.proxy.cache.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ReceivedResponse;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.value.AnonymousObject;
import dev.securemcp.proxy.expression.value.DateTimeValue;
import dev.securemcp.proxy.expression.value.JArray;
import dev.securemcp.proxy.expression.value.JObject;
import dev.securemcp.proxy.expression.value.JProperty;
import dev.securemcp.proxy.expression.value.JToken;
import dev.securemcp.proxy.expression.value.JValue;
import dev.securemcp.proxy.expression.value.Jwt;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Values of expressions as bytes and back, with their kinds: what a policy keeps as an {@code int} comes out as one. Each value is an
 * array of JSON, its kind first.
 */
final class ValueCodec {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Deeper values are refused: writing them recurs. */
    private static final int MAX_DEPTH = 200;

    private ValueCodec() {}

    /**
     * Writes a value.
     *
     * @throws ExpressionException where values of that kind cannot be shared
     */
    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(node(value, 0));
        } catch (JsonProcessingException e) {
            throw refused("a value of this kind");
        }
    }

    /** Reads what {@link #write} wrote; null for what it did not. */
    static Object read(byte[] bytes) {
        try {
            return value(MAPPER.readTree(bytes));
        } catch (IOException | RuntimeException e) {
            // Another release's, or somebody else's: as good as absent.
            return null;
        }
    }

    private static ArrayNode node(Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw refused("a value nested deeper than " + MAX_DEPTH + " levels");
        }
        return switch (value) {
            case null -> kind("0");
            case String text -> kind("s").add(text);
            case Boolean bool -> kind("b").add(bool);
            case Integer number -> kind("i").add(number);
            case Long number -> kind("l").add(number.toString());
            case Double number -> kind("d").add(number.toString());
            case BigDecimal number -> kind("m").add(number.toString());
            case BigInteger number -> kind("I").add(number.toString());
            case Character c -> kind("c").add(c.toString());
            case UUID id -> kind("g").add(id.toString());
            case byte[] bytes -> kind("x").add(bytes);
            case Duration time -> kind("T").add(time.toString());
            case OffsetDateTime time -> kind("O").add(time.toString());
            case DateTimeValue time ->
                kind("D").add(Long.toString(time.ticks())).add(time.zone().number());
            case JToken token -> token(token, depth);
            case ReceivedResponse response -> response(response);
            case Jwt token -> jwt(token);
            case AnonymousObject object -> entries("n", object.members(), depth);
            case Object[] array -> all("a", List.of(array), depth);
            case Set<?> set -> all("e", set, depth);
            case List<?> list -> all("v", list, depth);
            case Map<?, ?> map -> entries("o", map, depth);
            default -> throw refused("a value of this kind");
        };
    }

    private static ArrayNode token(JToken token, int depth) {
        return switch (token) {
            case JObject object -> {
                ArrayNode node = kind("JO");
                object.properties()
                        .forEach(property -> node.add(property.name()).add(node(property.value(), depth + 1)));
                yield node;
            }
            case JArray array -> all("JA", array.children(), depth);
            case JProperty property -> kind("JP").add(property.name()).add(node(property.value(), depth + 1));
            case JValue plain -> kind("JV").add(node(plain.value(), depth + 1));
        };
    }

    private static ArrayNode response(ReceivedResponse response) {
        ArrayNode headers = JSON.arrayNode();
        for (String name : response.headers().names()) {
            response.headers().values(name).forEach(value -> headers.add(name).add(value));
        }
        return kind("R")
                .add(response.statusCode())
                .add(response.reason())
                .add(headers)
                .add(response.bytes());
    }

    private static ArrayNode jwt(Jwt token) {
        return kind("W")
                .add(token.type())
                .add(token.algorithm())
                .add(token.id())
                .add(token.issuer())
                .add(token.subject())
                .add(node(token.audiences(), 0))
                .add(text(token.expirationTime()))
                .add(text(token.issuedAt()))
                .add(text(token.notBefore()))
                .add(node(token.claims(), 0));
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }

    private static ArrayNode all(String kind, Iterable<?> values, int depth) {
        ArrayNode node = kind(kind);
        values.forEach(value -> node.add(node(value, depth + 1)));
        return node;
    }

    private static ArrayNode entries(String kind, Map<?, ?> map, int depth) {
        ArrayNode node = kind(kind);
        map.forEach((key, value) -> node.add(node(key, depth + 1)).add(node(value, depth + 1)));
        return node;
    }

    private static ArrayNode kind(String kind) {
        return JSON.arrayNode().add(kind);
    }

    private static Object value(JsonNode node) throws IOException {
        JsonNode first = node.get(1);
        return switch (node.get(0).textValue()) {
            case "0" -> null;
            case "s" -> first.textValue();
            case "b" -> first.booleanValue();
            case "i" -> first.intValue();
            case "l" -> Long.valueOf(first.textValue());
            case "d" -> Double.valueOf(first.textValue());
            case "m" -> new BigDecimal(first.textValue());
            case "I" -> new BigInteger(first.textValue());
            case "c" -> first.textValue().charAt(0);
            case "g" -> UUID.fromString(first.textValue());
            case "x" -> bytes(first);
            case "T" -> Duration.parse(first.textValue());
            case "O" -> OffsetDateTime.parse(first.textValue());
            case "D" ->
                DateTimeValue.ofTicks(
                        Long.parseLong(first.textValue()),
                        DateTimeValue.Zone.of(node.get(2).intValue()));
            case "JO" -> {
                JObject object = new JObject();
                for (int i = 1; i < node.size(); i += 2) {
                    object.set(node.get(i).textValue(), (JToken) value(node.get(i + 1)));
                }
                yield object;
            }
            case "JA" -> {
                JArray array = new JArray();
                for (Object token : list(node)) {
                    array.add((JToken) token);
                }
                yield array;
            }
            case "JP" -> new JProperty(first.textValue(), (JToken) value(node.get(2)));
            case "JV" -> new JValue(value(first));
            case "R" -> response(node);
            case "W" -> jwt(node);
            case "n" -> new AnonymousObject(texts(map(node)));
            case "a" -> list(node).toArray();
            case "e" -> new LinkedHashSet<>(list(node));
            case "v" -> list(node);
            case "o" -> map(node);
            default -> throw new IOException("unknown kind");
        };
    }

    private static ReceivedResponse response(JsonNode node) throws IOException {
        HeaderFields headers = HeaderFields.empty();
        JsonNode fields = node.get(3);
        for (int i = 0; i < fields.size(); i += 2) {
            headers.add(fields.get(i).textValue(), fields.get(i + 1).textValue());
        }
        return new ReceivedResponse(node.get(1).intValue(), node.get(2).textValue(), headers, bytes(node.get(4)));
    }

    @SuppressWarnings("unchecked") // as jwt() above wrote it
    private static Jwt jwt(JsonNode node) throws IOException {
        Map<String, List<String>> claims = new LinkedHashMap<>();
        map(node.get(10)).forEach((name, values) -> claims.put((String) name, (List<String>) values));
        return new Jwt(
                node.get(1).textValue(),
                node.get(2).textValue(),
                node.get(3).textValue(),
                node.get(4).textValue(),
                node.get(5).textValue(),
                (List<String>) value(node.get(6)),
                time(node.get(7)),
                time(node.get(8)),
                time(node.get(9)),
                claims);
    }

    private static Instant time(JsonNode node) {
        return node.isNull() ? null : Instant.parse(node.textValue());
    }

    private static byte[] bytes(JsonNode node) {
        return Base64.getDecoder().decode(node.textValue());
    }

    private static List<Object> list(JsonNode node) throws IOException {
        List<Object> list = new ArrayList<>(node.size());
        for (int i = 1; i < node.size(); i++) {
            list.add(value(node.get(i)));
        }
        return list;
    }

    private static Map<Object, Object> map(JsonNode node) throws IOException {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 1; i < node.size(); i += 2) {
            map.put(value(node.get(i)), value(node.get(i + 1)));
        }
        return map;
    }

    private static Map<String, Object> texts(Map<Object, Object> map) {
        Map<String, Object> texts = new LinkedHashMap<>();
        map.forEach((key, value) -> texts.put((String) key, value));
        return texts;
    }

    private static ExpressionException refused(String what) {
        return new ExpressionException(
                "NotSupportedException",
                what
                        + " cannot be kept in Redis; keep a string, a number, JSON or a response, or use caching-type=\"internal\"",
                null);
    }
}
