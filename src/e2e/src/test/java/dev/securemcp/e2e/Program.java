package dev.securemcp.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process that these tests started: its output goes to a file, and it ends with the tests, by its own handle. */
final class Program implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread atExit = new Thread(this::kill);

    private Program(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static Program start(String name, List<String> command, Map<String, String> environment) {
        try {
            Files.createDirectories(Layout.LOGS);
            Path log = Layout.LOGS.resolve(name + ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Layout.LOGS.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            return new Program(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns once GET {@code uri} answers 200, within 60 s; fails at once where the process ends before that. */
    void awaitReady(URI uri) {
        awaitReady(uri, Duration.ofSeconds(60));
    }

    /** The same within another time. */
    void awaitReady(URI uri, Duration atMost) {
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
        await(name + " to be ready at " + uri)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .failFast(name + " ended; its log: " + log, () -> !process.isAlive())
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200);
    }

    /** The first line of the output that is a step of a script (see {@code src/e2e/node/report.mjs}), once there is one. */
    JsonNode awaitFirstStep() {
        return await(name + " to say something")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .failFast(name + " ended; its log: " + log, () -> !process.isAlive())
                .until(() -> firstStep(Files.readString(log)), Optional::isPresent)
                .map(Json::read)
                .orElseThrow();
    }

    private static Optional<String> firstStep(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith("{\"step\":"))
                .findFirst();
    }

    /** Sends SIGTERM. */
    CompletableFuture<Process> stop() {
        process.destroy();
        return process.onExit();
    }

    /** Sends SIGKILL, and returns once the process is gone. */
    void killAndWait() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends the process with SIGTERM, and with SIGKILL where it is still there after 30 s. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void kill() {
        process.destroyForcibly();
    }
}
