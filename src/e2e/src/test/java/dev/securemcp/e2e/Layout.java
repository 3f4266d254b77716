package dev.securemcp.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where things lie in the repository, and how a packaged program is started. Set by the build through system properties. */
final class Layout {
    static final Path ROOT =
            Path.of(System.getProperty("e2e.root", "../..")).toAbsolutePath().normalize();
    static final Path LOGS =
            Path.of(System.getProperty("e2e.logs", "target/e2e")).toAbsolutePath();
    static final Path NODE_SCRIPTS = ROOT.resolve("src/e2e/node");
    static final Path NODE_MODULES = ROOT.resolve("src/e2e/node_modules");

    /** {@code jvm}, {@code native}, or a directory with one executable per program. */
    private static final String PROGRAMS = System.getProperty("e2e.programs", "jvm");

    private Layout() {}

    /** The command line that starts a module's program, without its arguments. */
    static List<String> command(String module) {
        Path target = ROOT.resolve(module).resolve("target");
        return switch (PROGRAMS) {
            case "jvm" ->
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        existing(target.resolve("quarkus-app/quarkus-run.jar")).toString());
            case "native" -> List.of(runner(target).toString());
            default -> List.of(existing(Path.of(PROGRAMS, module)).toString());
        };
    }

    private static Path runner(Path target) {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-runner"))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException("no *-runner in " + target + ": package with -Dnative"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path existing(Path file) {
        if (!Files.exists(file)) {
            throw new IllegalStateException(
                    file + " is missing: these tests run after the package phase of its module");
        }
        return file;
    }
}
