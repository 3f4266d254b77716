package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The Node 24 and the npm packages that {@code npm ci} puts into {@code src/e2e/node_modules}. */
final class Node {
    private static final Path EXECUTABLE = Layout.NODE_MODULES.resolve(".bin/node");

    private Node() {}

    static boolean isThere() {
        return Files.isExecutable(EXECUTABLE);
    }

    /** The command line of a script in {@code src/e2e/node}. */
    static List<String> command(String script, String... arguments) {
        return command(Layout.NODE_SCRIPTS.resolve(script), arguments);
    }

    /** The command line of a program that an npm package brings. */
    static List<String> packaged(String script, String... arguments) {
        return command(Layout.NODE_MODULES.resolve(script), arguments);
    }

    private static List<String> command(Path script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(EXECUTABLE.toString(), script.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Exit status and both outputs of a program that has ended. */
    record Outcome(int status, String output, String errors) {}

    /** Runs a program to its end, at most 60 s. Its home is a directory under {@code target}: nothing of the user's is read. */
    static Outcome run(List<String> command) {
        return run(command, Map.of());
    }

    /** The same with more in its environment. */
    static Outcome run(List<String> command, Map<String, String> environment) {
        try {
            Path home = Files.createDirectories(Layout.LOGS.resolve("home"));
            Path output = Files.createTempFile(home, "out", ".log");
            Path errors = Files.createTempFile(home, "err", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
            builder.environment().putAll(Map.of("HOME", home.toString(), "NO_COLOR", "1"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                fail("not finished after 60 s: " + command.subList(1, 2) + "\n" + text(output) + text(errors));
            }
            return new Outcome(process.exitValue(), text(output), text(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
