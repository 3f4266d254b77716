package dev.securemcp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the manual's page on configuration says is so. */
class ConfigurationManualTest {

    private static final Path PAGE = Path.of("../src/docs/configuration.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\\n(.*?)```");
    private static final String BEGIN = "<!-- keys: begin -->\n";
    private static final String END = "<!-- keys: end -->\n";

    @TempDir
    private Path directory;

    @Test
    void its_tables_are_the_readers() throws IOException {
        String page = Files.readString(PAGE);
        String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        String after = page.substring(page.indexOf(END));

        Published.mustBe(PAGE, before + "\n" + ManualText.write() + after);
    }

    @Test
    void its_examples_are_sound() throws IOException {
        Reading reading = new Reading(directory)
                .variable("WEATHER_API_KEY", "secret")
                .file("secrets/laptop.key", "a-key-of-the-manual\n")
                .file("secrets/weather-token", "token\n")
                .file("policies/global.xml", "<policies/>")
                .file("policies/weather-tools.xml", "<policies/>")
                .file("policies/get_alerts.xml", "<policies/>");
        List<String> examples = EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult example) -> example.group(1))
                .toList();

        assertThat(examples).hasSize(3).allSatisfy(example -> {
            reading.sound(example);
            assertThat(reading.warnings(example)).isEmpty();
        });
    }

    @Test
    void the_example_of_several_gateways_is_sound() throws IOException {
        Reading reading = new Reading(directory).file("secrets/redis-encryption-key", "k".repeat(44) + "\n");
        List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("../src/docs/several-gateways.md")))
                .results()
                .map((MatchResult example) -> example.group(1))
                .toList();

        assertThat(examples).singleElement().satisfies(reading::sound);
    }

    @Test
    void the_example_of_caching_is_sound() throws IOException {
        List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("../src/docs/caching.md")))
                .results()
                .map((MatchResult example) -> example.group(1))
                .toList();

        assertThat(examples).singleElement().satisfies(new Reading(directory)::sound);
    }

    @Test
    void other_pages_name_limits_that_there_are_with_the_defaults_that_they_have() throws IOException {
        Map<String, String> defaults = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| [^|]* \\| `([^`]*)` \\|")
                .matcher(Files.readString(PAGE).split("### `limits`", 2)[1])
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
        Pattern named = Pattern.compile("`limits\\.([a-z-]+)(?:: [a-z0-9]+)?`(?: \\(([0-9][^)]*)\\))?");
        int compared = 0;
        for (Path page : pages()) {
            for (MatchResult limit :
                    named.matcher(Files.readString(page)).results().toList()) {
                assertThat(defaults).as(page.toString()).containsKey(limit.group(1));
                if (limit.group(2) != null) {
                    assertThat(limit.group(2).replaceAll("[ ,]", ""))
                            .as(page + ": " + limit.group())
                            .isEqualTo(defaults.get(limit.group(1)));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(5);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(PAGE.getParent())) {
            return files.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }
}
