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
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of the Java SDK that notes when notifications arrive. */
final class JavaSdkClient implements AutoCloseable {
    /** How the client reaches its server; both take the key in a header. */
    enum Transport {
        STREAMABLE_HTTP(Weather.PATH) {
            @Override
            McpClientTransport open(URI gateway, String key) {
                return HttpClientStreamableHttpTransport.builder(gateway.toString())
                        .endpoint(path)
                        .requestBuilder(authorized(key))
                        .openConnectionOnStartup(true)
                        .build();
            }
        },
        SSE(Weather.SSE_PATH) {
            @Override
            McpClientTransport open(URI gateway, String key) {
                return HttpClientSseClientTransport.builder(gateway.toString())
                        .sseEndpoint(path)
                        .requestBuilder(authorized(key))
                        .build();
            }
        };

        final String path;

        Transport(String path) {
            this.path = path;
        }

        /** {@code key} may be null. */
        abstract McpClientTransport open(URI gateway, String key);

        private static HttpRequest.Builder authorized(String key) {
            HttpRequest.Builder request = HttpRequest.newBuilder();
            return key == null ? request : request.header("Ocp-Apim-Subscription-Key", key);
        }
    }

    private final List<Arrival> progress = new CopyOnWriteArrayList<>();
    private final List<String> updates = new CopyOnWriteArrayList<>();
    final McpSyncClient sdk;

    /** {@code key} may be null. Connects with {@code sdk.initialize()}, not here. */
    JavaSdkClient(URI gateway, Transport transport, String key) {
        sdk = McpClient.sync(transport.open(gateway, key))
                .clientInfo(new Implementation("e2e-java", "1"))
                .requestTimeout(Duration.ofSeconds(30))
                .initializationTimeout(Duration.ofSeconds(30))
                .progressConsumer(notification -> progress.add(Arrival.of(notification.message(), Instant.now())))
                .resourcesUpdateConsumer(
                        contents -> contents.stream().map(ResourceContents::uri).forEach(updates::add))
                .build();
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
