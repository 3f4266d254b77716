package dev.securemcp.proxy.policy.flow;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code trace} (APIM: "Trace"): says something about the call to whoever traces it. Nothing is evaluated where nobody does, and an
 * expression that fails is told in the trace instead: whether a call is traced never changes what becomes of it.
 *
 * @param source who says it
 * @param severity how much it matters
 * @param message what it says
 * @param metadata further facts, at most {@value #MAX_METADATA}
 */
public record Trace(String source, Severity severity, Value message, List<Fact> metadata) implements Policy {

    private static final int MAX_METADATA = 32;

    /** How much it matters, least first; the trace shows it as the fact {@code severity}. */
    public enum Severity {
        VERBOSE,
        INFORMATION,
        ERROR
    }

    /** A further fact. */
    public record Fact(Value name, Value value) {}

    public Trace {
        metadata = List.copyOf(metadata);
    }

    /** Compiles the element. */
    public static Trace compile(AttributeReader reader, PolicyBuild build) {
        String source = reader.requiredLiteral("source").text();
        Severity severity = reader.oneOf("severity", Severity.values(), Severity.VERBOSE);
        Value message = reader.requiredChild("message")
                .map(child -> {
                    PolicyText text = child.text();
                    Value value = build.value(child, text.isExpression() ? text : text.strip());
                    child.done();
                    return value;
                })
                .orElse(new Value.Literal(""));
        List<Fact> metadata = new ArrayList<>();
        for (AttributeReader child : reader.children("metadata")) {
            metadata.add(new Fact(build.required(child, "name"), build.required(child, "value")));
            child.done();
        }
        if (metadata.size() > MAX_METADATA) {
            reader.error(
                    reader.element().position(),
                    "found " + metadata.size() + " `<metadata>`, expected at most " + MAX_METADATA,
                    "");
        }
        return new Trace(source, severity, message, metadata);
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        if (exchange.tracing()) {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("severity", severity.name().toLowerCase(Locale.ROOT));
            metadata.forEach(fact -> facts.put(shown(fact.name(), exchange), shown(fact.value(), exchange)));
            exchange.trace(source, shown(message, exchange), facts);
        }
        return Verdict.NEXT;
    }

    private static String shown(Value value, Exchange exchange) {
        try {
            return value.text(exchange);
        } catch (ExpressionException e) {
            return "(" + e.kind() + ": " + e.getMessage() + ")";
        }
    }
}
