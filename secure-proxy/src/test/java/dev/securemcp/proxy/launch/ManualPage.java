package dev.securemcp.proxy.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page of the manual whose examples can be run. What it may hold:
 *
 * <ul>
 *   <li>a document: a block of {@code xml} or {@code yaml}. Where its path stands before it, with a colon, as a line of its own, the
 *       commands of the page see it as that file. Behind it may stand what is said about it when it is loaded: {@code fails with:} or
 *       {@code warns:} and a text between double backticks.
 *   <li>commands: a block of {@code console}, where {@code $} begins a command and the lines after it are what it prints; {@code …}
 *       stands for any number of lines.
 * </ul>
 */
record ManualPage(String name, String text) {

    private static final Path MANUAL = Path.of("../src/docs");
    private static final Pattern DOCUMENT = Pattern.compile(
            "(?:^|\\n)(?:`([\\w./-]+)`:\\n\\n)?```(xml|yaml)\\n(.*?)```(?:\\n\\n(fails with|warns): `` (.*?) ``)?",
            Pattern.DOTALL);
    private static final Pattern OTHER = Pattern.compile("(?s)\\n`([\\w./-]+)`:\\n\\n```(?:text|json)\\n(.*?)```");
    private static final Pattern COMMANDS = Pattern.compile("(?ms)^```console\\n(.*?)```");

    /** A document. */
    record Document(
            String page, Optional<String> file, String language, String content, Optional<String> said, boolean fails) {
        private static Document of(String page, MatchResult found) {
            return new Document(
                    page,
                    Optional.ofNullable(found.group(1)),
                    found.group(2),
                    found.group(3),
                    Optional.ofNullable(found.group(5)),
                    "fails with".equals(found.group(4)));
        }

        /** Whether it is a whole configuration rather than a policy. */
        boolean isConfiguration() {
            return content.startsWith("servers:") || content.contains("\nservers:");
        }

        @Override
        public String toString() {
            return page + ": " + file.orElse(content.substring(0, Math.min(60, content.length())));
        }
    }

    /** A command with what it prints. */
    record Run(String page, String command, List<String> prints) {
        @Override
        public String toString() {
            return page + ": " + command;
        }
    }

    static ManualPage read(String name) {
        try {
            return new ManualPage(name, Files.readString(MANUAL.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stream<Document> documents() {
        return DOCUMENT.matcher(text).results().map(found -> Document.of(name, found));
    }

    /** Files beside the documents, by name: lists, schemas. */
    Map<String, String> otherFiles() {
        return OTHER.matcher(text).results().collect(Collectors.toMap(file -> file.group(1), file -> file.group(2)));
    }

    Stream<Run> runs() {
        List<Run> runs = new ArrayList<>();
        COMMANDS.matcher(text)
                .results()
                .flatMap(block -> block.group(1).lines())
                .forEach(line -> {
                    if (line.startsWith("$ ")) {
                        runs.add(new Run(name, line.substring(2), new ArrayList<>()));
                    } else {
                        runs.getLast().prints().add(line);
                    }
                });
        return runs.stream();
    }

    /** The links that lead to files and not elsewhere. */
    Stream<Path> links() {
        Path here = MANUAL.resolve(name).getParent();
        return Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)")
                .matcher(text)
                .results()
                .map(link -> here.resolve(link.group(1)).normalize());
    }
}
