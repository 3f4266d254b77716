package dev.securemcp.proxy.expression.library;

import dev.securemcp.proxy.expression.BodyFacts;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.type.Type;
import dev.securemcp.proxy.expression.value.JsonReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bodies as the types that {@code As<T>()} knows. The body stays as it is, with or without {@code preserveContent}. */
final class Bodies {

    private Bodies() {}

    static Object as(Evaluation e, BodyFacts body, Type type) {
        byte[] bytes = body.bytes();
        e.length(bytes.length);
        if (type.equals(Type.BYTES)) {
            return bytes.clone();
        }
        return switch (type.name()) {
            case "string" -> text(body, bytes);
            case "JToken" -> bytes.length == 0 ? null : json(e, body, bytes);
            case "JObject" -> bytes.length == 0 ? null : JsonReader.object(json(e, body, bytes));
            case "JArray" -> bytes.length == 0 ? null : JsonReader.array(json(e, body, bytes));
            case "XDocument" -> Xml.document(e, text(body, bytes));
            case "XElement", "XNode" -> Xml.element(e, text(body, bytes));
            case "Stream", "object" -> throw unsupported(type);
            default -> {
                if (type.is("Dictionary") || type.is("List") || type.isDynamic()) {
                    yield Json.to(e, json(e, body, bytes), type);
                }
                throw unsupported(type);
            }
        };
    }

    private static RuntimeException unsupported(Type type) {
        return Fail.of(
                "NotSupportedException",
                "a body cannot be read as " + type
                        + "; use string, byte[], JObject, JArray, JToken, XDocument or XElement");
    }

    private static Object text(BodyFacts body, byte[] bytes, int from) {
        return new String(bytes, from, bytes.length - from, body.charset());
    }

    private static String text(BodyFacts body, byte[] bytes) {
        boolean mark = bytes.length >= 3
                && (bytes[0] & 0xff) == 0xEF
                && (bytes[1] & 0xff) == 0xBB
                && (bytes[2] & 0xff) == 0xBF;
        return (String) text(body, bytes, mark ? 3 : 0);
    }

    private static dev.securemcp.proxy.expression.value.JToken json(Evaluation e, BodyFacts body, byte[] bytes) {
        return body.charset().equals(StandardCharsets.UTF_8)
                ? JsonReader.read(e, bytes)
                : JsonReader.read(e, text(body, bytes));
    }

    /** {@code application/x-www-form-urlencoded}. */
    static Map<Object, Object> form(Evaluation e, BodyFacts body) {
        byte[] bytes = body.bytes();
        e.length(bytes.length);
        Map<Object, Object> fields = new LinkedHashMap<>();
        String text = text(body, bytes);
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('&', at);
            end = end < 0 ? text.length() : end;
            String pair = text.substring(at, end);
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                @SuppressWarnings("unchecked") // made here
                List<Object> values = (List<Object>) fields.computeIfAbsent(name, n -> new ArrayList<>(1));
                values.add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
                e.size(fields.size());
                e.step();
            }
            at = end + 1;
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException x) {
            return text;
        }
    }
}
