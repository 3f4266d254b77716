package dev.securemcp.proxy.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A JSON Schema as it was found, compiled once for each way in which policies want it read. Bounded in size and depth. Safe for all
 * threads.
 */
public final class SchemaDocument {

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(SchemaLimits.DEPTH)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final ObjectMapper MAPPER = new ObjectMapper(JSON);

    private record Outcome(CompiledSchema schema, UnusableSchemaException problem) {}

    private final JsonNode root;
    private final int bytes;
    private final SchemaLimits limits;
    private final Map<SchemaOptions, Outcome> compiled = new ConcurrentHashMap<>(2);
    /** Null until it is wanted; found anew it is the same. */
    private volatile Set<String> names;

    private SchemaDocument(JsonNode root, int bytes, SchemaLimits limits) {
        this.root = root;
        this.bytes = bytes;
        this.limits = limits;
    }

    /**
     * Reads a schema.
     *
     * @param json its text, UTF-8
     * @throws UnusableSchemaException where it is too large, too deep or no JSON
     */
    public static SchemaDocument read(byte[] json, SchemaLimits limits) throws UnusableSchemaException {
        if (json.length > limits.bytes()) {
            throw new UnusableSchemaException("it is larger than " + limits.bytes() + " bytes");
        }
        try {
            return new SchemaDocument(MAPPER.readTree(json), json.length, limits);
        } catch (IOException e) {
            throw new UnusableSchemaException(
                    "it is no JSON, holds a key twice, or nests deeper than " + SchemaLimits.DEPTH);
        }
    }

    /** How large its text is. */
    public int bytes() {
        return bytes;
    }

    /** Whether it speaks of a property of that name, wherever in it. */
    public boolean names(String property) {
        Set<String> known = names;
        if (known == null) {
            known = PropertyNames.of(root);
            names = known;
        }
        return known.contains(property);
    }

    /** Whether it was read from what would be read as this. */
    public boolean holds(JsonNode json) {
        return root.equals(json);
    }

    /**
     * A part of it as a schema of its own, which may refer to all of it.
     *
     * @param ref such as {@code #/components/schemas/address}
     * @throws UnusableSchemaException where there is none
     */
    public SchemaDocument part(String ref) throws UnusableSchemaException {
        try {
            if (!ref.startsWith("#")
                    || root.at(JsonPointer.compile(ref.substring(1))).isMissingNode()) {
                throw new UnusableSchemaException("it has no part `" + ref + "`");
            }
        } catch (IllegalArgumentException e) {
            throw new UnusableSchemaException("`" + ref + "` is no reference such as `#/components/schemas/address`");
        }
        if (!(root instanceof ObjectNode whole)) {
            return this;
        }
        // The whole stays around the part, so that references in it find what they found before.
        ObjectNode with = whole.deepCopy();
        for (String keyword : List.copyOf(keywords(whole))) {
            with.remove(keyword);
        }
        with.put("$ref", ref);
        return new SchemaDocument(with, bytes, limits);
    }

    /** What would be asserted beside the reference: everything but names of places and of the dialect. */
    private static List<String> keywords(ObjectNode whole) {
        return whole.properties().stream()
                .map(Map.Entry::getKey)
                .filter(ASSERTIONS::contains)
                .toList();
    }

    private static final Set<String> ASSERTIONS = Set.of(
            "type",
            "enum",
            "const",
            "required",
            "properties",
            "patternProperties",
            "additionalProperties",
            "unevaluatedProperties",
            "items",
            "prefixItems",
            "additionalItems",
            "unevaluatedItems",
            "contains",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else",
            "minProperties",
            "maxProperties",
            "propertyNames",
            "dependentRequired",
            "dependentSchemas",
            "dependencies",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minLength",
            "maxLength",
            "pattern",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf");

    /**
     * Checks a value.
     *
     * @return what it breaks; empty where it is valid
     * @throws UnusableSchemaException where nothing can be checked against this schema
     */
    public List<Violation> check(JsonNode value, SchemaOptions options) throws UnusableSchemaException {
        Outcome outcome = compiled.computeIfAbsent(options, this::compile);
        if (outcome.problem() != null) {
            throw outcome.problem();
        }
        JsonNode read = new SchemaVariant(options).value(value);
        return read == null
                ? List.of(new Violation("", RepeatedNames.RULE, RepeatedNames.IN_CASE))
                : outcome.schema().check(read);
    }

    private Outcome compile(SchemaOptions options) {
        try {
            JsonNode schema = options.equals(SchemaOptions.NONE) ? root : new SchemaVariant(options).schema(root);
            return new Outcome(CompiledSchema.compile(schema, limits), null);
        } catch (UnusableSchemaException e) {
            return new Outcome(null, e);
        }
    }
}
