package dev.securemcp.proxy.policy.validation;

import dev.securemcp.proxy.exchange.ToolSchemas;
import dev.securemcp.proxy.schema.RepeatedNames;
import dev.securemcp.proxy.schema.SchemaDocument;
import dev.securemcp.proxy.schema.UnusableSchemaException;
import dev.securemcp.proxy.schema.Violation;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds a body to the schema that one {@code content} is about.
 *
 * @param body a message or a batch, whose numbers have been looked at
 * @param findings what is told of it
 */
record SchemaCheck(byte[] body, ContentRule rule, Findings findings) {

    /**
     * Checks it.
     *
     * @param tool which is called; null where none is
     * @param input what is known of what it takes; only where the rule has no schema of its own
     */
    void run(String tool, ToolSchemas.Input input) {
        if (rule.schema().isPresent()) {
            document(rule.schema().get());
        } else if (tool != null) {
            arguments(tool, input);
        }
    }

    private void document(SchemaDocument schema) {
        try {
            parts(List.of(MessageParts.whole(body)), schema);
        } catch (IOException e) {
            unreadable();
        } catch (UnusableSchemaException e) {
            findings.add(rule.action(), new Violation("", "schema", "the schema cannot be used: " + e.getMessage()));
        }
    }

    private void arguments(String tool, ToolSchemas.Input input) {
        switch (input) {
            case ToolSchemas.Known(SchemaDocument schema) -> {
                try {
                    parts(MessageParts.arguments(body, tool), schema);
                } catch (IOException e) {
                    unreadable();
                } catch (UnusableSchemaException e) {
                    findings.add(rule.unknown(), unknown("the schema of the tool cannot be used: " + e.getMessage()));
                }
            }
            case ToolSchemas.Absent none -> findings.addUnknownTool(rule.unknown());
            case ToolSchemas.Unknown(String why) ->
                findings.add(rule.unknown(), unknown("the schema of the tool is not known: " + why));
        }
    }

    private void unreadable() {
        findings.add(Action.PREVENT, new Violation("", "json", "it cannot be read"));
    }

    private static Violation unknown(String why) {
        return new Violation("/params/arguments", "schema", why);
    }

    private void parts(List<MessageParts.Part> parts, SchemaDocument schema)
            throws IOException, UnusableSchemaException {
        // The trees hold the last of two properties with one name; what reads the body behind may take the first.
        Set<String> places = parts.stream().map(MessageParts.Part::path).collect(Collectors.toSet());
        for (Violation violation :
                RepeatedNames.in(body, places, name -> !rule.options().foldCase() && schema.names(name))) {
            findings.add(rule.action(), violation);
        }
        for (MessageParts.Part part : parts) {
            for (Violation violation : schema.check(part.value(), rule.options())) {
                findings.add(rule.action(), violation.below(part.path()));
            }
        }
    }
}
