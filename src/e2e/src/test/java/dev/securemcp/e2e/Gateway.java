package dev.securemcp.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A gateway process with a configuration of a test's own. */
final class Gateway implements AutoCloseable {
    private final Program program;
    private final Path directory;
    private final int port;
    private final int managementPort;

    private Gateway(Program program, Path directory, int port, int managementPort) {
        this.program = program;
        this.directory = directory;
        this.port = port;
        this.managementPort = managementPort;
    }

    /**
     * Starts one that is not ready yet, see {@link #awaitReady}.
     *
     * @param name keeps its logs and files apart from those of another
     * @param files what lies in its directory, {@code gateway.yaml} among it
     */
    static Gateway start(String name, Map<String, String> files) {
        return start(name, Ports.free(1).getFirst(), files);
    }

    /** The same at a port that is known before. */
    static Gateway start(String name, int port, Map<String, String> files) {
        int managementPort = Ports.free(1).getFirst();
        try {
            Path directory = Files.createDirectories(Layout.LOGS.resolve(name + "-gateway"));
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue());
            }
            List<String> serve = new ArrayList<>(Layout.command("secure-proxy"));
            serve.addAll(List.of(
                    "serve", "--config", directory.resolve("gateway.yaml").toString()));
            Program program = Program.start(
                    name + "-secure-proxy",
                    serve,
                    Map.of(
                            "PROXY_PORT", Integer.toString(port),
                            "MANAGEMENT_PORT", Integer.toString(managementPort)));
            return new Gateway(program, directory, port, managementPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one, and returns once it is ready. */
    static Gateway startReady(String name, Map<String, String> files) {
        Gateway gateway = start(name, files);
        try {
            return gateway.awaitReady();
        } catch (RuntimeException | Error e) {
            gateway.close();
            throw e;
        }
    }

    Gateway awaitReady() {
        program.awaitReady(management("/q/health/ready"));
        return this;
    }

    /** Its address without a path. */
    URI address() {
        return URI.create("http://localhost:" + port);
    }

    URI url(String path) {
        return address().resolve(path);
    }

    URI management(String path) {
        return URI.create("http://localhost:" + managementPort).resolve(path);
    }

    /** A file of its configuration. */
    Path file(String name) {
        return directory.resolve(name);
    }

    /** Sends SIGTERM. */
    CompletableFuture<Process> stop() {
        return program.stop();
    }

    /** Ends it without a word (SIGKILL), and returns once it is gone. */
    void kill() {
        program.killAndWait();
    }

    @Override
    public void close() {
        program.close();
    }
}
