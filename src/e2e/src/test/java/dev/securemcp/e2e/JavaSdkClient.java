package dev.securemcp.e2e;

import static org.awaitility.Awaitility.await;

import dev.securemcp.e2e.Visit.ToolCall;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.ResourceContents;
import io.modelcontextprotocol.spec.McpSchema.SubscribeRequest;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of the Java SDK that notes when notifications arrive. */
final class JavaSdkClient implements AutoCloseable {
    /** How the client reaches its server; both take what it shows in headers. */
    enum Transport {
        STREAMABLE_HTTP(Weather.PATH) {
            @Override
            McpClientTransport open(URI gateway, String path, Map<String, String> headers) {
                return HttpClientStreamableHttpTransport.builder(gateway.toString())
                        .endpoint(path)
                        .requestBuilder(showing(headers))
                        .openConnectionOnStartup(true)
                        .build();
            }
        },
        SSE(Weather.SSE_PATH) {
            @Override
            McpClientTransport open(URI gateway, String path, Map<String, String> headers) {
                return HttpClientSseClientTransport.builder(gateway.toString())
                        .sseEndpoint(path)
                        .requestBuilder(showing(headers))
                        .build();
            }
        };

        final String path;

        Transport(String path) {
            this.path = path;
        }

        abstract McpClientTransport open(URI gateway, String path, Map<String, String> headers);

        /** Opens weather-tools; {@code key} may be null. */
        McpClientTransport open(URI gateway, String key) {
            return open(gateway, path, key == null ? Map.of() : Map.of("Ocp-Apim-Subscription-Key", key));
        }

        private static HttpRequest.Builder showing(Map<String, String> headers) {
            HttpRequest.Builder request = HttpRequest.newBuilder();
            headers.forEach(request::header);
            return request;
        }
    }

    private final List<Arrival> progress = new CopyOnWriteArrayList<>();
    private final List<String> updates = new CopyOnWriteArrayList<>();
    final McpSyncClient sdk;

    /** {@code key} may be null. Connects with {@code sdk.initialize()}, not here. */
    JavaSdkClient(URI gateway, Transport transport, String key) {
        this(transport.open(gateway, key));
    }

    /** Connects with {@code sdk.initialize()}, not here. */
    JavaSdkClient(McpClientTransport transport) {
        sdk = McpClient.sync(transport)
                .clientInfo(new Implementation("e2e-java", "1"))
                .requestTimeout(Duration.ofSeconds(30))
                .initializationTimeout(Duration.ofSeconds(30))
                .progressConsumer(notification -> progress.add(Arrival.of(notification.message(), Instant.now())))
                .resourcesUpdateConsumer(
                        contents -> contents.stream().map(ResourceContents::uri).forEach(updates::add))
                .build();
    }

    /** Shows a token to one of the servers of a gateway. */
    static JavaSdkClient bearer(URI gateway, Transport transport, String path, String token) {
        return new JavaSdkClient(transport.open(gateway, path, Map.of("Authorization", "Bearer " + token)));
    }

    List<String> tools() {
        return sdk.listTools().tools().stream().map(Tool::name).toList();
    }

    CallToolResult call(ToolCall call) {
        return sdk.callTool(CallToolRequest.builder(call.name())
                .arguments(Map.copyOf(call.arguments()))
                .progressToken("progress-" + call.name())
                .build());
    }

    /** The progress notifications so far, once there are {@code count}: the last may come just after the call's result. */
    List<Arrival> awaitProgress(int count) {
        return await("progress").atMost(Duration.ofSeconds(5)).until(() -> progress, seen -> seen.size() >= count);
    }

    void subscribe(String uri) {
        sdk.subscribeResource(new SubscribeRequest(uri));
    }

    /** Waits for a notification that the resource has changed. */
    void awaitUpdate(String uri) {
        await("update of " + uri).atMost(Duration.ofSeconds(30)).until(() -> updates.contains(uri));
    }

    @Override
    public void close() {
        sdk.closeGracefully();
    }
}
