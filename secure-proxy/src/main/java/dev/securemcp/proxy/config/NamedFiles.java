package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.Section.Entry;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Text files that the document names, each within a limit.
 *
 * @param directory what relative paths start from
 */
record NamedFiles(Path directory, Limits limits, Faults faults) {

    /** What a file holds; empty with the fault recorded where it cannot be read. */
    Optional<String> read(Entry file, Limit limit) {
        String problem;
        Optional<Path> path = SecretFiles.resolve(directory, file.text());
        try {
            if (path.isPresent()) {
                return Optional.of(BoundedFiles.read(path.get(), (int) limits.bytes(limit)));
            }
            problem = "has a name that cannot be";
        } catch (BoundedFiles.Unreadable e) {
            problem = e.getMessage();
        }
        faults.error(
                file.position(),
                file.path(),
                name(file) + " " + problem,
                "paths are relative to the directory of " + file.position().file() + "; `limits." + limit.key()
                        + "` says how large one may be");
        return Optional.empty();
    }

    /** How a file is called in messages. */
    static String name(Entry file) {
        return file.open() ? "the file " + file.text() : "the file";
    }
}
