package dev.securemcp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads texts as {@code gateway.yaml} in a directory of the test, with an environment and a clock of the test. */
final class Reading {

    static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");

    /** The smallest document that is complete. */
    static final String SMALLEST =
            """
            servers: { weather: { backend: weather } }
            backends: { weather: { instances: [{ url: "http://localhost:8081/mcp" }] } }
            products: { starter: { servers: [weather] } }
            """;

    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();

    Reading(Path directory) {
        this.directory = directory;
    }

    Reading variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Reading file(String name, String content) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** The configuration of a sound document. */
    Configuration sound(String yaml) {
        Faults faults = new Faults();
        Optional<Configuration> configuration = read(yaml, faults);
        assertThat(faults.all()).filteredOn(Reading::isError).isEmpty();
        return configuration.orElseThrow();
    }

    /** What is wrong with a faulty document, as {@code line:column: path: message; remedy}. */
    List<String> faults(String yaml) {
        Faults faults = new Faults();
        Optional<Configuration> configuration = read(yaml, faults);
        assertThat(configuration.isPresent()).isEqualTo(!faults.failed());
        return faults.all().stream().filter(Reading::isError).map(this::text).toList();
    }

    List<String> warnings(String yaml) {
        Faults faults = new Faults();
        read(yaml, faults);
        return faults.all().stream()
                .filter(fault -> !isError(fault))
                .map(this::text)
                .toList();
    }

    Optional<Configuration> read(String yaml, Faults faults) {
        return new ConfigurationReader(name -> Optional.ofNullable(environment.get(name)), NOW)
                .read(yaml, directory.resolve("gateway.yaml"), faults);
    }

    private String text(Fault fault) {
        return fault.toString().replace(directory.resolve("gateway.yaml") + ":", "");
    }

    private static boolean isError(Fault fault) {
        return fault.severity() == Fault.Severity.ERROR;
    }
}
