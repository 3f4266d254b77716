package dev.securemcp.weather.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkiverse.mcp.server.test.McpAssured;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.MultiMap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a backend key set, nothing under /mcp answers without it. */
@QuarkusTest
@TestProfile(GuardTest.WithKey.class)
class GuardTest {

    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""";

    /** A key is set, in the way an operator does it. */
    public static class WithKey implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("weather.provider", "sample", "weather.api-key", "open sesame");
        }
    }

    @TestHTTPResource("/")
    URI base;

    private static RequestSpecification call() {
        return given().contentType(ContentType.JSON)
                .header("Accept", "application/json, text/event-stream")
                .body(INITIALIZE);
    }

    @Test
    void theRightKeyOpens() {
        call().header("X-API-Key", "open sesame").post("/mcp").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "open", "OPEN SESAME", "open sesame!"})
    void aWrongKeyDoesNot(String key) {
        call().header("X-API-Key", key)
                .post("/mcp")
                .then()
                .statusCode(401)
                .contentType(ContentType.JSON)
                .header("WWW-Authenticate", nullValue())
                .body("error.code", equalTo(401))
                .body("error.message", containsString("X-API-Key"))
                .body(not(containsString("open")));
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/mcp",
        "GET,/mcp",
        "DELETE,/mcp",
        "GET,/mcp/sse",
        "POST,/mcp/sse",
        "POST,/mcp/messages/abc",
        "PUT,/mcp/new"
    })
    void everyPathAndMethodIsGuarded(String method, String path) {
        call().request(method, path).then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mcp/",
                "//mcp",
                "/%6dcp",
                "/%6Dcp",
                "/x/../mcp",
                "/./mcp",
                "/mcp?x=1",
                "/mcp/%2e%2e/mcp",
                "/MCP"
            })
    void noOtherSpellingGoesPast(String path) throws IOException {
        String status = statusOf(path);
        assertThat(status).matches("HTTP/1.1 (401|404) .*");
    }

    /** As bytes: clients tidy paths up. */
    private String statusOf(String path) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            byte[] body = INITIALIZE.getBytes(StandardCharsets.UTF_8);
            String head = "POST " + path + " HTTP/1.1\r\nHost: " + base.getAuthority()
                    + "\r\nAccept: application/json, text/event-stream\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    @Test
    void healthStaysOpenAndUnknownPathsAreNotFound() {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/.well-known/oauth-protected-resource").then().statusCode(404);
        given().post("/register").then().statusCode(404);
    }

    @Test
    void aRequestThatIsTooLargeIsRefused() {
        call().header("X-API-Key", "open sesame")
                .body("{\"x\":\"" + "y".repeat(1024 * 1024) + "\"}")
                .post("/mcp")
                .then()
                .statusCode(413);
    }

    @Test
    void pagesOfOtherMachinesMayNotCallEvenWithTheKey() {
        for (String origin : new String[] {"https://evil.example", "http://localhost.evil.example", "null"}) {
            call().header("X-API-Key", "open sesame")
                    .header("Origin", origin)
                    .post("/mcp")
                    .then()
                    .statusCode(403);
        }
        call().header("X-API-Key", "open sesame")
                .header("Origin", "http://localhost:6274")
                .post("/mcp")
                .then()
                .statusCode(200);
    }

    @Test
    void aClientWorksWithTheKey() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("X-API-Key", "open sesame");
        try (var streamable = McpAssured.newStreamableClient()
                .setAdditionalHeaders(message -> headers)
                .build()
                .connect()) {
            streamable
                    .when()
                    .toolsList(page -> assertThat(page.size()).isEqualTo(6))
                    .thenAssertResults();
        }
    }

    @Test
    void theLegacyStreamOpensWithTheKey() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/mcp/sse"))
                .header("X-API-Key", "open sesame")
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("event: endpoint");
                assertThat(lines.readLine()).startsWith("data: /mcp/messages/");
            }
            client.shutdownNow();
        }
    }
}
