package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.gateway.bridge.BridgeStore;
import dev.securemcp.proxy.gateway.bridge.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual's page on Entra says what the code does. */
class BridgeManualTest {

    @TempDir
    private Path directory;

    private static String page() throws IOException {
        return Files.readString(Path.of("../src/docs/entra.md"));
    }

    private static String section(String heading) throws IOException {
        String page = page();
        int from = page.indexOf("\n## " + heading + "\n");
        int to = page.indexOf("\n## ", from + 1);
        return page.substring(from, to < 0 ? page.length() : to);
    }

    /** The words between the first and second backquote of each row. */
    private static List<String> rows(String heading) throws IOException {
        return section(heading)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`")[1])
                .toList();
    }

    @Test
    void its_configuration_starts_a_gateway_whose_documents_are_where_it_says() throws Exception {
        Matcher yaml = Pattern.compile("(?s)```yaml\\n(.*?)```").matcher(section("The configuration"));
        assertThat(yaml.find()).isTrue();
        Files.createDirectories(directory.resolve("secrets"));
        Files.writeString(directory.resolve("secrets/entra-client-secret"), "known to the issuer\n");
        try (GatewayFixture gateway = GatewayFixture.start(directory, yaml.group(1))) {
            Matcher path = Pattern.compile("`(/\\.well-known/[^`]*|/weather-tools/\\.well-known/[^`]*)`")
                    .matcher(section("Clients"));
            int found = 0;
            while (path.find()) {
                found++;
                // The OpenID document is told without the issuer being asked first where that is not at hand.
                if (!path.group(1).contains("openid")) {
                    WireMessage document =
                            gateway.exchange("GET " + path.group(1) + " HTTP/1.1\r\n" + Mcp.HOST + "\r\n");
                    assertThat(document.status()).as(path.group(1)).isEqualTo(200);
                    assertThat(document.text()).contains("https://mcp.example.com/weather-tools");
                }
            }
            assertThat(found).isEqualTo(4);
        }
    }

    @Test
    void it_lists_every_reason_of_a_bridge() throws IOException {
        assertThat(rows("When something is refused"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Refusal.values())
                        .map(Refusal::reason)
                        .filter(reason -> reason.startsWith("Bridge"))
                        .distinct()
                        .toList());
    }

    @Test
    void it_lists_the_metrics_and_what_they_count() throws Exception {
        try (BridgeVisit visit = BridgeVisit.start(directory, java.time.InstantSource.system())) {
            visit.register();
            List<String> metrics = visit.gateway.metrics().getMeters().stream()
                    .map(meter -> meter.getId().getName())
                    .filter(name -> name.startsWith("proxy.bridge"))
                    .distinct()
                    .map(name -> name.replace('.', '_'))
                    .toList();
            assertThat(rows("Metrics").stream().map(name -> name.replaceFirst("_total$", "")))
                    .containsExactlyInAnyOrderElementsOf(metrics);
        }
        for (BridgeStore.Kind kind : BridgeStore.Kind.values()) {
            assertThat(section("Metrics")).contains("`" + kind.name().toLowerCase(Locale.ROOT) + "`");
        }
    }
}
