package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.ConfigurationReader;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.exchange.limit.LimitMeter;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.store.State;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
                ConfigurationReader.ofProcess().read(file, new Faults()).orElseThrow(),
                LimitCounters.open(
                        registry, Limits.DEFAULTS, InstantSource.system(), () -> 0, State.open(Optional.empty())))) {
            TokenRules anIssuer = TokenRules.builder()
                    .discovery(List.of(TokenRules.Issuer.named(URI.create("http://127.0.0.1:1"))))
                    .build();
            services.services().tokens().validate(anIssuer, "a.b.c");
            services.services().limits().meter().decided("rate-limit", "s", LimitMeter.Outcome.ALLOWED);
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
