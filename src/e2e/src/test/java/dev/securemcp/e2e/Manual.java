package dev.securemcp.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The examples on a page of the manual. */
record Manual(String page) {
    static final Manual README = new Manual("README.md");
    static final Manual CLIENTS = new Manual("src/docs/clients.md");

    static final Manual KEYCLOAK = new Manual("src/docs/keycloak.md");

    /** The address that the manual's examples call. */
    static final String GATEWAY = "http://localhost:8080";

    /** The fenced code blocks in a language, in their order. */
    List<String> blocks(String language) {
        return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(read(Layout.ROOT.resolve(page)))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** The one block of a language that has a line which begins so. */
    String block(String language, String line) {
        List<String> found = blocks(language).stream()
                .filter(block -> block.lines().anyMatch(each -> each.startsWith(line)))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(page + " has " + found.size() + " " + language + " blocks with " + line);
        }
        return found.getFirst();
    }

    /** The part of a source file that the manual shows, between {@code // example:begin} and {@code // example:end}. */
    static String example(String file) {
        return Pattern.compile("^// example:begin\n(.*)^// example:end$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(read(Layout.ROOT.resolve("src/e2e").resolve(file)))
                .results()
                .map((MatchResult part) -> part.group(1))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(file + " marks no example"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
