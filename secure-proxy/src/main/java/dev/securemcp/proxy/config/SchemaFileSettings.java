package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.Section.Entry;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code schemas}: read once from their files. */
final class SchemaFileSettings {

    private final Path directory;
    private final Limits limits;
    private final Faults faults;

    SchemaFileSettings(Path directory, Limits limits, Faults faults) {
        this.directory = directory;
        this.limits = limits;
        this.faults = faults;
    }

    Map<String, SchemaFile> read(Map<String, Entry> entries) {
        Map<String, SchemaFile> schemas = new LinkedHashMap<>();
        entries.forEach((name, entry) ->
                text(entry).ifPresent(json -> schemas.put(name, new SchemaFile(name, json, entry.position()))));
        return schemas;
    }

    private Optional<String> text(Entry file) {
        String problem;
        Optional<Path> path = SecretFiles.resolve(directory, file.text());
        try {
            if (path.isPresent()) {
                return Optional.of(BoundedFiles.read(path.get(), (int) limits.bytes(Limit.SCHEMA)));
            }
            problem = "has a name that cannot be";
        } catch (BoundedFiles.Unreadable e) {
            problem = e.getMessage();
        }
        faults.error(
                file.position(),
                file.path(),
                (file.open() ? "the file " + file.text() : "the file") + " " + problem,
                "paths are relative to the directory of " + file.position().file()
                        + "; `limits.schema` says how large one may be");
        return Optional.empty();
    }
}
