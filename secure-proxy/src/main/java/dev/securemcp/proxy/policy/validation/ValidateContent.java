package dev.securemcp.proxy.policy.validation;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.ToolSchemas;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.Section;
import dev.securemcp.proxy.schema.JsonBounds;
import dev.securemcp.proxy.schema.Violation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code validate-content} (APIM: "Validate content"): holds a content to a size, to bounds, and to schemas. On MCP servers the
 * schema of a tool call is its tool's {@code inputSchema}, and what it is about are the call's arguments. Of responses only size and type
 * are looked at: they are relayed as they come.
 *
 * @param ofRequest whether it is about requests
 * @param unspecified what becomes of a content of a type that no {@code content} is about
 * @param maxSize bytes
 * @param oversize what becomes of a larger content
 * @param bounds on the shape of a document
 * @param unbounded what becomes of a document that breaks them
 * @param variable what violations are put into; null for none
 * @param types which type a content is checked as
 */
public record ValidateContent(
        boolean ofRequest,
        Action unspecified,
        int maxSize,
        Action oversize,
        JsonBounds bounds,
        Action unbounded,
        String variable,
        ContentTypes types,
        List<ContentRule> rules)
        implements Policy {

    /** A larger body is checked on a thread that may be busy: the event loop has other calls to serve. */
    private static final int ON_EVENT_LOOP = 16 << 10;

    /** Compiles the element. */
    public static ValidateContent compile(AttributeReader reader, PolicyBuild build) {
        Action unknown = reader.oneOf("unknown-schema-action", Action.values(), null);
        List<ContentRule> rules = new ArrayList<>();
        ContentTypes types = ContentTypes.compile(reader.child("content-type-map"), build);
        for (AttributeReader child : reader.children("content")) {
            rules.add(ContentRule.compile(child, build, unknown));
            child.done();
        }
        return new ValidateContent(
                build.section() == Section.INBOUND,
                required(reader, "unspecified-content-type-action"),
                reader.integer("max-size", 1, Integer.MAX_VALUE),
                required(reader, "size-exceeded-action"),
                new JsonBounds(
                        reader.integer("max-depth", 1, 1_000, JsonBounds.NONE.depth()),
                        reader.integer("max-string-length", 0, Integer.MAX_VALUE, JsonBounds.NONE.stringLength()),
                        reader.integer("max-array-items", 0, Integer.MAX_VALUE, JsonBounds.NONE.arrayItems()),
                        reader.integer("max-properties", 0, Integer.MAX_VALUE, JsonBounds.NONE.properties())),
                reader.oneOf("bounds-exceeded-action", Action.values(), Action.PREVENT),
                reader.optionalLiteral("errors-variable-name")
                        .map(text -> text.strip().text())
                        .orElse(null),
                types,
                List.copyOf(rules));
    }

    private static Action required(AttributeReader reader, String attribute) {
        if (reader.element().attribute(attribute).isEmpty()) {
            reader.required(attribute);
        }
        return reader.oneOf(attribute, Action.values(), Action.PREVENT);
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        Findings findings = new Findings(exchange, ofRequest, variable);
        if (!ofRequest) {
            response(exchange, findings);
            return findings.verdict();
        }
        byte[] body = exchange.request().bodyBytes();
        if (body == null) {
            return findings.verdict();
        }
        String type = head(exchange, exchange.request().headers().first("Content-Type"), body.length, findings);
        List<ContentRule> checked = rules.stream()
                .filter(rule -> rule.json() && rule.action() != Action.IGNORE && rule.matches(type))
                .toList();
        if (findings.prevented()) {
            return findings.verdict();
        }
        String tool = exchange.mcp().toolName();
        boolean ofTool =
                tool != null && checked.stream().anyMatch(rule -> rule.schema().isEmpty());
        if (ofTool) {
            return exchange.tools().input(tool).compose(input -> check(body, checked, tool, input, findings));
        }
        return check(body, checked, tool, null, findings);
    }

    /** Checks what the head tells, and gives the type that the content is checked as. */
    private String head(Exchange exchange, String contentType, long length, Findings findings) {
        if (length > maxSize) {
            findings.add(oversize, new Violation("", "max-size", "it has more than " + maxSize + " bytes"));
        }
        String type = types.of(exchange, contentType);
        if (rules.stream().noneMatch(rule -> rule.matches(type))) {
            findings.add(
                    unspecified,
                    new Violation(
                            "",
                            "content-type",
                            type.isEmpty() ? "it has no type" : "its type is not one of those expected"));
        }
        return type;
    }

    private void response(Exchange exchange, Findings findings) {
        if (exchange.response() == null) {
            return;
        }
        byte[] own = exchange.response().ownBody();
        String declared = exchange.response().headers().first("Content-Length");
        long length = 0;
        if (own != null) {
            length = own.length;
        } else if (declared != null && declared.matches("[0-9]{1,18}")) {
            length = Long.parseLong(declared);
        }
        head(exchange, exchange.response().headers().first("Content-Type"), length, findings);
    }

    private Future<Verdict> check(
            byte[] body, List<ContentRule> checked, String tool, ToolSchemas.Input input, Findings findings) {
        Context context = Vertx.currentContext();
        if (body.length <= ON_EVENT_LOOP || context == null) {
            look(body, checked, tool, input, findings);
            return findings.verdict();
        }
        return context.executeBlocking(
                        () -> {
                            look(body, checked, tool, input, findings);
                            return null;
                        },
                        false)
                .compose(done -> findings.verdict());
    }

    private void look(byte[] body, List<ContentRule> checked, String tool, ToolSchemas.Input input, Findings findings) {
        boolean bounded = !bounds.equals(JsonBounds.NONE) && unbounded != Action.IGNORE;
        if (bounded) {
            bounds.check(body).ifPresent(violation -> findings.add(unbounded, violation));
        }
        if (!checked.isEmpty() && !(bounded && unbounded == Action.PREVENT)) {
            // Trees are built below: numbers that no arithmetic ends with must not get into them, whatever else is only
            // watched.
            JsonBounds.NONE.check(body).ifPresent(violation -> findings.add(Action.PREVENT, violation));
        }
        for (ContentRule rule : checked) {
            if (findings.prevented()) {
                return;
            }
            new SchemaCheck(body, rule, findings).run(tool, input);
        }
    }
}
