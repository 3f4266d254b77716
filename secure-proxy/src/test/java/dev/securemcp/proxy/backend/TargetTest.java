package dev.securemcp.proxy.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    private final Target sse = Target.of(URI.create("http://backend:8081/mcp/sse"));

    @ParameterizedTest
    @CsvSource({
        "http://a, http://a/, a",
        "https://a/x?code=1, https://a/x, a",
        "http://a:8081/mcp, http://a:8081/mcp, a:8081",
        "http://[::1]:8081/mcp, http://[::1]:8081/mcp, [::1]:8081",
        "https://a:443/mcp, https://a/mcp, a",
    })
    void takesAUrlApart(String url, String shown, String authority) {
        Target target = Target.of(URI.create(url));
        assertThat(target).hasToString(shown);
        assertThat(target.authority()).isEqualTo(authority);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "http://a/mcp, null, /mcp",
                "http://a/mcp, '', /mcp",
                "http://a/mcp, x=1, /mcp?x=1",
                "http://a/mcp?code=1, null, /mcp?code=1",
                "http://a/mcp?code=1, x=1, /mcp?code=1&x=1",
            })
    void joinsItsOwnQueryAndTheClients(String url, String more, String uri) {
        assertThat(Target.of(URI.create(url)).requestUri(more)).isEqualTo(uri);
    }

    @ParameterizedTest
    @CsvSource({
        "/mcp/messages/1, /mcp/messages/1",
        "messages?session_id=1, /mcp/messages?session_id=1",
        "http://backend:8081/m/1, /m/1",
        "?sessionId=5, /mcp/sse?sessionId=5",
    })
    void followsAReferenceOnTheSameBackend(String reference, String uri) {
        assertThat(sse.resolve(reference).requestUri(null)).isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example/m",
                "//evil.example/m",
                "http://backend:9999/m",
                "https://backend:8081/m",
                "file:///etc/passwd",
                "http://",
                "ht tp://x"
            })
    void followsNoReferenceElsewhere(String reference) {
        assertThat(sse.resolve(reference)).isNull();
    }

    @Test
    void itsTextHidesTheQuery() {
        assertThat(Target.of(URI.create("https://a/x?code=secret")).toString()).doesNotContain("secret");
    }
}
