package dev.securemcp.e2e;

// example:begin
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.net.http.HttpRequest;
import java.util.Map;

class JavaExample {
    static CallToolResult forecast(String gateway, String key) {
        var transport = HttpClientStreamableHttpTransport.builder(gateway) // http://localhost:8080
                .endpoint("/weather-tools/mcp")
                .requestBuilder(HttpRequest.newBuilder().header("Ocp-Apim-Subscription-Key", key))
                .build();
        try (var client = McpClient.sync(transport).build()) {
            client.initialize();
            return client.callTool(CallToolRequest.builder("get_forecast")
                    .arguments(Map.of("latitude", 47.6062, "longitude", -122.3321, "days", 3))
                    .build());
        }
    }
}
// example:end
