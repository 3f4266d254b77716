package dev.securemcp.proxy.policy.outbound;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.MetricSink.Metric;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code emit-metric} (APIM: "Emit custom metrics"): counts a value under a metric of the document's own, apart by its dimensions.
 *
 * @param metric what is counted
 * @param value a number, 1 unless given
 * @param dimensions in the metric's order
 */
public record EmitMetric(Metric metric, Value value, List<MetricDimension> dimensions) implements Policy {

    private static final int MAX_DIMENSIONS = 10;
    private static final String NAMESPACE = "API Management";

    public EmitMetric {
        dimensions = List.copyOf(dimensions);
    }

    /** Compiles the element. */
    public static EmitMetric compile(AttributeReader reader, PolicyBuild build) {
        PolicyText nameText = reader.requiredLiteral("name");
        String name = nameText.text();
        if (!nameText.open() && labelName(name).replace("_", "").isEmpty()) {
            reader.error(nameText.position(), "the name of a metric needs letters or digits", "");
        }
        String namespace =
                reader.optionalLiteral("namespace").map(PolicyText::text).orElse(NAMESPACE);
        Value value = reader.optional("value")
                .map(text -> number(reader, build, text))
                .orElse(new Value.Literal("1"));
        List<MetricDimension> dimensions = dimensions(reader, build);
        return new EmitMetric(
                new Metric(
                        namespace,
                        name,
                        dimensions.stream().map(MetricDimension::name).toList()),
                value,
                dimensions);
    }

    private static Value number(AttributeReader reader, PolicyBuild build, PolicyText text) {
        boolean literal = !text.isExpression() && !text.open();
        if (literal && parse(text.text()) == null) {
            reader.error(
                    text.position(),
                    "found `" + text.masked() + "` in `value`, expected a number that is not negative",
                    "");
        }
        return build.value(reader, text);
    }

    private static List<MetricDimension> dimensions(AttributeReader reader, PolicyBuild build) {
        List<MetricDimension> dimensions = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        for (AttributeReader child : reader.children("dimension")) {
            MetricDimension dimension = MetricDimension.compile(child, build);
            child.done();
            if (!dimension.name().isEmpty() && !labels.add(labelName(dimension.name()))) {
                child.error(
                        child.element().position(),
                        "a second dimension `" + dimension.name() + "`; metrics know names by letters and digits alone",
                        "give it another name");
            }
            dimensions.add(dimension);
        }
        if (dimensions.isEmpty() || dimensions.size() > MAX_DIMENSIONS) {
            reader.error(
                    reader.element().position(),
                    "found " + dimensions.size() + " `<dimension>`, expected 1 to " + MAX_DIMENSIONS,
                    "");
        }
        return dimensions;
    }

    /** A name as metrics write it. */
    private static String labelName(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_");
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        Double number = parse(value.text(exchange));
        if (number == null) {
            throw new ExpressionException(
                    "FormatException", "the value of a metric is a number that is not negative", null);
        }
        List<String> values = new ArrayList<>(dimensions.size());
        for (MetricDimension dimension : dimensions) {
            values.add(exchange.masked(dimension.of(exchange)));
        }
        exchange.services().metrics().record(metric, number, values);
        return Verdict.NEXT;
    }

    private static Double parse(String text) {
        try {
            double number = Double.parseDouble(text.trim());
            return number >= 0 && number < Double.POSITIVE_INFINITY ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
