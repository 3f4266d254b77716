package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.securemcp.e2e.JavaSdkClient.Transport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What official clients see where {@code validate-content} refuses arguments, and that they go on afterwards. */
@ExtendWith(Fixtures.class)
class ValidationIT {
    static final Map<String, Object> BAD = Map.of("latitude", "north", "longitude", 10);

    private static Gateway gateway;

    @BeforeAll
    static void start(Pair pair) {
        gateway = gateway("validation", pair);
    }

    /** One before weather-mcp that holds arguments to what its tools take. */
    static Gateway gateway(String name, Pair pair) {
        return Gateway.startReady(
                name,
                Map.of(
                        "gateway.yaml",
                        """
                        policy: strict.xml
                        servers:
                          weather-tools: { backend: weather, subscription-required: false }
                        backends:
                          weather:
                            instances: [{ url: %s }]
                            credential: { header: X-API-Key, value: "{{weather-api-key}}" }
                        named-values:
                          weather-api-key: { secret: true, file: weather-api-key }
                        """
                                .formatted(pair.weather()),
                        "strict.xml",
                        """
                        <policies><inbound>
                          <validate-content unspecified-content-type-action="prevent" max-size="100000" size-exceeded-action="prevent">
                            <content type="application/json" validate-as="json" action="prevent" />
                          </validate-content>
                        </inbound></policies>
                        """,
                        "weather-api-key",
                        pair.weatherKey));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void theJavaClientGetsAnErrorOfTheProtocolAndKeepsItsSession() {
        try (JavaSdkClient client = new JavaSdkClient(gateway.address(), Transport.STREAMABLE_HTTP, null)) {
            client.sdk.initialize();
            for (int i = 0; i < 2; i++) {
                // Nobody has listed the tools: the gateway asks for them itself, in this session.
                assertThatThrownBy(() -> client.sdk.callTool(new CallToolRequest("get_forecast", BAD)))
                        .isInstanceOfSatisfying(McpError.class, error -> assertThat(
                                        error.getJsonRpcError().code())
                                .isEqualTo(-32602))
                        .hasMessageContaining("/params/arguments/latitude");
                assertThat(client.sdk
                                .callTool(new CallToolRequest(
                                        Weather.FORECAST.name(), Map.copyOf(Weather.FORECAST.arguments())))
                                .isError())
                        .isNotEqualTo(true);
            }
        }
    }

    @Test
    void theJavaClientIsRefusedOverSseToo() {
        try (JavaSdkClient client = new JavaSdkClient(gateway.address(), Transport.SSE, null)) {
            client.sdk.initialize();
            assertThat(client.sdk.listTools().tools()).isNotEmpty();
            assertThatThrownBy(() -> client.sdk.callTool(new CallToolRequest("get_forecast", BAD)))
                    .hasMessageContaining("422");
            assertThat(client.sdk
                            .callTool(new CallToolRequest(
                                    Weather.FORECAST.name(), Map.copyOf(Weather.FORECAST.arguments())))
                            .isError())
                    .isNotEqualTo(true);
        }
    }
}
