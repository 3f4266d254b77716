package dev.securemcp.proxy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes a schema anew as a policy wants it read, and values to go with it. */
record SchemaVariant(SchemaOptions options) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Keywords whose value is a schema, or a list of schemas. */
    private static final Set<String> SCHEMAS = Set.of(
            "items",
            "additionalItems",
            "prefixItems",
            "contains",
            "not",
            "if",
            "then",
            "else",
            "allOf",
            "anyOf",
            "oneOf",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties",
            "additionalProperties",
            "contentSchema");

    /** Keywords whose value is a mapping from names to schemas. */
    private static final Set<String> BY_NAME =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

    private static final Set<String> CLOSING = Set.of("additionalProperties", "unevaluatedProperties");

    /** The schema as it is to be read. */
    JsonNode schema(JsonNode schema) {
        if (schema.isArray()) {
            ArrayNode list = NODES.arrayNode(schema.size());
            schema.forEach(each -> list.add(schema(each)));
            return list;
        }
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode now = NODES.objectNode();
        schema.properties().forEach(member -> keyword(member.getKey(), member.getValue(), now));
        if (options.additionalProperties().equals(java.util.Optional.of(false)) && now.has("properties")) {
            now.put("additionalProperties", false);
        }
        return now;
    }

    private void keyword(String name, JsonNode value, ObjectNode into) {
        if (options.additionalProperties().isPresent() && CLOSING.contains(name)) {
            return;
        }
        if (SCHEMAS.contains(name)) {
            into.set(name, schema(value));
        } else if (BY_NAME.contains(name) && value.isObject()) {
            ObjectNode named = NODES.objectNode();
            boolean properties = name.equals("properties") || name.equals("dependentSchemas");
            value.properties()
                    .forEach(member -> named.set(
                            properties ? folded(member.getKey()) : member.getKey(), schema(member.getValue())));
            into.set(name, named);
        } else if (options.foldCase() && name.equals("required") && value.isArray()) {
            ArrayNode names = NODES.arrayNode();
            value.forEach(each -> names.add(each.isTextual() ? NODES.textNode(folded(each.textValue())) : each));
            into.set(name, names);
        } else {
            into.set(name, value);
        }
    }

    /** The value as it is to be checked; null where two of its properties differ in case alone. */
    JsonNode value(JsonNode value) {
        if (!options.foldCase() || value.isValueNode()) {
            return value;
        }
        if (value.isArray()) {
            ArrayNode list = NODES.arrayNode(value.size());
            for (JsonNode each : value) {
                JsonNode now = value(each);
                if (now == null) {
                    return null;
                }
                list.add(now);
            }
            return list;
        }
        ObjectNode now = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode inner = value(member.getValue());
            if (inner == null || now.has(folded(member.getKey()))) {
                return null;
            }
            now.set(folded(member.getKey()), inner);
        }
        return now;
    }

    private String folded(String name) {
        return options.foldCase() ? name.toLowerCase(Locale.ROOT) : name;
    }
}
