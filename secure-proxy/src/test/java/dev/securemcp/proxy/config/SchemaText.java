package dev.securemcp.proxy.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Writes the JSON Schema (2020-12) of {@code gateway.yaml} from the table of its keys. */
final class SchemaText {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SchemaText() {}

    static String write() {
        ObjectNode schema = JSON.objectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "gateway.yaml of secure-proxy");
        schema.setAll(of(GatewayKeys.ROOT));
        schema.putObject("$defs")
                .putObject("placeholder")
                .put("description", "A text with a variable of the environment in it.")
                .put("type", "string")
                .put("pattern", "\\$\\{");
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        try {
            return new ObjectMapper()
                            .writer(new DefaultPrettyPrinter()
                                    .withObjectIndenter(indenter)
                                    .withArrayIndenter(indenter))
                            .writeValueAsString(schema)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode of(Shape shape) {
        return switch (shape) {
            case Shape.Text text -> orPlaceholder(text(text.format()));
            case Shape.Flag _ -> orPlaceholder(JSON.objectNode().put("type", "boolean"));
            case Shape.Choice choice -> orPlaceholder(words(choice.words()));
            case Shape.Amount amount -> amount(amount);
            case Shape.Policy policy -> policy(policy);
            case Shape.Mapping mapping -> mapping(mapping);
            case Shape.Either either -> either(either);
            case Shape.Named named -> named(named);
            case Shape.Sequence sequence -> sequence(sequence);
        };
    }

    /** Where a number or a truth value has the form too, YAML does not need quotes and neither does the reader. */
    private static ObjectNode text(Format format) {
        ObjectNode schema = JSON.objectNode();
        if (format.matches("1") && format.matches("true")) {
            schema.putArray("type").add("string").add("number").add("boolean");
        } else {
            schema.put("type", "string");
        }
        return schema.put("pattern", format.pattern());
    }

    private static ObjectNode words(List<String> words) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode values = schema.putArray("enum");
        words.forEach(values::add);
        return schema;
    }

    private static ObjectNode amount(Shape.Amount limit) {
        ObjectNode either = JSON.objectNode();
        ArrayNode ways = either.putArray("anyOf");
        if (limit.unit() != Limit.Unit.TIME) {
            ways.addObject().put("type", "integer").put("minimum", limit.min()).put("maximum", limit.max());
        }
        ways.addObject().put("type", "string").put("pattern", Amounts.pattern(limit.unit()));
        ways.add(placeholder());
        return either;
    }

    private static ObjectNode either(Shape.Either shape) {
        ObjectNode either = JSON.objectNode();
        either.putArray("anyOf").add(of(shape.scalar())).add(of(shape.mapping()));
        return either;
    }

    private static ObjectNode policy(Shape.Policy policy) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode types = schema.putArray("type").add("object").add("array");
        if (policy.file()) {
            types.add("string").add("number").add("boolean");
            schema.put("minLength", 1);
        }
        return schema;
    }

    private static ObjectNode mapping(Shape.Mapping mapping) {
        ObjectNode schema = JSON.objectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        for (Key key : mapping.keys()) {
            ObjectNode property = JSON.objectNode().put("description", key.meaning());
            property.setAll(of(key.shape()));
            if (!key.byDefault().isEmpty()) {
                byDefault(property, key);
            }
            properties.set(key.name(), property);
            if (key.required()) {
                required.add(key.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        mapping.groups().forEach(group -> group(schema, group));
        return schema;
    }

    private static void byDefault(ObjectNode property, Key key) {
        if (key.shape() instanceof Shape.Flag) {
            property.put("default", Boolean.parseBoolean(key.byDefault()));
        } else {
            property.put("default", key.byDefault());
        }
    }

    private static void group(ObjectNode schema, Shape.Group group) {
        if (group.min() == 0) {
            ArrayNode together = schema.putObject("not").putArray("required");
            group.keys().forEach(together::add);
            return;
        }
        String word = group.max() == 1 ? "oneOf" : "anyOf";
        // A second rule of one kind would take the first one's place.
        ObjectNode rule = schema.has(word) ? schema.withArray("allOf").addObject() : schema;
        ArrayNode ways = rule.putArray(word);
        group.keys().forEach(key -> ways.addObject().putArray("required").add(key));
    }

    private static ObjectNode named(Shape.Named named) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        schema.putObject("propertyNames").put("pattern", named.name().pattern());
        if (named.min() > 0) {
            schema.put("minProperties", named.min());
        }
        schema.set("additionalProperties", of(named.each()));
        return schema;
    }

    private static ObjectNode sequence(Shape.Sequence sequence) {
        ObjectNode schema = JSON.objectNode().put("type", "array");
        if (sequence.min() > 0) {
            schema.put("minItems", sequence.min());
        }
        schema.put("maxItems", sequence.max());
        schema.set("items", of(sequence.each()));
        return schema;
    }

    private static ObjectNode orPlaceholder(ObjectNode schema) {
        ObjectNode either = JSON.objectNode();
        either.putArray("anyOf").add(schema).add(placeholder());
        return either;
    }

    private static ObjectNode placeholder() {
        return JSON.objectNode().put("$ref", "#/$defs/placeholder");
    }
}
