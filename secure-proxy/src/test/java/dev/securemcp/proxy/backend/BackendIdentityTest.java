package dev.securemcp.proxy.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Pkcs12;
import dev.securemcp.proxy.net.ClientIdentity;
import dev.securemcp.proxy.net.KeyFiles;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificate a backend is shown. */
class BackendIdentityTest {

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private HttpServer backend;
    private HttpClients clients;
    private ClientIdentity identity;

    @BeforeEach
    void start() throws Exception {
        Path server = KeyFiles.make(directory, "server", "RSA", "secret");
        Path client = KeyFiles.make(directory, "client", "EC", "secret");
        Pkcs12.KeyEntry key = Pkcs12.read(Files.readAllBytes(client), "secret");
        identity = new ClientIdentity(key.chain(), key.key());
        backend = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setClientAuth(ClientAuth.REQUEST)
                        .setKeyCertOptions(
                                new PfxOptions().setPath(server.toString()).setPassword("secret"))
                        .setTrustOptions(
                                new PfxOptions().setPath(client.toString()).setPassword("secret")))
                .requestHandler(request -> request.response().end(shown(request)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        clients = new HttpClients(vertx, new HttpClients.Settings(4, 4, 4, 5_000, 4, 16_384, false));
    }

    @AfterEach
    void stop() throws Exception {
        clients.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void isTheOneOfTheRequestAndNoneWhereThereIsNone() throws Exception {
        assertThat(call(identity)).isEqualTo("CN=client");
        assertThat(call(null)).isEqualTo("nobody");
        assertThat(call(identity)).as("no connection of another's is used").isEqualTo("CN=client");
    }

    private String call(ClientIdentity shows) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(now -> new Relay(vertx, clients)
                .send(new BackendRequest(
                        HttpClients.Use.CALL,
                        HttpMethod.GET,
                        Target.of(URI.create("https://127.0.0.1:" + backend.actualPort() + "/")),
                        null,
                        HttpHeaders.headers(),
                        shows,
                        null,
                        10_000))
                .head()
                .onFailure(answer::completeExceptionally)
                .onSuccess(head -> {
                    Buffer body = Buffer.buffer();
                    head.body().handler(body::appendBuffer);
                    head.body().endHandler(end -> answer.complete(body.toString()));
                    head.body().resume();
                }));
        return answer.get(20, TimeUnit.SECONDS);
    }

    private static String shown(HttpServerRequest request) {
        try {
            X509Certificate certificate =
                    (X509Certificate) request.connection().peerCertificates().getFirst();
            return certificate.getSubjectX500Principal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "nobody";
        }
    }
}
