package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.EventSinkConfig.FileSink;
import dev.securemcp.proxy.config.EventSinkConfig.HttpSink;
import dev.securemcp.proxy.config.Section.Entry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code event-sinks}: from sections to records. */
final class EventSinkSettings {

    /** The post itself has these. */
    private static final Set<String> OWNED = Set.of("host", "content-length", "content-type", "transfer-encoding");

    private final Path directory;
    private final NamedValueSettings namedValues;
    private final Faults faults;

    EventSinkSettings(Path directory, NamedValueSettings namedValues, Faults faults) {
        this.directory = directory;
        this.namedValues = namedValues;
        this.faults = faults;
    }

    Map<String, EventSinkConfig> read(Map<String, Section> sections) {
        Map<String, EventSinkConfig> sinks = new LinkedHashMap<>();
        sections.forEach((name, section) -> {
            section.entry("file")
                    .flatMap(this::file)
                    .ifPresent(file -> sinks.put(name, new FileSink(name, file, section.position())));
            section.entry("url")
                    .flatMap(entry -> BackendSettings.url(entry, faults))
                    .ifPresent(url -> sinks.put(name, http(name, url, section)));
        });
        return sinks;
    }

    private Optional<Path> file(Entry entry) {
        Optional<Path> file = SecretFiles.resolve(directory, entry.text()).map(Path::toAbsolutePath);
        boolean good = file.isPresent()
                && file.get().getParent() != null
                && Files.isDirectory(file.get().getParent())
                && !Files.isDirectory(file.get());
        if (!good) {
            faults.error(
                    entry.position(),
                    entry.path(),
                    "not a file in a directory that exists",
                    "make the directory, and name a file in it");
            return Optional.empty();
        }
        return file;
    }

    private HttpSink http(String name, URI url, Section section) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        section.named("headers").forEach((header, entry) -> {
            if (OWNED.contains(header.toLowerCase(Locale.ROOT))) {
                faults.error(entry.position(), entry.path(), "the gateway itself sets `" + header + "`", "delete it");
            }
            namedValues.resolve(entry).ifPresent(value -> {
                if (Format.LINE.matches(value.reveal())) {
                    headers.put(header, value);
                } else {
                    faults.error(
                            entry.position(),
                            entry.path(),
                            "with its named values put in, this is no value for a header",
                            "look at the named values");
                }
            });
        });
        return new HttpSink(name, url, headers, section.position());
    }
}
