package dev.securemcp.proxy.exchange;

import java.util.List;

/** Where {@code emit-metric} counts. */
@FunctionalInterface
public interface MetricSink {

    /** Counts nothing. */
    MetricSink NONE = (metric, value, dimensions) -> {};

    /**
     * A metric as a policy declares it.
     *
     * @param namespace groups metrics
     * @param name its name
     * @param dimensions the names of its dimensions, in order
     */
    record Metric(String namespace, String name, List<String> dimensions) {

        public Metric {
            dimensions = List.copyOf(dimensions);
        }
    }

    /**
     * Counts one value.
     *
     * @param dimensions one value for each dimension, in the metric's order
     */
    void record(Metric metric, double value, List<String> dimensions);
}
