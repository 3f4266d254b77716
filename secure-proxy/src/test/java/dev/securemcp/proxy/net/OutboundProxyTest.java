package dev.securemcp.proxy.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.securemcp.proxy.net.OutboundRequest.Trust;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that go through an HTTP proxy, which alone knows the names. */
class OutboundProxyTest {

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    @AfterEach
    void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aPlainCallNamesTheWholeUrlAndShowsThePassword() {
        int proxy = listen(new HttpServerOptions(), request -> {
            asked.add(request.method() + " " + request.uri() + " " + request.getHeader("Proxy-Authorization"));
            request.response().end("by the proxy");
        });

        assertThat(body("http://name.example/a?b=c", new OutboundProxy("127.0.0.1", proxy, "me", "secret")))
                .isEqualTo("by the proxy");
        assertThat(asked).containsExactly("GET http://name.example/a?b=c Basic bWU6c2VjcmV0");
    }

    @Test
    void aCallOverTlsGoesThroughATunnel() throws Exception {
        Path key = KeyFiles.make(directory, "server", "RSA", "secret");
        int service = listen(
                new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(
                                new PfxOptions().setPath(key.toString()).setPassword("secret")),
                request -> request.response().end("by the service"));
        int proxy = listen(new HttpServerOptions(), request -> {
            asked.add(request.method() + " " + request.uri());
            request.toNetSocket().onSuccess(client -> tunnel(client, service));
        });

        assertThat(body("https://name.example/a", new OutboundProxy("127.0.0.1", proxy, null, "")))
                .isEqualTo("by the service");
        assertThat(asked).containsExactly("CONNECT name.example:443");
    }

    @Test
    void aUrlThatACallerMayHaveShapedGoesThroughNone() {
        int proxy = listen(new HttpServerOptions(), request -> {
            asked.add(request.uri());
            request.response().end();
        });

        assertThatThrownBy(() ->
                        body("http://169.254.169.254/", Trust.CALLER, new OutboundProxy("127.0.0.1", proxy, null, "")))
                .hasMessageContaining("cannot go through a proxy");
        assertThat(asked).isEmpty();
    }

    private void tunnel(NetSocket client, int port) {
        client.pause();
        vertx.createNetClient().connect(port, "127.0.0.1").onSuccess(service -> {
            service.pipeTo(client);
            client.pipeTo(service);
        });
    }

    private int listen(HttpServerOptions options, io.vertx.core.Handler<HttpServerRequest> handler) {
        return vertx.createHttpServer(options)
                .requestHandler(handler)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private String body(String url, OutboundProxy proxy) {
        return body(url, Trust.OPERATOR, proxy);
    }

    private String body(String url, Trust trust, OutboundProxy proxy) {
        OutboundHttp http = new OutboundHttp(
                vertx,
                new OutboundHttp.Settings(10, 4, 4, 5_000, false),
                new AddressGuard(List.of()),
                host -> Future.failedFuture("the gateway asks no name service here"));
        OutboundRequest request = new OutboundRequest(
                HttpMethod.GET,
                OutboundUrl.parse(url),
                trust,
                HttpHeaders.headers(),
                null,
                10_000,
                1_000,
                0,
                null,
                proxy);
        return new String(
                http.send(request)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .body(),
                StandardCharsets.UTF_8);
    }
}
