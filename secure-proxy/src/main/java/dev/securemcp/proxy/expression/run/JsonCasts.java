package dev.securemcp.proxy.expression.run;

import dev.securemcp.proxy.expression.value.JProperty;
import dev.securemcp.proxy.expression.value.JToken;
import dev.securemcp.proxy.expression.value.JValue;
import dev.securemcp.proxy.expression.value.UriValue;
import java.util.Base64;
import java.util.UUID;

/** Casts of JSON tokens to plain types, such as {@code (string)body["name"]}, and {@code Value<T>()}. */
public final class JsonCasts {

    private JsonCasts() {}

    /**
     * {@code (type)token}.
     *
     * @param type the plain type's name
     * @param nullable whether null may come out: {@code string}, {@code int?}
     */
    public static Object cast(JToken token, String type, boolean nullable) {
        JToken unwrapped = token instanceof JProperty property ? property.value() : token;
        if (unwrapped == null) {
            if (nullable) {
                return null;
            }
            throw Fail.of("ArgumentNullException", "the JSON token is null (absent) and cannot become " + type);
        }
        if (!(unwrapped instanceof JValue value)) {
            throw Fail.argument("a JSON " + unwrapped.type() + " cannot become " + type);
        }
        return plain(value.value(), type, nullable);
    }

    private static Object plain(Object value, String type, boolean nullable) {
        if (value == null) {
            if (nullable) {
                return null;
            }
            throw Fail.argument("JSON null cannot become " + type);
        }
        if (type.equals("string") && value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (type.equals("byte[]")) {
            return value instanceof byte[] bytes ? bytes : bytes(value);
        }
        return ChangeType.to(type, value);
    }

    private static byte[] bytes(Object value) {
        if (value instanceof String text) {
            return Base64.getDecoder().decode(text);
        }
        if (value instanceof UUID || value instanceof UriValue) {
            return Text.of(value).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
        throw Fail.argument("this JSON value cannot become byte[]");
    }
}
