package dev.securemcp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people read first leads somewhere: links between pages, the table of pages, the ways to begin. */
class ManualLinksTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path MANUAL = ROOT.resolve("src/docs");
    private static final Path INDEX = MANUAL.resolve("README.md");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    /** A link as it is written, with the page it stands on, the file it leads to, and the heading there. */
    private record Link(Path page, String written, Path target, Optional<String> heading) {
        @Override
        public String toString() {
            return ROOT.relativize(page) + ": " + written;
        }
    }

    @Test
    void every_link_leads_to_a_file_and_a_heading_that_there_is() throws IOException {
        List<String> dead = new ArrayList<>();
        int followed = 0;
        for (Path page : pages()) {
            for (Link link : links(page)) {
                followed++;
                if (!Files.exists(link.target())
                        || (link.heading().isPresent()
                                && !headings(link.target())
                                        .contains(link.heading().get()))) {
                    dead.add(link.toString());
                }
            }
        }

        assertThat(dead).isEmpty();
        assertThat(followed).isGreaterThan(200);
    }

    @Test
    void every_page_of_the_manual_can_be_reached_from_its_table() throws IOException {
        Set<Path> reached = new HashSet<>(Set.of(INDEX));
        Deque<Path> next = new ArrayDeque<>(reached);
        while (!next.isEmpty()) {
            for (Link link : links(next.remove())) {
                if (isPage(link.target()) && link.target().startsWith(MANUAL) && reached.add(link.target())) {
                    next.add(link.target());
                }
            }
        }

        assertThat(pagesBelow(MANUAL)).hasSizeGreaterThan(60).allSatisfy(page -> assertThat(reached)
                .contains(page));
    }

    @Test
    void the_table_names_every_page_beside_it_once() throws IOException {
        List<Path> named = text(INDEX)
                .lines()
                .filter(line -> line.startsWith("| ["))
                .map(line -> Pattern.compile("^\\| \\[[^]]+]\\(([^)#]+)\\)")
                        .matcher(line)
                        .results()
                        .map(found -> MANUAL.resolve(found.group(1)))
                        .findFirst()
                        .orElseThrow())
                .filter(page -> page.getParent().equals(MANUAL))
                .toList();

        assertThat(named)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(pagesBelow(MANUAL).stream()
                        .filter(page -> page.getParent().equals(MANUAL) && !page.equals(INDEX))
                        .toList());
    }

    @Test
    void a_newcomer_types_five_commands_at_most() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        for (String heading : List.of("Run the binary", "Deploy on Kubernetes")) {
            String commands = readme.split("## " + heading + "\n", -1)[1]
                    .split("```sh\n", -1)[1]
                    .split("```", -1)[0];
            assertThat(commands.lines()).as(heading).hasSizeBetween(1, 5);
        }
    }

    private static Set<Path> pages() throws IOException {
        Set<Path> pages = new TreeSet<>(pagesBelow(MANUAL));
        pages.addAll(pagesBelow(ROOT.resolve(".github")));
        pages.addAll(pagesBelow(ROOT.resolve("kubernetes")));
        pages.add(ROOT.resolve("README.md"));
        pages.add(ROOT.resolve("CHANGELOG.md"));
        return pages;
    }

    private static Set<Path> pagesBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return new TreeSet<>(files.filter(ManualLinksTest::isPage).toList());
        }
    }

    private static boolean isPage(Path file) {
        return file.toString().endsWith(".md") && Files.isRegularFile(file);
    }

    private static String text(Path page) throws IOException {
        return BLOCK.matcher(Files.readString(page)).replaceAll("");
    }

    private static List<Link> links(Path page) throws IOException {
        return LINK.matcher(text(page))
                .results()
                .map(found -> found.group(1))
                .filter(written -> !ELSEWHERE.matcher(written).matches())
                .map(written -> {
                    String[] parts = written.split("#", 2);
                    return new Link(
                            page,
                            written,
                            parts[0].isEmpty()
                                    ? page
                                    : page.resolveSibling(parts[0]).normalize(),
                            parts.length == 2 ? Optional.of(parts[1]) : Optional.empty());
                })
                .toList();
    }

    /** The anchors that headings make on GitHub: letters, digits, {@code -} and {@code _}; a repeated one gets a number. */
    private static Set<String> headings(Path page) throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(text(page)).results().forEach(heading -> {
            String anchor = heading.group(1)
                    .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        return anchors;
    }
}
