package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Sha256;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagementGuardTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void withoutATokenOnlyLoopbackSees() throws Exception {
        assertThat(status(new ManagementGuard(Optional.empty(), true), null)).isEqualTo(200);
        assertThat(status(new ManagementGuard(Optional.empty(), false), null)).isEqualTo(403);
    }

    @Test
    void withATokenEverybodyMustShowIt() throws Exception {
        ManagementGuard guard = new ManagementGuard(Optional.of(Sha256.of("the token")), true);
        assertThat(status(guard, null)).isEqualTo(401);
        assertThat(status(guard, "Bearer another")).isEqualTo(401);
        assertThat(status(guard, "the token")).isEqualTo(401);
        assertThat(status(guard, "Bearer the token")).isEqualTo(200);
        assertThat(status(guard, "bearer the token")).isEqualTo(200);
    }

    private int status(ManagementGuard guard, String authorization) throws Exception {
        Router router = Router.router(vertx);
        router.get("/summary").handler(guard).handler(request -> request.end("seen"));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        HttpClient client = vertx.createHttpClient();
        return client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/summary")
                .compose(request -> authorized(request, authorization).send())
                .map(response -> response.statusCode())
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static HttpClientRequest authorized(HttpClientRequest request, String authorization) {
        return authorization == null ? request : request.putHeader("Authorization", authorization);
    }
}
