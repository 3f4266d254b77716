package dev.securemcp.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Dashboards, alerts and the autoscaler ask for metrics that the gateway has; the manual's table is held to it elsewhere. */
class MetricNamesTest {

    private static final Pattern NAME = Pattern.compile("\\b(?:proxy|mcp)_[a-z_]+\\b");
    private static final Pattern LABEL = Pattern.compile("\\bby \\(([a-z_, ]+)\\)|\\{([a-z_]+)[=!~]|\\{\\{([a-z_]+)}}");

    private static final String MANUAL = "src/docs/telemetry.md";

    /** What Prometheus adds itself. */
    private static final Set<String> ADDED = Set.of("le", "pod", "instance", "job", "namespace");

    @Test
    void alerts_use_metrics_and_labels_that_there_are() {
        JsonNode rules = Rendered.of(Kustomize.EVERYTHING).one("PrometheusRule", "secure-proxy");
        rules.at("/spec/groups/0/rules").forEach(rule -> verify(rule.at("/expr").asText()));
    }

    @Test
    void the_autoscaler_uses_a_metric_that_there_is() {
        verify(Rendered.of(Kustomize.EVERYTHING)
                .one("HorizontalPodAutoscaler", "secure-proxy")
                .at("/spec/metrics/1/pods/metric/name")
                .asText());
    }

    @Test
    void the_dashboard_uses_metrics_and_labels_that_there_are() {
        JsonNode dashboard = Repository.json(Repository.text("src/compose/grafana/dashboards/gateway.json"));
        Set<String> titles = new HashSet<>();
        dashboard.at("/panels").forEach(panel -> {
            if (!panel.at("/type").asText().equals("row")) {
                assertThat(panel.at("/targets")).as(panel.at("/title").asText()).isNotEmpty();
            }
            assertThat(titles.add(panel.at("/title").asText())).isTrue();
            panel.at("/targets").forEach(target -> {
                verify(target.at("/expr").asText());
                verifyLabels(target.at("/legendFormat").asText());
            });
        });
    }

    private static void verify(String expression) {
        Matcher names = NAME.matcher(expression);
        int found = 0;
        while (names.find()) {
            String name = names.group();
            String family = name.replaceFirst("_(bucket|count|sum)$", "");
            // Labels of OpenTelemetry's conventions begin like metrics.
            if (!documentedLabels().contains(name)) {
                assertThat(documented()).as(expression).contains(family);
                found++;
            }
        }
        assertThat(found).as("metrics in " + expression).isPositive();
        verifyLabels(expression);
    }

    private static void verifyLabels(String text) {
        Matcher labels = LABEL.matcher(text);
        while (labels.find()) {
            for (int group = 1; group <= 3; group++) {
                if (labels.group(group) != null) {
                    for (String label : labels.group(group).split(",\\s*", -1)) {
                        assertThat(label).as(text).isIn(union(documentedLabels(), ADDED));
                    }
                }
            }
        }
    }

    private static Set<String> documented() {
        return Pattern.compile("`((?:proxy|mcp)_[a-z_]+)`")
                .matcher(Repository.text(MANUAL))
                .results()
                .map(name -> name.group(1).replaceFirst("_(bucket|count|sum)$", ""))
                .collect(Collectors.toSet());
    }

    private static Set<String> documentedLabels() {
        Set<String> names = new HashSet<>();
        Repository.text(MANUAL)
                .lines()
                .filter(line -> line.startsWith("| `proxy_") || line.startsWith("| `mcp_"))
                .forEach(line -> {
                    Matcher quoted = Pattern.compile("`([a-z_]+)`").matcher(line.split("\\|", -1)[2]);
                    while (quoted.find()) {
                        names.add(quoted.group(1));
                    }
                });
        return names;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> union = new HashSet<>(one);
        union.addAll(other);
        return union;
    }
}
