package dev.securemcp.proxy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Published;
import dev.securemcp.proxy.policy.document.ElementRule;
import dev.securemcp.proxy.policy.document.ElementRules;
import dev.securemcp.proxy.policy.document.ElementRules.Unsupported;
import dev.securemcp.proxy.policy.document.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manual's list of what is not supported is the code's, and each of it fails the load by name. */
class UnsupportedManualTest {

    private static final Path PAGE = Path.of("../src/docs/policies/unsupported.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```xml\\n(.*?)```\\n\\nfails with: `` (.*?) ``");

    @TempDir
    private Path directory;

    /** Elements that have a rule but cannot be run yet. */
    static Stream<String> later() {
        return ElementRules.names().stream().filter(name -> !PolicyRegistry.implemented(name));
    }

    static Stream<String> unsupported() {
        return Stream.concat(
                ElementRules.unsupported().stream(),
                ElementRules.modelPrefixes().stream().map(prefix -> prefix + "token-limit"));
    }

    record Example(String document, String message) {}

    static Stream<Example> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult found) -> new Example(found.group(1), found.group(2)));
    }

    private List<String> faults(String document, Leniency leniency) throws IOException {
        Path file = Files.writeString(directory.resolve("policy.xml"), document);
        Faults faults = new Faults();
        PolicyLibrary.check(file, leniency, faults);
        return faults.all().stream()
                .map(fault -> (fault.severity() == Fault.Severity.WARNING ? "warning: " : "")
                        + fault.message()
                        + "; "
                        + fault.remedy())
                .toList();
    }

    private List<String> faults(String element, Section section, Leniency leniency) throws IOException {
        String name = section.id();
        return faults("<policies><%s><%s /></%s></policies>".formatted(name, element, name), leniency);
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void each_fails_the_load_with_a_message_that_names_it(String element) throws IOException {
        for (Section section : Section.values()) {
            assertThat(faults(element, section, Leniency.NONE))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "`" + element + "` is an element of API Management that this gateway does not support; ")
                    .contains(ElementRules.whyUnsupported(element).orElseThrow().reason());
        }
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void each_can_be_left_out_unless_it_checks(String element) throws IOException {
        List<String> said = faults(element, Section.INBOUND, new Leniency(false, true));

        assertThat(said).singleElement().asString().contains("`" + element + "`");
        assertThat(said.getFirst().startsWith("warning: ")).isEqualTo(!element.startsWith("validate-"));
    }

    @ParameterizedTest
    @MethodSource("later")
    void what_comes_later_fails_the_load_whatever_is_allowed(String element) throws IOException {
        Section section =
                ElementRules.of(element).orElseThrow().sections().iterator().next();
        for (Leniency leniency : List.of(Leniency.NONE, new Leniency(true, true))) {
            assertThat(faults(element, section, leniency))
                    .containsExactly(
                            "`" + element + "` is not supported by this version yet; it comes with a later one");
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void parts_of_elements_fail_as_the_page_says(Example example) throws IOException {
        assertThat(faults(example.document(), Leniency.NONE)).anyMatch(said -> said.contains(example.message()));
    }

    @Test
    void parts_of_elements_have_examples() throws IOException {
        assertThat(examples()).hasSizeGreaterThan(3);
    }

    @Test
    void the_message_it_shows_is_what_the_load_says() throws IOException {
        Path file = directory.resolve("policies/global.xml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "<policies>\n  <inbound>\n    <base />\n    <jsonp />\n  </inbound>\n</policies>\n");
        Faults faults = new Faults();
        PolicyLibrary.check(file, Leniency.NONE, faults);

        assertThat(Files.readString(PAGE))
                .contains("```text\n" + faults.all().getFirst().toString().replace(directory + "/", "") + "\n```");
    }

    @Test
    void the_list_is_the_codes() throws IOException {
        StringBuilder text =
                new StringBuilder("\n| element | why it is not here | what to do instead |\n|---|---|---|\n");
        for (String name : ElementRules.unsupported()) {
            text.append(row("`" + name + "`", ElementRules.whyUnsupported(name).orElseThrow()));
        }
        for (String prefix : ElementRules.modelPrefixes()) {
            text.append(
                    row("`" + prefix + "…`", ElementRules.whyUnsupported(prefix).orElseThrow()));
        }
        Published.mustBe(PAGE, "<!-- unsupported: begin -->\n", text + "\n", "<!-- unsupported: end -->\n");
    }

    @Test
    void the_list_of_what_comes_later_is_the_codes() throws IOException {
        StringBuilder text = new StringBuilder("\n| element | sections | scopes |\n|---|---|---|\n");
        later().forEach(name -> {
            ElementRule rule = ElementRules.of(name).orElseThrow();
            text.append("| `%s` | %s | %s |\n".formatted(name, rule.sectionNames(), rule.scopeNames()));
        });
        Published.mustBe(PAGE, "<!-- later: begin -->\n", text + "\n", "<!-- later: end -->\n");
    }

    @Test
    void what_can_be_done_until_then_is_said_of_each() throws IOException {
        String page = Files.readString(PAGE);
        String table = page.substring(page.indexOf("| element | today |"), page.indexOf("## Parts of elements"));
        List<String> named = Pattern.compile("(?m)^\\| (`.*?`) \\|")
                .matcher(table)
                .results()
                .flatMap(row -> Stream.of(row.group(1).split(", ", -1)))
                .map(name -> name.replace("`", ""))
                .toList();

        assertThat(named).containsExactlyInAnyOrderElementsOf(later().toList());
    }

    private static String row(String name, Unsupported why) {
        String reason = why.reason().substring(0, 1).toUpperCase(Locale.ROOT)
                + why.reason().substring(1);
        return "| %s | %s | %s |\n".formatted(name, reason, instead(why.instead()));
    }

    /** With a word where an element that is named comes later itself, and links to the pages of those that are there. */
    private static String instead(String text) {
        if (text.isEmpty()) {
            return "Leave it out";
        }
        List<String> words = new ArrayList<>(List.of(text.split("`", -1)));
        for (int i = 1; i < words.size(); i += 2) {
            String name = words.get(i);
            boolean known = ElementRules.of(name).isPresent();
            words.set(
                    i,
                    !known
                            ? "`" + name + "`"
                            : PolicyRegistry.implemented(name)
                                    ? "[" + name + "](" + name + ".md)"
                                    : "`" + name + "` (comes later)");
        }
        String joined = words.stream().collect(Collectors.joining());
        return joined.substring(0, 1).toUpperCase(Locale.ROOT) + joined.substring(1);
    }
}
