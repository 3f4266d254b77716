package dev.securemcp.proxy.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.HeaderFields;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamHeadersTest {

    private static final String KEY = "Ocp-Apim-Subscription-Key";

    private final HeaderFields request = HeaderFields.empty();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "Proxy-Authorization",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "HTTP2-Settings",
                "Host",
                "Content-Length",
                "Expect",
                "Authorization",
                "Cookie",
                "Apim-Debug-Authorization",
                "Origin",
                "X-Forwarded-For",
                "Forwarded",
                "ocp-apim-subscription-KEY"
            })
    void theBackendDoesNotSee(String name) {
        request.add(name, "x");
        assertThat(UpstreamHeaders.request(request, KEY).contains(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept",
                "Content-Type",
                "Mcp-Session-Id",
                "MCP-Protocol-Version",
                "Last-Event-ID",
                "Mcp-Param-Region",
                "traceparent",
                "X-Custom"
            })
    void theBackendSees(String name) {
        request.add(name, "x");
        assertThat(UpstreamHeaders.request(request, KEY).get(name)).isEqualTo("x");
    }

    @Test
    void whatConnectionNamesStaysHere() {
        request.add("Connection", "close, X-Hop");
        request.add("X-Hop", "1");
        request.add("X-Other", "2");
        MultiMap seen = UpstreamHeaders.request(request, KEY);
        assertThat(seen.contains("X-Hop")).isFalse();
        assertThat(seen.get("X-Other")).isEqualTo("2");
    }

    @Test
    void aClientCannotTakeAwayWhatAPolicySetByNamingItInConnection() {
        request.add("Connection", "X-API-Key");
        request.set("X-API-Key", "backend's own");
        request.markSetByPolicy("X-API-Key");
        assertThat(UpstreamHeaders.request(request, KEY).get("X-API-Key")).isEqualTo("backend's own");
    }

    @Test
    void theClientsCredentialPassesOnlyInWords() {
        request.add("Authorization", "Bearer x");
        assertThat(UpstreamHeaders.request(request, KEY).contains("Authorization"))
                .isFalse();
        request.markSetByPolicy("Authorization");
        assertThat(UpstreamHeaders.request(request, KEY).get("Authorization")).isEqualTo("Bearer x");
    }

    @Test
    void notEvenAPolicyFramesTheMessage() {
        request.set("Transfer-Encoding", "chunked");
        request.markSetByPolicy("Transfer-Encoding");
        assertThat(UpstreamHeaders.request(request, KEY).contains("Transfer-Encoding"))
                .isFalse();
    }

    @Test
    void repeatedFieldsStayRepeatedAndInOrder() {
        request.add("Mcp-Param-A", "1");
        request.add("Mcp-Param-A", "2");
        assertThat(UpstreamHeaders.request(request, KEY).getAll("Mcp-Param-A")).containsExactly("1", "2");
    }

    @Test
    void aResponseLosesItsConnectionAndItsOwnCors() {
        MultiMap backend = MultiMap.caseInsensitiveMultiMap()
                .add("Content-Type", "application/json")
                .add("Transfer-Encoding", "chunked")
                .add("Connection", "keep-alive, X-Hop")
                .add("X-Hop", "1")
                .add("Access-Control-Allow-Origin", "*")
                .add("Mcp-Session-Id", "s");
        HeaderFields seen = UpstreamHeaders.response(backend);
        assertThat(seen.names()).containsExactly("Content-Type", "Mcp-Session-Id");
    }
}
