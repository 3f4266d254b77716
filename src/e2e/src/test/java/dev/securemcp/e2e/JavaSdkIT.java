package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.securemcp.e2e.JavaSdkClient.Transport;
import io.modelcontextprotocol.client.transport.McpHttpClientTransportAuthorizationException;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java SDK, over Streamable HTTP and over the older HTTP+SSE. */
@ExtendWith(Fixtures.class)
class JavaSdkIT {
    @ParameterizedTest
    @EnumSource
    void listsAndCallsTools(Transport transport, Pair pair) {
        try (JavaSdkClient client = connected(transport, pair)) {
            assertThat(client.sdk.getServerInfo().name()).isNotEmpty();
            assertThat(client.sdk.listTools().tools()).extracting(Tool::name).containsAll(Weather.TOOLS);

            CallToolResult forecast = client.call(Weather.FORECAST);

            assertThat(forecast.isError()).as("%s", forecast).isNotEqualTo(true);
            assertThat(forecast.content())
                    .isNotEmpty()
                    .first()
                    .isInstanceOfSatisfying(
                            TextContent.class, text -> assertThat(text.text()).isNotBlank());
        }
    }

    @ParameterizedTest
    @EnumSource
    void seesProgressWhileTheCallRuns(Transport transport, Pair pair) {
        try (JavaSdkClient client = connected(transport, pair)) {
            client.call(Weather.COMPARISON);

            Arrival.assertStreamed(client.awaitProgress(Weather.PLACES), Weather.PLACES);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isToldWhenASubscribedResourceChanges(Transport transport, Pair pair) {
        try (JavaSdkClient client = connected(transport, pair)) {
            client.subscribe(Weather.ALERTS);

            client.awaitUpdate(Weather.ALERTS);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "wrong")
    void isRefusedWithoutAGoodKeyOverStreamableHttp(String key, Pair pair) {
        JavaSdkClient client = new JavaSdkClient(pair.gateway(), Transport.STREAMABLE_HTTP, key);
        try {
            assertThatThrownBy(client.sdk::initialize)
                    .rootCause()
                    .isInstanceOfSatisfying(McpHttpClientTransportAuthorizationException.class, refusal -> assertThat(
                                    refusal.getResponseInfo().statusCode())
                            .isEqualTo(401));
        } finally {
            client.sdk.close();
        }
    }

    /** Asked of the transport alone: the SDK's client logs the refusal and then waits for its own timeout. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "wrong")
    void isRefusedWithoutAGoodKeyOverSse(String key, Pair pair) {
        McpClientTransport transport = Transport.SSE.open(pair.gateway(), key);
        try {
            assertThatThrownBy(() -> transport.connect(message -> message).block(Duration.ofSeconds(20)))
                    .hasMessageContaining("SSE stream: 401");
        } finally {
            transport.close();
        }
    }

    @Test
    void callsAToolAsTheManualShows(Pair pair) {
        assertThat(JavaExample.forecast(pair.gateway().toString(), pair.key).isError())
                .isNotEqualTo(true);
    }

    private static JavaSdkClient connected(Transport transport, Pair pair) {
        JavaSdkClient client = new JavaSdkClient(pair.gateway(), transport, pair.key);
        client.sdk.initialize();
        return client;
    }
}
