package dev.securemcp.proxy.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.securemcp.proxy.backend.HttpClients.Use;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {

    private Vertx vertx;
    private ServerSocket backend;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        backend = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws Exception {
        backend.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aDeathBetweenHeadAndBodyIsRemembered() throws Exception {
        CompletableFuture<BackendResponse> head = new CompletableFuture<>();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(now -> send().onSuccess(head::complete).onFailure(head::completeExceptionally));
        try (Socket connection = backend.accept()) {
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(head.get(10, TimeUnit.SECONDS).isBroken()).isFalse();
        }

        await().until(() -> onContext(context, head.get()::isBroken));
    }

    private Future<BackendResponse> send() {
        HttpClients clients = new HttpClients(vertx, new HttpClients.Settings(1, 1, 1, 1000, 4, 8192, true));
        Target target = Target.of(URI.create("http://127.0.0.1:" + backend.getLocalPort() + "/mcp"));
        return new Relay(vertx, clients)
                .send(new BackendRequest(
                        Use.CALL, HttpMethod.GET, target, null, HttpHeaders.headers(), null, null, 10_000))
                .head();
    }

    private static <T> T onContext(Context context, Supplier<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        context.runOnContext(now -> answer.complete(question.get()));
        return answer.get(10, TimeUnit.SECONDS);
    }
}
