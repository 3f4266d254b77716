package dev.securemcp.proxy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.AbstractKeyword;
import com.networknt.schema.keyword.BaseKeywordValidator;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code uniqueItems}, by sorting: the library's own hashes the items, and whoever sends ten thousand items with the same hash makes it
 * compare each with each.
 */
final class UniqueItems extends AbstractKeyword {

    private static final String NAME = "uniqueItems";

    UniqueItems() {
        super(NAME);
    }

    @Override
    public KeywordValidator newValidator(
            SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
        return new Check(this, value, location, parent, context);
    }

    private static final class Check extends BaseKeywordValidator {

        private final boolean wanted;

        Check(UniqueItems keyword, JsonNode value, SchemaLocation location, Schema parent, SchemaContext context) {
            super(keyword, value, location, parent, context);
            this.wanted = value.isBoolean() && value.booleanValue();
        }

        @Override
        public void validate(ExecutionContext execution, JsonNode node, JsonNode root, NodePath at) {
            if (!wanted || !node.isArray()) {
                return;
            }
            Set<String> seen = new TreeSet<>();
            for (JsonNode item : node) {
                ((Work) execution).step();
                StringBuilder text = new StringBuilder();
                write(item, text);
                if (!seen.add(text.toString())) {
                    execution.addError(error().instanceNode(node)
                            .instanceLocation(at)
                            .evaluationPath(execution.getEvaluationPath())
                            .build());
                    return;
                }
            }
        }

        /** The same text for values that JSON Schema calls equal: 1 and 1.0, objects whatever the order of their members. */
        private static void write(JsonNode node, StringBuilder out) {
            if (node.isObject()) {
                TreeMap<String, JsonNode> members = new TreeMap<>();
                node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
                out.append('{');
                members.forEach((name, value) -> {
                    out.append(name.length()).append(':').append(name);
                    write(value, out);
                });
                out.append('}');
            } else if (node.isArray()) {
                out.append('[');
                node.forEach(item -> {
                    write(item, out);
                    out.append(',');
                });
                out.append(']');
            } else if (node.isNumber()) {
                out.append('#').append(node.decimalValue().stripTrailingZeros());
            } else if (node.isTextual()) {
                out.append('"').append(node.textValue().length()).append(':').append(node.textValue());
            } else {
                out.append(node);
            }
        }
    }
}
