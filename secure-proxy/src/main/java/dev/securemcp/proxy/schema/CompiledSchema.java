package dev.securemcp.proxy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.PathType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A JSON Schema, ready to check values: 2020-12 unless its {@code $schema} says an older draft. It refers to nothing outside itself:
 * no reference is ever fetched. {@code format} is an annotation, as 2020-12 has it. Safe for all threads.
 */
public final class CompiledSchema {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDialects(
            Stream.of(
                            Dialects.getDraft202012(),
                            Dialects.getDraft201909(),
                            Dialects.getDraft7(),
                            Dialects.getDraft6(),
                            Dialects.getDraft4())
                    .map(CompiledSchema::bounded)
                    .toList(),
            builder -> builder.schemaCacheEnabled(false)
                    .schemaLoader(loader -> loader.allow(resource -> false))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .regularExpressionFactory(BoundedPattern::of)
                            .formatAssertionsEnabled(false)
                            .pathType(PathType.JSON_POINTER)
                            .errorMessageKeyword(null)
                            // The words of the library come from a resource bundle and repeat values.
                            .messageSource((key, byDefault, locale, arguments) -> key)
                            .build()));

    private final Schema schema;
    private final long work;

    private CompiledSchema(Schema schema, long work) {
        this.schema = schema;
        this.work = work;
    }

    private static Dialect bounded(Dialect dialect) {
        return Dialect.builder(dialect).keyword(new UniqueItems()).build();
    }

    /**
     * Compiles a schema.
     *
     * @param root an object, {@code true} or {@code false}; must not be changed afterwards
     * @throws UnusableSchemaException where nothing can be checked against it
     */
    static CompiledSchema compile(JsonNode root, SchemaLimits limits) throws UnusableSchemaException {
        if (!root.isObject() && !root.isBoolean()) {
            throw new UnusableSchemaException("it is no object");
        }
        try {
            Schema schema = REGISTRY.getSchema(root);
            // Now rather than at the first check: whatever is wrong with it shows here.
            schema.initializeValidators();
            return new CompiledSchema(schema, limits.work());
        } catch (RuntimeException | StackOverflowError e) {
            throw unusable(e);
        }
    }

    /**
     * Checks a value.
     *
     * @return what it breaks, the first {@value SchemaLimits#VIOLATIONS}; empty where it is valid. A check that takes too many steps
     *     is a violation of the rule {@code work}
     * @throws UnusableSchemaException where the schema turns out to refer to something outside itself
     */
    public List<Violation> check(JsonNode value) throws UnusableSchemaException {
        Work counted = new Work(work);
        try {
            ScopedValue.where(Work.CURRENT, counted).run(() -> schema.validate(counted, value));
        } catch (Work.TooMuchException | StackOverflowError e) {
            return List.of(
                    new Violation("", "work", "checking it against the schema takes more than " + work + " steps"));
        } catch (RuntimeException e) {
            throw unusable(e);
        }
        List<Violation> violations = new ArrayList<>();
        for (Error error : counted.getErrors()) {
            if (violations.size() == SchemaLimits.VIOLATIONS) {
                break;
            }
            violations.add(violation(error));
        }
        return violations;
    }

    /** The library wraps what it meets; its own words may quote the schema. */
    private static UnusableSchemaException unusable(Throwable met) {
        for (Throwable cause = met; cause != null; cause = cause.getCause()) {
            if (cause instanceof BoundedPattern.UnusableException) {
                return new UnusableSchemaException(cause.getMessage());
            }
        }
        return new UnusableSchemaException(
                met instanceof SchemaException
                        ? "it is no JSON Schema, or it refers to something outside itself"
                        : "it cannot be understood");
    }

    private static Violation violation(Error error) {
        String rule = error.getKeyword() == null ? "schema" : error.getKeyword();
        return new Violation(error.getInstanceLocation().toString(), rule, expected(rule, error));
    }

    /** In the words of the schema, which its server has published; never in those of the value. */
    private static String expected(String rule, Error error) {
        JsonNode said = error.getSchemaNode();
        return switch (rule) {
            case "required", "dependentRequired" -> "`" + error.getProperty() + "` is missing";
            case "additionalProperties", "unevaluatedProperties", "propertyNames" ->
                "it has a property that it must not have";
            case "items", "additionalItems", "unevaluatedItems" -> "it has an item that it must not have";
            case "uniqueItems" -> "its items differ";
            case "false" -> "nothing is allowed here";
            default ->
                said == null || said.isObject() || (said.isArray() && !rule.equals("enum") && !rule.equals("type"))
                        ? "`" + rule + "` does not hold"
                        : "`" + rule + "` is `" + said + "`";
        };
    }
}
