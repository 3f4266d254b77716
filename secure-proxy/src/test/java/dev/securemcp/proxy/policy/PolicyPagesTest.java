package dev.securemcp.proxy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.policy.document.ElementRule;
import dev.securemcp.proxy.policy.document.ElementRules;
import dev.securemcp.proxy.policy.document.Scope;
import dev.securemcp.proxy.policy.document.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manual's page of every element says what the code does: its example loads, its attributes and sections are those of the code. */
class PolicyPagesTest {

    private static final Path PAGES = Path.of("../src/docs/policies");
    private static final Set<String> NO_ELEMENTS = Set.of("README.md", "unsupported.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```xml\\n(.*?)```");
    private static final Pattern ATTRIBUTE = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");
    private static final Pattern CHILD = Pattern.compile("(?m)^\\| `<([a-z/ -]+)>` \\|");

    /** What the examples' configuration holds beside the backends of {@link PolicyTesting}. */
    private static PolicyTesting configuration() {
        return PolicyTesting.policies()
                .fragment("audit", "<set-header name='X-Audited'><value>yes</value></set-header>");
    }

    static Stream<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md") && !NO_ELEMENTS.contains(name))
                    .map(name -> name.substring(0, name.length() - ".md".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static String page(String element) {
        try {
            return Files.readString(PAGES.resolve(element + ".md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> examples(String page) {
        return EXAMPLE.matcher(page)
                .results()
                .map((MatchResult r) -> r.group(1))
                .toList();
    }

    /** A scope whose document may hold it: the server's unless that may not. */
    private static Scope scope(String element) {
        Set<Scope> scopes = ElementRules.of(element).orElseThrow().scopes();
        return scopes.contains(Scope.API) ? Scope.API : scopes.iterator().next();
    }

    /** The part of a page under a heading. */
    private static String part(String page, String heading) {
        int at = page.indexOf("\n## " + heading + "\n");
        if (at < 0) {
            return "";
        }
        int next = page.indexOf("\n## ", at + 1);
        return page.substring(at, next < 0 ? page.length() : next);
    }

    @Test
    void every_element_has_a_page_and_the_list_names_them_all() throws IOException {
        Set<String> elements = new TreeSet<>(PolicyRegistry.names());
        elements.addAll(List.of("base", "include-fragment"));

        assertThat(pages()).containsExactlyElementsOf(elements);
        assertThat(Files.readString(PAGES.resolve("README.md")))
                .contains(elements.stream()
                        .map(name -> "| [" + name + "](" + name + ".md) |")
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void its_example_loads_without_a_fault_or_warning_and_shows_the_element(String element) {
        assertThat(examples(page(element))).isNotEmpty().allSatisfy(example -> {
            assertThat(configuration().scope(scope(element)).faults(example)).isEmpty();
            assertThat(example).contains("<" + element);
        });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void its_attributes_are_those_that_the_code_asks_for(String element) {
        Map<String, Set<String>> asked = new TreeMap<>();
        examples(page(element)).forEach(example -> configuration()
                .asked(example, element)
                .forEach((name, attributes) ->
                        asked.computeIfAbsent(name, none -> new TreeSet<>()).addAll(attributes)));
        // A child that is an element of its own has a page of its own.
        asked.keySet()
                .removeIf(name -> name.contains("/") && PolicyRegistry.names().contains(name.split("/")[0]));
        asked.replaceAll((name, attributes) -> PolicyRegistry.names().contains(name) ? Set.of() : attributes);

        assertThat(documented(page(element))).isEqualTo(asked);
    }

    private static Map<String, Set<String>> documented(String page) {
        Map<String, Set<String>> documented = new TreeMap<>();
        documented.put(
                "",
                ATTRIBUTE
                        .matcher(part(page, "Attributes"))
                        .results()
                        .map(row -> row.group(1))
                        .collect(Collectors.toCollection(TreeSet::new)));
        CHILD.matcher(part(page, "Child elements")).results().forEach(row -> {
            String[] words = row.group(1).split(" ");
            documented.put(words[0], new TreeSet<>(Arrays.asList(words).subList(1, words.length)));
        });
        return documented;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void its_sections_and_scopes_are_those_of_the_table_of_elements(String element) {
        ElementRule rule = ElementRules.of(element).orElseThrow();
        String sections = Arrays.stream(Section.values())
                .filter(rule.sections()::contains)
                .map(Section::id)
                .collect(Collectors.joining(", "));
        String scopes = rule.scopes().size() == Scope.values().length
                ? "all"
                : Arrays.stream(Scope.values())
                        .filter(rule.scopes()::contains)
                        .map(Scope::word)
                        .collect(Collectors.joining(", "));

        // Behind a semicolon a page may say where else, such as inside another element.
        assertThat(page(element))
                .containsPattern(
                        "\\*\\*Sections:\\*\\* " + sections + "(;[^\n]*)?\\. \\*\\*Scopes:\\*\\* " + scopes + "\\.");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void its_links_lead_somewhere(String element) {
        Map<String, Boolean> links = new LinkedHashMap<>();
        Pattern.compile("]\\(([^)#]+)\\)")
                .matcher(page(element))
                .results()
                .forEach(link -> links.put(link.group(1), Files.exists(PAGES.resolve(link.group(1)))));

        assertThat(links).doesNotContainValue(false);
    }
}
