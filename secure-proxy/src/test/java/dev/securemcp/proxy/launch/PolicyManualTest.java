package dev.securemcp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Published;
import dev.securemcp.proxy.launch.ManualPage.Document;
import dev.securemcp.proxy.launch.ManualPage.Run;
import dev.securemcp.proxy.mcp.Batches;
import dev.securemcp.proxy.mcp.EnvelopeScanner;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.ErrorBody;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.mcp.ScanLimits;
import dev.securemcp.proxy.policy.PolicyRegistry;
import dev.securemcp.proxy.policy.document.ElementRules;
import dev.securemcp.proxy.policy.document.ReaderLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manual's pages on the policy language and on moving from API Management say is so: documents load, commands print that. */
class PolicyManualTest {

    private static final ManualPage LANGUAGE = ManualPage.read("policies/README.md");
    private static final ManualPage MOVING = ManualPage.read("moving-from-api-management.md");
    private static final ManualPage LIMITS = ManualPage.read("limits.md");
    private static final ManualPage FILTERS = ManualPage.read("filters.md");
    private static final ManualPage OAUTH = ManualPage.read("oauth.md");
    private static final ManualPage VALIDATION = ManualPage.read("validation.md");
    private static final ManualPage README = ManualPage.read("../../README.md");
    private static final Path INDEX = Path.of("../src/docs/policies/README.md");

    /** What the pages' configurations take from the environment. */
    private static final Map<String, String> ENVIRONMENT = Map.of("WEATHER_API_KEY", "a-secret-of-the-backend");

    @TempDir
    private Path directory;

    private static Stream<ManualPage> pages() {
        return Stream.of(README, LANGUAGE, MOVING, FILTERS, LIMITS, OAUTH, VALIDATION);
    }

    static Stream<Document> documents() {
        return pages().flatMap(ManualPage::documents);
    }

    static Stream<Run> runs() {
        return pages().flatMap(ManualPage::runs);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void documents_load_as_the_page_says(Document document) throws IOException {
        write(ManualPage.read(document.page()));
        String file =
                document.file().orElse(document.isConfiguration() ? "other.yaml" : "other." + document.language());
        Files.writeString(directory.resolve(file), document.content());
        String said = document.isConfiguration()
                ? run("secure-proxy check " + file)
                : run("secure-proxy check --policy --allow-unknown-names " + file)
                        .replaceAll(".*: unknown fragment .*\n", "");

        if (document.fails()) {
            assertThat(said).contains(document.said().orElseThrow()).contains(file + ": not usable");
        } else {
            assertThat(said).contains(file + ": ok");
            document.said().ifPresent(warning -> assertThat(said).contains("warning: ", warning));
        }
        if (document.said().isEmpty()) {
            assertThat(said).doesNotContain("warning: ");
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void commands_print_what_the_page_says(Run run) throws IOException {
        write(ManualPage.read(run.page()));

        String printed = run(run.command());

        String expected = run.prints().stream()
                .map(line -> line.strip().equals("…") ? "(.*\\n)*?" : Pattern.quote(line) + "\\n")
                .collect(Collectors.joining());
        assertThat(printed).matches(expected);
    }

    @Test
    void there_are_documents_and_commands() {
        assertThat(LANGUAGE.documents()).hasSizeGreaterThan(8);
        assertThat(MOVING.documents()).hasSize(5);
        assertThat(MOVING.runs().map(Run::command).toList().toString())
                .contains("check --policy", "explain", "convert", "check gateway.yaml", "key hash");
        pages().forEach(page -> assertThat(page.documents().count())
                .as("every block of %s is understood", page.name())
                .isEqualTo(Pattern.compile("(?m)^```(xml|yaml)$")
                        .matcher(page.text())
                        .results()
                        .count()));
    }

    @Test
    void the_list_of_elements_is_the_codes_and_in_the_words_of_their_pages() throws IOException {
        StringBuilder text = new StringBuilder("\n| element | what it does |\n|---|---|\n");
        for (String element : ElementRules.names()) {
            if (PolicyRegistry.implemented(element)) {
                text.append("| [%s](%s.md) | %s |\n".formatted(element, element, firstSentence(element)));
            }
        }
        Published.mustBe(INDEX, "<!-- elements: begin -->\n", text + "\n", "<!-- elements: end -->\n");
    }

    private static String firstSentence(String element) throws IOException {
        String page = Files.readString(INDEX.resolveSibling(element + ".md"));
        String paragraph = page.split("\n\n", 3)[1].replace('\n', ' ');
        int end = paragraph.indexOf(". ");
        String sentence = end < 0 ? paragraph : paragraph.substring(0, end);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    @Test
    void the_sections_and_scopes_are_those_of_the_table_of_elements() throws IOException {
        StringBuilder text = new StringBuilder("\n| element | sections | scopes |\n|---|---|---|\n");
        for (String element : ElementRules.names()) {
            if (PolicyRegistry.implemented(element)) {
                var rule = ElementRules.of(element).orElseThrow();
                boolean all = rule.scopes().size() == dev.securemcp.proxy.policy.document.Scope.values().length;
                text.append("| `%s` | %s | %s |\n"
                        .formatted(element, rule.sectionNames(), all ? "all" : rule.scopeNames()));
            }
        }
        Published.mustBe(INDEX, "<!-- sections: begin -->\n", text + "\n", "<!-- sections: end -->\n");
    }

    @Test
    void the_limits_of_documents_are_those_that_hold() {
        ReaderLimits limits = ReaderLimits.DEFAULT;
        assertThat(LANGUAGE.text())
                .contains("%d MiB".formatted(limits.size() >> 20), "%d deep".formatted(limits.depth()))
                .contains("%,d elements".formatted(limits.elements()));
    }

    @Test
    void the_default_answer_is_the_one_shown() {
        byte[] call = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"get_alerts\"}}"
                .getBytes(StandardCharsets.UTF_8);
        ErrorAnswer answer = ErrorAnswer.of(Reason.HEADER_VALUE_NOT_ALLOWED, "Unknown client")
                .withStatus(403);

        assertThat(LANGUAGE.text())
                .contains(ErrorBody.json(answer, new EnvelopeScanner(ScanLimits.DEFAULT).scan(call, Batches.ALLOWED))
                        .toString());
    }

    /** The files of a page, as its commands see them. */
    private void write(ManualPage page) throws IOException {
        for (Map.Entry<String, String> other : page.otherFiles().entrySet()) {
            Path file = directory.resolve(other.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, other.getValue());
        }
        for (Document document : page.documents().toList()) {
            if (document.file().isPresent()) {
                Path file = directory.resolve(document.file().get());
                Files.createDirectories(file.getParent());
                Files.writeString(file, document.content());
            }
        }
    }

    /** Runs a command line in the directory of the page's files; what it prints, paths as a person there would see them. */
    private String run(String line) {
        String command = line;
        String input = "";
        if (line.startsWith("printf %s ")) {
            String[] parts = line.split(" \\| ", -1);
            input = parts[0].substring("printf %s ".length());
            command = parts[1];
        }
        assertThat(command).startsWith("secure-proxy ");
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")).subList(1, command.split(" ").length));
        words.replaceAll(word -> word.contains(".") ? directory.resolve(word).toString() : word);
        if (words.getFirst().equals("explain") && !words.contains("--config")) {
            words.add("--config");
            words.add(directory.resolve("gateway.yaml").toString());
        }
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed, true);
        Main.run(
                new Surroundings(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        out,
                        out,
                        name -> Optional.ofNullable(ENVIRONMENT.get(name)),
                        Clock.fixed(Instant.parse("2026-10-01T00:00:00Z"), ZoneOffset.UTC),
                        (configuration, leniency) -> 0,
                        new Policies()),
                words.toArray(String[]::new));
        out.flush();
        return printed.toString().replace(directory + "/", "");
    }
}
