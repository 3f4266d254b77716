package dev.securemcp.proxy.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.net.OutboundRequest.Trust;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that asks for a certificate is shown the one of the call. */
class ClientIdentityTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void a_call_shows_its_certificate_and_names_the_host(String algorithm) throws Exception {
        Path serverKey = KeyFiles.make(directory, "server", "RSA", "secret");
        ClientIdentity identity = identity(KeyFiles.make(directory, "client", algorithm, "secret"));
        Vertx vertx = Vertx.vertx();
        try {
            int port = vertx.createHttpServer(new HttpServerOptions()
                            .setSsl(true)
                            .setSni(true)
                            .setClientAuth(ClientAuth.REQUEST)
                            .setKeyCertOptions(new PfxOptions()
                                    .setPath(serverKey.toString())
                                    .setPassword("secret"))
                            .setTrustOptions(new PfxOptions()
                                    .setPath(directory.resolve("client.p12").toString())
                                    .setPassword("secret")))
                    .requestHandler(request -> request.response().end(seen(request)))
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .actualPort();
            OutboundHttp http = new OutboundHttp(
                    vertx,
                    new OutboundHttp.Settings(10, 4, 4, 2_000, false),
                    new AddressGuard(List.of()),
                    host -> Future.succeededFuture(InetAddress.ofLiteral("127.0.0.1")));

            assertThat(body(http, port, identity)).isEqualTo("CN=client at name.example");
            assertThat(body(http, port, null)).isEqualTo("nobody at name.example");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static String seen(io.vertx.core.http.HttpServerRequest request) {
        String who;
        try {
            who = ((X509Certificate) request.connection().peerCertificates().getFirst())
                    .getSubjectX500Principal()
                    .getName();
        } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
            who = "nobody";
        }
        return who + " at " + request.connection().indicatedServerName();
    }

    private static String body(OutboundHttp http, int port, ClientIdentity identity) {
        return new String(
                http.send(new OutboundRequest(
                                HttpMethod.GET,
                                OutboundUrl.parse("https://name.example:" + port + "/"),
                                Trust.OPERATOR,
                                HttpHeaders.headers(),
                                null,
                                10_000,
                                1_000,
                                0,
                                identity))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .body(),
                StandardCharsets.UTF_8);
    }

    private static ClientIdentity identity(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "secret".toCharArray());
        }
        return new ClientIdentity(List.of((X509Certificate) store.getCertificate("key")), (PrivateKey)
                store.getKey("key", "secret".toCharArray()));
    }
}
