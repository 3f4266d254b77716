package dev.securemcp.proxy.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A backend for the whole program, and the configuration that leads to it. */
public final class BehindTheGateway implements QuarkusTestResourceLifecycleManager {

    static final String KEY = "the-callers-key-0123456789abcdef0123456789";
    static final String CREDENTIAL = "the-backends-secret-0123456789";

    private ScriptedBackend backend;
    private Path directory;

    @Override
    public Map<String, String> start() {
        try {
            backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
            directory = Files.createTempDirectory("gateway");
            Path file = Files.writeString(
                    directory.resolve("gateway.yaml"),
                    """
                    servers: { weather: { backend: b, tools: { get_alerts: {} } } }
                    backends:
                      b:
                        instances: [{ url: "http://127.0.0.1:%d/mcp" }]
                        credential: { header: X-API-Key, value: "{{credential}}" }
                    products: { starter: { servers: [weather] } }
                    subscriptions: { laptop: { product: starter, primary-key: { value: "%s" } } }
                    named-values: { credential: { secret: true, value: "%s" } }
                    """
                            .formatted(backend.port(), KEY, CREDENTIAL));
            return Map.of(
                    "secure-proxy.config", file.toString(),
                    "quarkus.http.test-port", "0",
                    "quarkus.management.test-port", "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try {
            backend.close();
            Files.deleteIfExists(directory.resolve("gateway.yaml"));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
