package dev.securemcp.proxy.telemetry;

import dev.securemcp.proxy.exchange.MetricSink;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Metrics of {@code emit-metric}: each is a summary {@code policy.<name>} (how many, and their sum) with the namespace and the
 * dimensions as labels. The dimensions of a name are those that it came with first, since a metric has one set of labels: others
 * are left out, missing ones are empty.
 */
public final class CustomMetrics implements MetricSink {

    /** Longer values are cut. */
    private static final int MAX_VALUE = 128;

    /** Names come from documents, so this many are a mistake. */
    private static final int MAX_METRICS = 1_000;

    private final MeterRegistry registry;
    private final int maxSeries;
    private final ConcurrentMap<String, Family> families = new ConcurrentHashMap<>();

    /** @param maxSeries combinations of values of one name; all further ones share {@value NameTable#OTHER} */
    public CustomMetrics(MeterRegistry registry, int maxSeries) {
        this.registry = registry;
        this.maxSeries = maxSeries;
    }

    /** A name with its labels and the summaries of each combination of values. */
    private record Family(String name, List<String> labels, ConcurrentMap<List<String>, DistributionSummary> series) {}

    @Override
    public void record(Metric metric, double value, List<String> dimensions) {
        String name = plain(metric.name());
        Family family = families.get(name);
        if (family == null) {
            if (families.size() >= MAX_METRICS) {
                return;
            }
            family = families.computeIfAbsent(name, n -> new Family(n, labels(metric), new ConcurrentHashMap<>()));
        }
        summary(family, values(family, metric, dimensions)).record(value);
    }

    private static List<String> labels(Metric metric) {
        return metric.dimensions().stream().map(CustomMetrics::labelName).toList();
    }

    /** The namespace, then a value for each label of the family. */
    private static List<String> values(Family family, Metric metric, List<String> dimensions) {
        List<String> values = new ArrayList<>(family.labels().size() + 1);
        values.add(metric.namespace());
        List<String> own = labels(metric);
        for (String label : family.labels()) {
            int at = own.indexOf(label);
            values.add(at < 0 ? "" : cut(dimensions.get(at)));
        }
        return values;
    }

    private DistributionSummary summary(Family family, List<String> values) {
        DistributionSummary known = family.series().get(values);
        if (known != null) {
            return known;
        }
        List<String> counted = family.series().size() < maxSeries ? values : others(values);
        return family.series().computeIfAbsent(counted, v -> register(family, v));
    }

    private static List<String> others(List<String> values) {
        List<String> others = new ArrayList<>(Collections.nCopies(values.size(), NameTable.OTHER));
        others.set(0, values.getFirst());
        return others;
    }

    private DistributionSummary register(Family family, List<String> values) {
        List<Tag> tags = new ArrayList<>(values.size());
        tags.add(Tag.of("namespace", values.getFirst()));
        for (int i = 0; i < family.labels().size(); i++) {
            tags.add(Tag.of(family.labels().get(i), values.get(i + 1)));
        }
        return DistributionSummary.builder("policy." + family.name())
                .description("Values of emit-metric")
                .tags(tags)
                .register(registry);
    }

    private static String cut(String value) {
        return value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) : value;
    }

    /** A name as labels are written: begins with a letter; {@code namespace} is taken. */
    private static String labelName(String name) {
        String label = plain(name);
        boolean bad = label.isEmpty() || !Character.isLetter(label.charAt(0)) || label.equals("namespace");
        return bad ? "d_" + label : label;
    }

    /** Letters, digits and underscores, as Prometheus wants it. */
    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_");
    }
}
