package dev.securemcp.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

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

    static Answer delete(URI url, String... headers) throws IOException, InterruptedException {
        return send(request(url, null, headers).DELETE());
    }

    static Answer options(URI url, String... headers) throws IOException, InterruptedException {
        return send(request(url, null, headers).method("OPTIONS", BodyPublishers.noBody()));
    }

    /** Posts a form with the credentials of an OAuth client. */
    static Answer form(URI url, Map<String, String> fields, String client, String secret)
            throws IOException, InterruptedException {
        String body = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        String credentials = encoded(client) + ":" + encoded(secret);
        return send(request(url, null)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .POST(BodyPublishers.ofString(body)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
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
