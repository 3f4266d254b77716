package dev.securemcp.proxy.config;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads {@code gateway.yaml} and checks all of it. The outside comes in here and nowhere else: the environment, the clock,
 * the files that the document names.
 */
public final class ConfigurationReader {

    private final Function<String, Optional<String>> environment;
    private final Instant now;

    /**
     * @param environment a variable's value, empty where it is not set
     * @param now what "expired" is judged by
     */
    public ConfigurationReader(Function<String, Optional<String>> environment, Instant now) {
        this.environment = environment;
        this.now = now;
    }

    /** A reader over this process's environment and the current time. */
    public static ConfigurationReader ofProcess() {
        return new ConfigurationReader(name -> Optional.ofNullable(System.getenv(name)), Instant.now());
    }

    /**
     * Reads one file. Everything found wrong is in {@code faults}; empty if any of it is an error. Blocks on files: not for
     * an event loop.
     */
    public Optional<Configuration> read(Path file, Faults faults) {
        throw new UnsupportedOperationException(file + " " + faults + environment + now);
    }
}
