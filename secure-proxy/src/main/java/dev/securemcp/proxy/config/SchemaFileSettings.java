package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.Section.Entry;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code schemas}: read once from their files. */
final class SchemaFileSettings {

    private final NamedFiles files;

    SchemaFileSettings(Path directory, Limits limits, Faults faults) {
        this.files = new NamedFiles(directory, limits, faults);
    }

    Map<String, SchemaFile> read(Map<String, Entry> entries) {
        Map<String, SchemaFile> schemas = new LinkedHashMap<>();
        entries.forEach((name, entry) -> files.read(entry, Limit.SCHEMA)
                .ifPresent(json -> schemas.put(name, new SchemaFile(name, json, entry.position()))));
        return schemas;
    }
}
