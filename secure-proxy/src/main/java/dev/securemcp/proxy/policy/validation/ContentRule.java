package dev.securemcp.proxy.policy.validation;

import dev.securemcp.proxy.config.Nearest;
import dev.securemcp.proxy.policy.FilterSettings;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import dev.securemcp.proxy.policy.document.Section;
import dev.securemcp.proxy.schema.SchemaDocument;
import dev.securemcp.proxy.schema.SchemaOptions;
import dev.securemcp.proxy.schema.UnusableSchemaException;
import java.util.Optional;

/**
 * One {@code content} of the policy.
 *
 * @param type which contents it is about; empty for all
 * @param json whether it can be checked at all: MCP messages are JSON
 * @param schema the configured schema that the whole document must match; empty: the arguments of a tool call match its tool's
 * @param action what becomes of a violation
 * @param unknown what becomes of a call to a tool whose schema is not known
 */
record ContentRule(
        String type,
        boolean json,
        Optional<SchemaDocument> schema,
        Action action,
        Action unknown,
        SchemaOptions options) {

    static ContentRule compile(AttributeReader reader, PolicyBuild build, Action unknownAction) {
        String type = reader.optionalLiteral("type")
                .map(text -> ContentTypes.plain(text.text()))
                .orElse("");
        PolicyText as = reader.requiredLiteral("validate-as");
        boolean json = as.text().equalsIgnoreCase("json") || as.open();
        if (as.text().equalsIgnoreCase("xml") || as.text().equalsIgnoreCase("soap")) {
            reader.warning(
                    as.position(),
                    "contents that are no JSON do not come here, so nothing is checked as `" + as.masked() + "`",
                    "");
        } else if (!json) {
            reader.error(
                    as.position(),
                    "found `" + as.masked() + "` in `validate-as`, expected one of `json`, `xml`, `soap`",
                    "");
        }
        Action action = reader.oneOf("action", Action.values(), Action.PREVENT);
        if (reader.element().attribute("action").isEmpty()) {
            reader.required("action");
        }
        Optional<Boolean> additional = reader.optionalLiteral("allow-additional-properties")
                .map(text -> reader.boolOf("allow-additional-properties", text));
        boolean foldCase = reader.bool("case-insensitive-property-names", false);
        Optional<SchemaDocument> schema = schema(reader, build, json);
        boolean ofTool = json && reader.element().attribute("schema-id").isEmpty();
        if (ofTool && build.section() == Section.INBOUND) {
            build.settings().filters().wantToolSchemas();
        }
        if (json && build.section() != Section.INBOUND) {
            reader.warning(
                    reader.element().position(),
                    "only the size and the type of a response are checked: it is relayed as it comes and never held back",
                    "check requests, in inbound");
        }
        return new ContentRule(
                type,
                json,
                schema,
                action,
                unknownAction == null ? action : unknownAction,
                new SchemaOptions(additional, foldCase));
    }

    private static Optional<SchemaDocument> schema(AttributeReader reader, PolicyBuild build, boolean json) {
        Optional<PolicyText> id = reader.optionalLiteral("schema-id");
        Optional<PolicyText> ref = reader.optionalLiteral("schema-ref");
        FilterSettings settings = build.settings().filters();
        if (id.isEmpty()) {
            ref.ifPresent(text -> reader.error(
                    text.position(), "`schema-ref` is a part of a schema, so it needs `schema-id`", "name the schema"));
            return Optional.empty();
        }
        if (!json || id.get().open() || !settings.known()) {
            return Optional.empty();
        }
        Optional<SchemaDocument> schema = settings.schema(id.get().text());
        if (schema.isEmpty()) {
            reader.error(
                    id.get().position(),
                    "there is no schema `" + id.get().masked() + "`",
                    Nearest.reference(id.get().text(), settings.schemas(), "schemas"));
        }
        return schema.flatMap(whole -> ref.isEmpty() ? Optional.of(whole) : part(reader, whole, ref.get()));
    }

    private static Optional<SchemaDocument> part(AttributeReader reader, SchemaDocument whole, PolicyText ref) {
        try {
            return Optional.of(whole.part(ref.text()));
        } catch (UnusableSchemaException e) {
            reader.error(ref.position(), "the schema cannot be used: " + e.getMessage(), "");
            return Optional.empty();
        }
    }

    /** Whether it is about contents of that type. */
    boolean matches(String contentType) {
        return type.isEmpty() || type.equals(contentType);
    }
}
