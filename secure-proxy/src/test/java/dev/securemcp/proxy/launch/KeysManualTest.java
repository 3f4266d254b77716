package dev.securemcp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.ConfigurationReader;
import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.gateway.Assembly;
import dev.securemcp.proxy.identity.KeyRing;
import dev.securemcp.proxy.identity.Keys;
import dev.securemcp.proxy.identity.SubscriptionDecision.Allowed;
import dev.securemcp.proxy.identity.SubscriptionReport;
import dev.securemcp.proxy.policy.Leniency;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manual's page on keys says is so. */
class KeysManualTest {

    private static final ManualPage PAGE = ManualPage.read("keys.md");
    private static final String KEY = "the-key-of-annas-laptop";

    @TempDir
    Path directory;

    private final Command command = new Command();

    @BeforeEach
    void files() throws IOException {
        Files.writeString(directory.resolve("ci-key"), "the-key-of-our-builds\n");
        Files.writeString(directory.resolve("key-pepper"), "0123456789abcdef0123456789abcdef\n");
        Files.writeString(directory.resolve("laptop.key"), KEY + "\n");
        Files.createDirectory(directory.resolve("policies"));
        Files.writeString(directory.resolve("policies/full.xml"), "<policies><inbound><base /></inbound></policies>");
        for (var file : PAGE.otherFiles().entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
    }

    static Stream<ManualPage.Document> documents() {
        return PAGE.documents();
    }

    private Configuration read(ManualPage.Document document) throws IOException {
        Path file = Files.writeString(
                directory.resolve("gateway.yaml"), document.content().replace("/run/secrets", directory.toString()));
        Faults faults = new Faults();
        Optional<Configuration> read = new ConfigurationReader(
                        _ -> Optional.empty(), Instant.parse("2026-11-01T00:00:00Z"))
                .read(file, faults)
                .filter(configuration -> Assembly.compile(configuration, true, Leniency.NONE, faults)
                        .isPresent());
        assertThat(faults.all()).extracting(Fault::toString).isEmpty();
        return read.orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_configuration_loads(ManualPage.Document document) throws IOException {
        assertThat(read(document).servers()).isNotEmpty();
    }

    @Test
    void there_are_examples_of_every_kind() {
        assertThat(PAGE.documents()).hasSize(5);
        assertThat(PAGE.otherFiles()).containsOnlyKeys("subscriptions.jsonl");
        assertThat(PAGE.runs().map(ManualPage.Run::command).map(line -> line.split(" ")[2]))
                .containsExactly("new", "check", "rotate");
    }

    static Stream<ManualPage.Run> runs() {
        return PAGE.runs();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void every_command_prints_what_the_page_says(ManualPage.Run run) throws IOException {
        Configuration first = read(PAGE.documents().findFirst().orElseThrow());
        assertThat(first.subscriptions()).containsKey("laptop");
        String[] parts = run.command().split(" < ");
        command.input = parts.length == 1 ? "" : Files.readString(directory.resolve(parts[1]));
        String config = directory.resolve("gateway.yaml").toString();
        List<String> words = Stream.of(parts[0].split(" "))
                .skip(1)
                .map(word -> word.equals("gateway.yaml") ? config : word)
                .collect(Collectors.toList());
        if (words.contains("rotate")) {
            words.addAll(List.of("--config", config));
        }

        assertThat(command.run(words.toArray())).as(command.err()).isZero();

        String expected = run.prints().stream()
                .map(line -> Stream.of(line.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
                .collect(Collectors.joining("\\R"));
        assertThat(command.out().strip()).matches(expected);
    }

    @Test
    void the_report_of_the_management_port_is_the_one_that_is_shown() throws IOException {
        KeyRing keys = KeyRing.of(read(PAGE.documents().findFirst().orElseThrow()));
        assertThat(keys.check(KEY, "alerts", true, Instant.parse("2026-11-01T12:00:00Z")))
                .isInstanceOf(Allowed.class);
        Matcher shown = Pattern.compile("(?s)```json\\n(\\{\\n.*?)```").matcher(PAGE.text());
        assertThat(shown.find()).isTrue();

        byte[] page = SubscriptionReport.page(
                keys, new SubscriptionReport.Query(Optional.of("laptop"), 0, 1000, Optional.empty()));

        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(page)).isEqualTo(json.readTree(shown.group(1)));
    }

    @Test
    void keys_match_the_expression_for_scanners_and_their_checksum_is_the_one_that_is_described() {
        Matcher expression = Pattern.compile("`(smcp_\\[[^`]*)`").matcher(PAGE.text());
        assertThat(expression.find()).isTrue();
        String key = Keys.generate(new SecureRandom());
        assertThat(key).matches(expression.group(1));

        CRC32 crc = new CRC32();
        crc.update(key.substring(0, key.length() - 6).getBytes(StandardCharsets.US_ASCII));
        String digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        StringBuilder checksum = new StringBuilder();
        long rest = crc.getValue();
        for (int i = 0; i < 6; i++, rest /= 62) {
            checksum.insert(0, digits.charAt((int) (rest % 62)));
        }
        assertThat(key).endsWith(checksum.toString());
    }

    @Test
    void links_lead_somewhere() {
        assertThat(PAGE.links()).allSatisfy(link -> assertThat(link).exists());
    }
}
