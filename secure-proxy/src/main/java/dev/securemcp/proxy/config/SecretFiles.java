package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.Section.Entry;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads secrets from the files that the configuration names. */
final class SecretFiles {

    private static final int MAX_BYTES = 64 * 1024;

    private final Path directory;
    private final Faults faults;

    SecretFiles(Path directory, Faults faults) {
        this.directory = directory;
        this.faults = faults;
    }

    /** The text of a file without one line end at its end; empty with the fault recorded. */
    Optional<String> read(Entry file) {
        String problem;
        Optional<Path> path = resolve(directory, file.text());
        try {
            String text = path.isEmpty() ? "" : BoundedFiles.withoutLineEnd(BoundedFiles.read(path.get(), MAX_BYTES));
            if (!text.isEmpty()) {
                return Optional.of(text);
            }
            problem = path.isEmpty() ? "has a name that cannot be" : "is empty";
        } catch (BoundedFiles.Unreadable e) {
            problem = e.getMessage();
        }
        String name = file.open() ? "the file " + file.text() : "the file";
        faults.error(
                file.position(),
                file.path(),
                name + " " + problem,
                "paths are relative to the directory of " + file.position().file());
        return Optional.empty();
    }

    /** A path from the configuration; empty where the text cannot be one. */
    static Optional<Path> resolve(Path directory, String name) {
        try {
            return name.isEmpty() ? Optional.empty() : Optional.of(directory.resolve(name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
