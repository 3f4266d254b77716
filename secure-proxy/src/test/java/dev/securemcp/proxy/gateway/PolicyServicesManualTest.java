package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.ConfigurationReader;
import dev.securemcp.proxy.config.Faults;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the manual says of the metrics of policies. */
class PolicyServicesManualTest {

    @TempDir
    private Path directory;

    @Test
    void the_table_names_every_metric() throws IOException {
        Path file = Files.writeString(
                directory.resolve("gateway.yaml"),
                GatewayFixture.open(1) + "event-sinks: { audit: { file: audit.jsonl } }\n"
                        + "redis: { url: 'redis://localhost:1' }\n");
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Vertx vertx = Vertx.vertx();
        try (PolicyServices services = PolicyServices.open(
                vertx,
                registry,
                ConfigurationReader.ofProcess().read(file, new Faults()).orElseThrow())) {
            assertThat(services.services()).isNotNull();
            Set<String> scraped = registry.scrape()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.replaceAll("[{ ].*", ""))
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(named()).containsExactlyInAnyOrderElementsOf(scraped);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** The metrics of the table whose names are not a document's. */
    private static List<String> named() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../src/docs/telemetry.md"));
        return lines.subList(lines.indexOf("## What policies do"), lines.indexOf("## Reasons")).stream()
                .filter(line -> line.startsWith("| `") && !line.startsWith("| `policy_"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();
    }
}
