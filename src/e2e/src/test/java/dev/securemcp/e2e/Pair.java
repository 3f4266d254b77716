package dev.securemcp.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The gateway with two servers behind it: {@code weather-tools}, which is weather-mcp with sample data and the policy of the
 * quick start, and {@code notes}, a TypeScript server that also speaks MCP 2026-07-28 (only where there is a Node).
 */
final class Pair implements AutoCloseable {
    /** The sample provider's pause before each place of compare_weather: wide enough to tell streaming from buffering. */
    private static final String PAUSE = "700ms";

    private final Deque<Program> programs = new ArrayDeque<>();
    private final String name;
    private final int proxyPort;
    private Program gateway;

    /** The subscription key that opens both servers. */
    final String key = secret();

    private Pair(String name, int proxyPort) {
        this.name = name;
        this.proxyPort = proxyPort;
    }

    /** @param name keeps the logs and the configuration of one pair apart from those of another that runs beside it */
    static Pair start(String name) {
        List<Integer> ports = freePorts(3);
        Pair pair = new Pair(name, ports.get(0));
        try {
            pair.startAll(ports.get(1), ports.get(2));
            return pair;
        } catch (IOException e) {
            pair.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            pair.close();
            throw e;
        }
    }

    /** The gateway's address without a path. */
    URI gateway() {
        return URI.create("http://localhost:" + proxyPort);
    }

    URI url(String path) {
        return gateway().resolve(path);
    }

    private void startAll(int managementPort, int weatherPort) throws IOException {
        String weatherKey = secret();
        Program weather = started(Program.start(
                name + "-weather-mcp",
                Layout.command("weather-mcp"),
                Map.of(
                        "WEATHER_PORT",
                        Integer.toString(weatherPort),
                        "WEATHER_API_KEY",
                        weatherKey,
                        "WEATHER_PROVIDER",
                        "sample",
                        "WEATHER_SAMPLE_DELAY",
                        PAUSE,
                        "WEATHER_SAMPLE_ALERTS_ROTATION",
                        "1s",
                        "WEATHER_ALERTS_POLL_INTERVAL",
                        "1s")));
        int notesPort = Node.isThere() ? startNotes() : weatherPort;
        Path configuration = configure(weatherPort, weatherKey, notesPort);
        List<String> serve = new ArrayList<>(Layout.command("secure-proxy"));
        serve.addAll(List.of("serve", "--config", configuration.toString()));
        gateway = started(Program.start(
                name + "-secure-proxy",
                serve,
                Map.of(
                        "PROXY_PORT", Integer.toString(proxyPort),
                        "MANAGEMENT_PORT", Integer.toString(managementPort))));
        weather.awaitReady(URI.create("http://localhost:" + weatherPort + "/q/health/ready"));
        gateway.awaitReady(URI.create("http://localhost:" + managementPort + "/q/health/ready"));
    }

    private int startNotes() {
        Program notes = started(Program.start(name + "-notes", Node.command("server.mjs", "--port", "0"), Map.of()));
        return Json.read(notes.awaitFirstLine()).path("port").asInt();
    }

    private Path configure(int weatherPort, String weatherKey, int notesPort) throws IOException {
        Path directory = Files.createDirectories(Layout.LOGS.resolve(name + "-gateway"));
        Files.copy(
                Layout.ROOT.resolve("src/quickstart/policies/weather-tools.xml"),
                directory.resolve("weather-tools.xml"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(directory.resolve("key"), key);
        Files.writeString(directory.resolve("weather-api-key"), weatherKey);
        return Files.writeString(
                directory.resolve("gateway.yaml"),
                """
                servers:
                  weather-tools:
                    backend: weather
                    policy: weather-tools.xml
                  notes:
                    backend: notes
                backends:
                  weather:
                    instances: [{ url: http://localhost:%d/mcp }]
                  notes:
                    instances: [{ url: http://127.0.0.1:%d/mcp }]
                products:
                  everything: { servers: [weather-tools, notes] }
                subscriptions:
                  e2e: { product: everything, primary-key: { file: key } }
                named-values:
                  weather-api-key: { secret: true, file: weather-api-key }
                """
                        .formatted(weatherPort, notesPort));
    }

    private Program started(Program program) {
        programs.push(program);
        return program;
    }

    /** Tells the gateway to stop, and hands over its process once that has ended. */
    CompletableFuture<Process> stopGateway() {
        return gateway.stop();
    }

    /** Ends the programs, the gateway first. */
    @Override
    public void close() {
        programs.forEach(Program::close);
    }

    private static String secret() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** Ports that were free a moment ago; all are held before the first is let go, so they differ. */
    private static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
