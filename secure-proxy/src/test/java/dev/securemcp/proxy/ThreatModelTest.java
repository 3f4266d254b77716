package dev.securemcp.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manual's page on threats names tests that exist, at least one for each. */
class ThreatModelTest {

    private static final Path PAGE = Path.of("../src/docs/threat-model.md");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]+(?:Test|IT))`");

    private static List<String> rows() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        return lines.subList(lines.indexOf("## What is defended"), lines.indexOf("## What is not")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| threat "))
                .toList();
    }

    @Test
    void every_defence_is_held_by_a_test() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(20).allMatch(row -> TEST.matcher(row)
                .find());
    }

    @Test
    void every_test_that_it_names_exists() throws IOException {
        Set<String> named = new TreeSet<>();
        TEST.matcher(Files.readString(PAGE)).results().forEach(test -> named.add(test.group(1)));
        Set<String> existing = new TreeSet<>();
        for (String root : List.of("src/test/java", "../src/e2e/src/test/java")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.map(file -> file.getFileName().toString().replace(".java", ""))
                        .forEach(existing::add);
            }
        }

        assertThat(existing).containsAll(named);
    }
}
