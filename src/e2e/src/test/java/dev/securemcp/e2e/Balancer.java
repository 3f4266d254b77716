package dev.securemcp.e2e;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands each request to the next of several gateways, whoever sent it and whatever session it names: no client stays with one. Passes on what
 * comes back as it comes.
 */
final class Balancer implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "expect", "host", "keep-alive", "transfer-encoding", "upgrade");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<URI> gateways;
    private final HttpServer server;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<URI, AtomicInteger> answered = new ConcurrentHashMap<>();

    Balancer(List<URI> gateways) throws IOException {
        this.gateways = gateways;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    URI url(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    /** How many answers of a gateway it passed on. */
    int answered(URI gateway) {
        return answered.getOrDefault(gateway, new AtomicInteger()).get();
    }

    private void pass(HttpExchange exchange) throws IOException {
        URI gateway = gateways.get(Math.floorMod(turn.getAndIncrement(), gateways.size()));
        try (exchange) {
            HttpResponse<InputStream> response = client.send(request(exchange, gateway), BodyHandlers.ofInputStream());
            answered.computeIfAbsent(gateway, none -> new AtomicInteger()).incrementAndGet();
            try (InputStream body = response.body()) {
                copyHeaders(response.headers().map(), exchange.getResponseHeaders());
                boolean empty = response.headers().firstValue("Content-Length").equals(Optional.of("0"))
                        || response.statusCode() == 204;
                exchange.sendResponseHeaders(response.statusCode(), empty ? -1 : 0);
                relay(body, exchange.getResponseBody());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpRequest request(HttpExchange exchange, URI gateway) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(exchange.getRequestURI()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        byte[] body = exchange.getRequestBody().readAllBytes();
        return request.method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
    }

    private static void copyHeaders(Map<String, List<String>> from, Headers to) {
        from.forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                to.put(name, values);
            }
        });
    }

    private static void relay(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[8192];
        // The head leaves at once, before the first event of a stream.
        to.flush();
        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
            to.write(buffer, 0, length);
            to.flush();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }
}
