package dev.securemcp.proxy.identity.token;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** An issuer over a real socket on loopback, which tests can make misbehave. */
public final class TestIssuer implements AutoCloseable {

    private final Vertx vertx;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Handler<HttpServerRequest>> pages = new ConcurrentHashMap<>();
    private final int port;
    private HttpServer server;

    private TestIssuer(Vertx vertx) throws Exception {
        this.vertx = vertx;
        this.server = listen(0);
        this.port = server.actualPort();
        page("/.well-known/openid-configuration", metadata(url(), url() + "/keys"));
    }

    /** One that publishes these keys. */
    public static TestIssuer start(Vertx vertx, SignerKey... keys) throws Exception {
        TestIssuer issuer = new TestIssuer(vertx);
        issuer.publish(keys);
        return issuer;
    }

    private HttpServer listen(int at) throws Exception {
        return vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.add(request.uri());
                    Handler<HttpServerRequest> page = pages.get(request.path());
                    if (page == null) {
                        request.response().setStatusCode(404).end();
                    } else {
                        page.handle(request);
                    }
                })
                .listen(at, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** A metadata document. */
    public static String metadata(String issuer, String jwks) {
        return "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + jwks + "\"}";
    }

    /** Its identifier. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public URI metadata() {
        return URI.create(url() + "/.well-known/openid-configuration");
    }

    /** From now on it publishes these keys and no others. */
    public void publish(SignerKey... keys) {
        publishJwks(Arrays.stream(keys).map(SignerKey::jwk).toArray(String[]::new));
    }

    /** From now on it publishes these keys and no others. */
    public void publishJwks(String... jwks) {
        page("/keys", Arrays.stream(jwks).collect(Collectors.joining(",", "{\"keys\":[", "]}")));
    }

    /** Answers a path with this body. */
    public void page(String path, String body) {
        page(path, request -> request.response().end(body));
    }

    /** Answers a path so. */
    public void page(String path, Handler<HttpServerRequest> handler) {
        pages.put(path, handler);
    }

    /** Closes its port. */
    public void down() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Opens the same port again. */
    public void up() throws Exception {
        server = listen(port);
    }

    /** The paths that were asked for, in order. */
    public List<String> asked() {
        return new ArrayList<>(asked);
    }

    /** How often its keys were fetched. */
    public long fetches() {
        return asked.stream().filter("/keys"::equals).count();
    }

    @Override
    public void close() throws Exception {
        down();
    }
}
