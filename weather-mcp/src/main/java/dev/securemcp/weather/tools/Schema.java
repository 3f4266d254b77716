package dev.securemcp.weather.tools;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Words to write a JSON Schema (2020-12) with. */
final class Schema {

    private Schema() {}

    /** A member of an object. */
    record Field(String name, JsonObject schema, boolean required) {}

    static Field required(String name, JsonObject schema) {
        return new Field(name, schema, true);
    }

    static Field optional(String name, JsonObject schema) {
        return new Field(name, schema, false);
    }

    /** An object with exactly these members. */
    static JsonObject object(Field... fields) {
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        for (Field field : fields) {
            properties.put(field.name(), field.schema());
            if (field.required()) {
                required.add(field.name());
            }
        }
        return new JsonObject()
                .put("type", "object")
                .put("properties", properties)
                .put("required", required)
                .put("additionalProperties", false);
    }

    static JsonObject string(String description) {
        return typed("string", description);
    }

    static JsonObject string(String description, int least, int most) {
        return string(description).put("minLength", least).put("maxLength", most);
    }

    static JsonObject oneOf(String description, List<String> values) {
        return string(description).put("enum", new JsonArray(values));
    }

    static JsonObject number(String description) {
        return typed("number", description);
    }

    static JsonObject number(String description, double least, double most) {
        return number(description).put("minimum", least).put("maximum", most);
    }

    static JsonObject whole(String description, int least, int most) {
        return typed("integer", description).put("minimum", least).put("maximum", most);
    }

    static JsonObject flag(String description) {
        return typed("boolean", description);
    }

    static JsonObject list(String description, JsonObject items) {
        return typed("array", description).put("items", items);
    }

    private static JsonObject typed(String type, String description) {
        return new JsonObject().put("type", type).put("description", description);
    }
}
