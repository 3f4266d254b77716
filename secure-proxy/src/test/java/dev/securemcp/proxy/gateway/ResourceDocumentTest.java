package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9728: where clients learn which authorization server a server trusts. */
class ResourceDocumentTest {

    private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    @TempDir
    static Path directory;

    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.start(directory, "public-url: https://mcp.example.com\n" + configuration());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    private static String configuration() {
        return """
                servers:
                  s:
                    backend: b
                    path: team/weather
                    display-name: Weather
                    authorization:
                      servers: ["https://login.example.com/realms/mcp", "https://other.example.com/"]
                      audiences: [mine]
                      scopes: [weather.read, offline_access]
                  bare: { backend: b, subscription-required: false, authorization: { servers: ["https://a"], audiences: [x] } }
                  key: { backend: b }
                backends: { b: { instances: [{ url: "http://127.0.0.1:1/mcp" }] } }
                products: { p: { servers: [s, key] } }
                trusted-proxies: [127.0.0.1]
                """;
    }

    private static String request(String method, String path, String... fields) {
        return method + " " + path + " HTTP/1.1\r\n" + Mcp.HOST + String.join("", fields) + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"/team/weather/mcp", "/team/weather", "/team/weather/sse"})
    void each_endpoint_has_a_document_that_names_it_exactly(String path) throws Exception {
        WireMessage answer =
                gateway.exchange(request("GET", WELL_KNOWN + path, "MCP-Protocol-Version: 2025-11-25\r\n"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=300");
        assertThat(answer.text())
                .isEqualTo("{\"resource\":\"https://mcp.example.com" + path + "\","
                        + "\"authorization_servers\":[\"https://login.example.com/realms/mcp\",\"https://other.example.com/\"],"
                        + "\"scopes_supported\":[\"weather.read\"],\"bearer_methods_supported\":[\"header\"],"
                        + "\"resource_name\":\"Weather\"}");
    }

    @Test
    void a_server_without_scopes_lists_none() throws Exception {
        assertThat(gateway.exchange(request("GET", WELL_KNOWN + "/bare/mcp")).text())
                .isEqualTo(
                        "{\"resource\":\"https://mcp.example.com/bare/mcp\",\"authorization_servers\":[\"https://a\"],"
                                + "\"bearer_methods_supported\":[\"header\"],\"resource_name\":\"bare\"}");
    }

    @Test
    void a_head_has_the_length_and_no_body() throws Exception {
        int length = gateway.exchange(request("GET", WELL_KNOWN + "/bare/mcp")).body().length;
        try (Wire wire = gateway.connect()) {
            WireMessage answer =
                    wire.send(request("HEAD", WELL_KNOWN + "/bare/mcp")).responseWithoutBody();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(length));
            // The connection is in step: the next answer is whole.
            assertThat(wire.send(request("GET", WELL_KNOWN + "/bare/mcp"))
                            .response()
                            .body())
                    .hasSize(length);
        }
    }

    @Test
    void a_page_may_ask_first() throws Exception {
        WireMessage answer = gateway.exchange(request(
                "OPTIONS",
                WELL_KNOWN + "/bare/mcp",
                "Origin: https://inspector.example.com\r\n",
                "Access-Control-Request-Method: GET\r\n",
                "Access-Control-Request-Headers: mcp-protocol-version\r\n"));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo("MCP-Protocol-Version");
        assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void other_methods_are_none() throws Exception {
        WireMessage answer = gateway.exchange(request("POST", WELL_KNOWN + "/bare/mcp", "Content-Length: 0\r\n"));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                WELL_KNOWN,
                WELL_KNOWN + "/",
                WELL_KNOWN + "/key/mcp",
                WELL_KNOWN + "/bare/messages/x",
                WELL_KNOWN + "/bare/mcp/",
                WELL_KNOWN + "/nowhere/mcp",
                WELL_KNOWN + "x/bare/mcp",
                "/.well-known/oauth-authorization-server/bare/mcp",
                "/.well-known/openid-configuration/bare/mcp",
                "/bare/mcp/.well-known/oauth-protected-resource"
            })
    void elsewhere_there_is_nothing_and_no_challenge(String path) throws Exception {
        WireMessage answer = gateway.exchange(request("GET", path));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("WWW-Authenticate")).isNull();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "mcp.internal:8080, -, -, http://mcp.internal:8080",
                "mcp.internal:80, -, -, http://mcp.internal",
                "x, https, mcp.example.com, https://mcp.example.com",
                "x, https, mcp.example.com:8443, https://mcp.example.com:8443"
            })
    void without_a_public_url_the_request_tells(String host, String proto, String forwarded, String origin)
            throws Exception {
        try (GatewayFixture anywhere =
                GatewayFixture.start(Files.createTempDirectory(directory, "x"), configuration(), false)) {
            String fields = (proto == null ? "" : "X-Forwarded-Proto: " + proto + "\r\n")
                    + (forwarded == null ? "" : "X-Forwarded-Host: " + forwarded + "\r\n");
            String document = anywhere.exchange(
                            "GET " + WELL_KNOWN + "/bare/mcp HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n")
                    .text();
            assertThat(document).startsWith("{\"resource\":\"" + origin + "/bare/mcp\"");

            String challenge = anywhere.exchange("GET /bare/mcp HTTP/1.1\r\nHost: " + host + "\r\n"
                            + "Accept: text/event-stream\r\n" + fields + "\r\n")
                    .header("WWW-Authenticate");
            assertThat(challenge).isEqualTo("Bearer resource_metadata=\"" + origin + WELL_KNOWN + "/bare/mcp\"");
        }
    }

    @Test
    void reading_it_is_told_to_telemetry_as_what_it_is() throws Exception {
        gateway.exchange(request("GET", WELL_KNOWN + "/bare/mcp"));

        gateway.awaitAccess("\"server\":\"bare\"", "\"decision\":\"allowed\"", "\"status\":200");
    }
}
