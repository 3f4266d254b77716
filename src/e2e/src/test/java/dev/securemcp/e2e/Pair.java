package dev.securemcp.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
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

    private final Deque<AutoCloseable> programs = new ArrayDeque<>();
    private final String name;
    private Gateway gateway;
    private URI weather;
    private URI notes;

    /** The subscription key that opens both servers. */
    final String key = secret();

    /** What weather-mcp asks the gateway for, in {@code X-API-Key}. */
    final String weatherKey = secret();

    private Pair(String name) {
        this.name = name;
    }

    /** @param name keeps the logs and the configuration of one pair apart from those of another that runs beside it */
    static Pair start(String name) {
        Pair pair = new Pair(name);
        try {
            pair.startAll();
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
        return gateway.address();
    }

    URI url(String path) {
        return gateway.url(path);
    }

    /** The endpoint of weather-mcp itself. */
    URI weather() {
        return weather;
    }

    /** The endpoint of the notes server itself; where there is no Node it is that of weather-mcp. */
    URI notes() {
        return notes;
    }

    private void startAll() throws IOException {
        int weatherPort = Ports.free(1).getFirst();
        weather = URI.create("http://localhost:" + weatherPort + "/mcp");
        Program program = started(Program.start(
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
        notes = Node.isThere() ? startNotes() : weather;
        gateway = started(Gateway.start(
                name,
                Map.of(
                        "gateway.yaml",
                        configuration(),
                        "weather-tools.xml",
                        Files.readString(Layout.ROOT.resolve("src/quickstart/policies/weather-tools.xml")),
                        "key",
                        key,
                        "weather-api-key",
                        weatherKey)));
        program.awaitReady(weather.resolve("/q/health/ready"));
        gateway.awaitReady();
    }

    private URI startNotes() {
        Program program = started(Program.start(name + "-notes", Node.command("server.mjs", "--port", "0"), Map.of()));
        return URI.create(
                "http://127.0.0.1:" + program.awaitFirstStep().path("port").asInt() + "/mcp");
    }

    private String configuration() {
        return """
                servers:
                  weather-tools:
                    backend: weather
                    policy: weather-tools.xml
                  notes:
                    backend: notes
                backends:
                  weather:
                    instances: [{ url: %s }]
                  notes:
                    instances: [{ url: %s }]
                products:
                  everything: { servers: [weather-tools, notes] }
                subscriptions:
                  e2e: { product: everything, primary-key: { file: key } }
                named-values:
                  weather-api-key: { secret: true, file: weather-api-key }
                """
                .formatted(weather, notes);
    }

    private <T extends AutoCloseable> T started(T program) {
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
        programs.forEach(Closing::quietly);
    }

    private static String secret() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
