package dev.securemcp.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Caller;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Decision;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Ending;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Operation;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Timing;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Traffic;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Verdict;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manual's page on telemetry says what the code does. */
class TelemetryManualTest {

    private static final ExchangeEvent WHOLE = new ExchangeEvent(
            Instant.EPOCH,
            "r",
            "s",
            "POST",
            new Operation("tools/call", "t", "p", "u", "v", "h", "c"),
            new Caller("s", "p", "i", "a"),
            new Verdict(Decision.DENIED, "QuotaExceeded", "quota", 403, 403, true, Ending.BROKEN),
            new Timing(1, 1, 1, 1),
            new Traffic(1, 1));

    /** How the code writes a metric's name; nothing else in it is written so. */
    private static final Pattern NAME = Pattern.compile("\"((?:proxy|mcp\\.server)\\.[a-z.]+)\"");

    private static List<String> manual() throws IOException {
        return Files.readAllLines(Path.of("../src/docs/telemetry.md"));
    }

    /** First cells of the table rows between two headings. */
    private static List<String> table(String heading, String next) throws IOException {
        List<String> lines = manual();
        return lines.subList(lines.indexOf("## " + heading), lines.indexOf("## " + next)).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    private static String cell(String row, int index) {
        return row.split("\\|", -1)[index];
    }

    private static List<String> codes(String row) {
        return Stream.of(cell(row, 1).split(",", -1))
                .map(cell -> cell.replaceAll("[` ]", ""))
                .toList();
    }

    @Test
    void listsTheFieldsOfALine() throws IOException {
        JsonNode line = new ObjectMapper().readTree(LogLine.access(WHOLE));
        List<String> fields = line.properties().stream().map(Map.Entry::getKey).toList();
        assertThat(table("Logs", "Metrics").stream().flatMap(row -> codes(row).stream()))
                .containsExactlyElementsOf(fields);
        JsonNode denial = new ObjectMapper().readTree(LogLine.security(WHOLE));
        assertThat(denial.properties().stream().map(Map.Entry::getKey))
                .containsExactlyElementsOf(fields.subList(0, fields.indexOf("code") + 1));
    }

    @Test
    void listsTheMetricsWithTheirLabels() throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Telemetry telemetry = new Telemetry(registry, () -> Instant.EPOCH);
        telemetry.live("s").exchangeBegan();
        telemetry.record(WHOLE);
        telemetry.detected(new Detection(
                Instant.EPOCH, "r", "s", "tools/call", "t", WHOLE.caller(), "/params/arguments/days", "type"));
        telemetry.record(Events.event(Events.call("a"), Events.LAPTOP, Events.failed("Timeout", 504)));
        List<String> scraped = registry.scrape()
                .lines()
                .filter(line -> !line.startsWith("#")
                        && !line.contains("_max{")
                        && !line.contains("_bucket{")
                        && !line.contains("_sum{"))
                .map(line -> line.substring(0, line.indexOf('{')).replaceFirst("_count$", ""))
                .distinct()
                .toList();
        List<String> rows = table("Metrics", "Summary");
        assertThat(rows.stream().map(row -> codes(row).getFirst())).containsExactlyInAnyOrderElementsOf(scraped);
        for (String row : rows) {
            String name = codes(row).getFirst();
            String sample = registry.scrape()
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .findFirst()
                    .orElseThrow();
            String labels = cell(row, 2).replaceAll("\\(.*\\)", "");
            for (String label : labels.split(",", -1)) {
                assertThat(sample).contains(label.replaceAll("[` ]", "") + "=");
            }
        }
    }

    /** The tables above run the code; this one reads it, so that no metric is missing that they do not come by. */
    @Test
    void namesEveryMetricThatIsRegisteredAnywhereAndNoOther() throws IOException {
        Set<String> registered = new TreeSet<>();
        for (Path file : below(Path.of("src/main/java"), ".java")) {
            NAME.matcher(Files.readString(file))
                    .results()
                    .map(name -> name.group(1).replace('.', '_'))
                    .forEach(registered::add);
        }
        assertThat(registered).hasSizeGreaterThan(35);

        Set<String> written = new TreeSet<>();
        for (Path page : below(Path.of("../src/docs"), ".md")) {
            Pattern.compile("`((?:proxy|mcp_server)_[a-z_]+)[`{]")
                    .matcher(Files.readString(page))
                    .results()
                    .map(name -> name.group(1))
                    .forEach(written::add);
        }
        assertThat(registered).allSatisfy(name -> assertThat(written).as(name).anyMatch(shown -> isOf(shown, name)));
        assertThat(written).allSatisfy(shown -> assertThat(registered).as(shown).anyMatch(name -> isOf(shown, name)));
    }

    /** Whether Prometheus may show a metric so: with its unit, and what it counts. */
    private static boolean isOf(String shown, String name) {
        return shown.startsWith(name)
                && shown.substring(name.length()).matches("(_bytes|_seconds)?(_total|_count|_sum|_max)?");
    }

    private static List<Path> below(Path directory, String end) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(end)).toList();
        }
    }

    @Test
    void listsEveryReasonWithItsAnswer() throws IOException {
        List<String> lines = manual();
        assertThat(lines.subList(lines.indexOf("## Reasons"), lines.size()).stream()
                        .filter(line -> line.startsWith("| ") && !line.startsWith("| reason")))
                .containsExactlyElementsOf(Stream.of(Reason.values())
                        .map(reason -> "| " + reason.reason() + " | " + reason.source() + " | " + reason.status()
                                + " | " + reason.code() + " |")
                        .toList());
    }

    @Test
    void showsTheShapeOfTheSummary() throws IOException {
        List<String> lines = manual();
        String example = String.join("\n", lines.subList(lines.indexOf("```json") + 1, lines.lastIndexOf("```")));
        JsonNode shown = new ObjectMapper().readTree(example);
        Telemetry telemetry = new Telemetry(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), () -> Events.START);
        telemetry.record(Events.event(Events.call("a"), Events.LAPTOP, Events.FINE));
        telemetry.record(Events.event(Events.call("a"), Events.LAPTOP, Events.denied("QuotaExceeded", 403)));
        JsonNode made = new ObjectMapper().readTree(telemetry.summary().toJson());
        for (String place : List.of("", "/hour", "/hour/servers/0", "/hour/blocked/0")) {
            assertThat(made.at(place).properties().stream().map(Map.Entry::getKey))
                    .as(place)
                    .containsExactlyElementsOf(shown.at(place).properties().stream()
                            .map(Map.Entry::getKey)
                            .toList());
        }
    }
}
