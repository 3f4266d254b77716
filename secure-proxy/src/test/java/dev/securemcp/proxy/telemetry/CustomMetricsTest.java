package dev.securemcp.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.MetricSink.Metric;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomMetricsTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CustomMetrics metrics = new CustomMetrics(registry, 3);

    private List<String> counts() {
        return registry.scrape()
                .lines()
                .filter(line -> line.contains("_count{"))
                .sorted()
                .toList();
    }

    @Test
    void values_are_counted_and_summed_apart_by_their_dimensions() {
        Metric metric = new Metric("my-metrics", "Request size", List.of("API ID", "Client IP"));
        metrics.record(metric, 2, List.of("weather", "192.0.2.1"));
        metrics.record(metric, 3, List.of("weather", "192.0.2.1"));
        metrics.record(metric, 4, List.of("news", ""));

        assertThat(counts())
                .containsExactly(
                        "policy_Request_size_count{API_ID=\"news\",Client_IP=\"\",namespace=\"my-metrics\",} 1.0",
                        "policy_Request_size_count{API_ID=\"weather\",Client_IP=\"192.0.2.1\",namespace=\"my-metrics\",} 2.0");
        assertThat(registry.get("policy.Request_size").summaries())
                .extracting(DistributionSummary::totalAmount)
                .containsExactlyInAnyOrder(4.0, 5.0);
    }

    @Test
    void callers_cannot_make_ever_more_series() {
        Metric metric = new Metric("n", "m", List.of("who"));
        for (int i = 0; i < 100; i++) {
            metrics.record(metric, 1, List.of("caller" + i));
        }
        metrics.record(metric, 1, List.of("caller0"));

        assertThat(counts())
                .containsExactly(
                        "policy_m_count{namespace=\"n\",who=\"_other\",} 97.0",
                        "policy_m_count{namespace=\"n\",who=\"caller0\",} 2.0",
                        "policy_m_count{namespace=\"n\",who=\"caller1\",} 1.0",
                        "policy_m_count{namespace=\"n\",who=\"caller2\",} 1.0");
    }

    @Test
    void a_metric_keeps_the_dimensions_that_it_came_with_first() {
        metrics.record(new Metric("n", "m", List.of("a", "b")), 1, List.of("1", "2"));
        metrics.record(new Metric("n", "m", List.of("c", "b")), 1, List.of("3", "4"));

        assertThat(counts())
                .containsExactly(
                        "policy_m_count{a=\"\",b=\"4\",namespace=\"n\",} 1.0",
                        "policy_m_count{a=\"1\",b=\"2\",namespace=\"n\",} 1.0");
    }

    @Test
    void names_that_metrics_cannot_have_are_changed_and_long_values_are_cut() {
        metrics.record(new Metric("n", "1st", List.of("namespace")), 1, List.of("x".repeat(500)));

        assertThat(counts())
                .containsExactly("policy_1st_count{d_namespace=\"" + "x".repeat(128) + "\",namespace=\"n\",} 1.0");
    }
}
