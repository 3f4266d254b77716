package dev.securemcp.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Single HTTP exchanges, for what no SDK shows. */
final class Http {
    static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private Http() {}

    record Answer(int status, HttpHeaders headers, String body) {}

    /** Posts a JSON-RPC message with the headers that MCP asks for; {@code key} may be null. */
    static Answer post(URI url, String key, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(url, key, headers)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body));
        return send(request);
    }

    static Answer get(URI url, String key, String... headers) throws IOException, InterruptedException {
        return send(request(url, key, headers).GET());
    }

    private static HttpRequest.Builder request(URI url, String key, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(20));
        if (key != null) {
            request.header("Ocp-Apim-Subscription-Key", key);
        }
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.headers(), response.body());
    }
}
