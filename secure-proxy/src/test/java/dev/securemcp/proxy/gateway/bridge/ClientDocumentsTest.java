package dev.securemcp.proxy.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.AddressRange;
import dev.securemcp.proxy.gateway.bridge.ClientDocument.Result;
import dev.securemcp.proxy.net.AddressGuard;
import dev.securemcp.proxy.net.KeyFiles;
import dev.securemcp.proxy.net.OutboundHttp;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching what a stranger's URL names, over TLS on loopback. */
class ClientDocumentsTest {

    private static final String ADDRESS = "203.0.113.9";

    private static Path keys;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-10-01T00:00:00Z"));
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        keys = KeyFiles.make(directory, "client.example", "EC", "secret");
    }

    @AfterEach
    void end() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private <T> T join(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private int serve(Handler<HttpServerRequest> handler) throws Exception {
        return join(vertx.createHttpServer(new HttpServerOptions()
                                .setSsl(true)
                                .setKeyCertOptions(new PfxOptions()
                                        .setPath(keys.toString())
                                        .setPassword("secret")))
                        .requestHandler(request -> {
                            asked.incrementAndGet();
                            handler.handle(request);
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    /** Documents at any name, all of which lead to this machine. */
    private ClientDocuments documents(int perHour, String... allowed) {
        return documents(perHour, Duration.ofSeconds(8), allowed);
    }

    private ClientDocuments documents(int perHour, Duration time, String... allowed) {
        OutboundHttp http = new OutboundHttp(
                vertx,
                new OutboundHttp.Settings(10, 4, 4, 8_000, false),
                new AddressGuard(List.of(allowed).stream()
                        .map(range -> AddressRange.parse(range).orElseThrow())
                        .toList()),
                host -> Future.succeededFuture(InetAddress.ofLiteral("127.0.0.1")));
        return new ClientDocuments(http, now::get, new ClientDocuments.Bounds(10, 4096, time, perHour));
    }

    private Result find(ClientDocuments documents, String url) throws Exception {
        return find(documents, url, ADDRESS);
    }

    private Result find(ClientDocuments documents, String url, String address) throws Exception {
        return join(Future.future(promise -> vertx.runOnContext(
                start -> documents.find(url, List.of(), address).onComplete(promise))));
    }

    private static String url(int port) {
        return "https://client.example:" + port + "/client.json";
    }

    private static Handler<HttpServerRequest> sound(String... cacheControl) {
        return request -> {
            for (String value : cacheControl) {
                request.response().putHeader("Cache-Control", value);
            }
            request.response()
                    .putHeader("Content-Type", "application/json")
                    .end("{\"client_id\":\"https://" + request.authority()
                            + "/client.json\",\"client_name\":\"C\",\"redirect_uris\":[\"http://localhost/cb\"]}");
        };
    }

    @Test
    void a_document_is_fetched_once_for_its_time() throws Exception {
        ClientDocuments documents = documents(10, "127.0.0.0/8");
        String url = url(serve(sound("max-age=300")));

        assertThat(find(documents, url)).isInstanceOf(Result.Sound.class);
        now.updateAndGet(before -> before.plusSeconds(299));
        assertThat(find(documents, url)).isInstanceOf(Result.Sound.class);
        assertThat(asked).hasValue(1);
        now.updateAndGet(before -> before.plusSeconds(1));
        assertThat(find(documents, url)).isInstanceOf(Result.Sound.class);
        assertThat(asked).hasValue(2);
    }

    @Test
    void no_private_address_is_called() throws Exception {
        assertThat(find(documents(10), url(serve(sound())))).isInstanceOf(Result.Faulty.class);
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://127.0.0.1:1/c", "https://169.254.169.254/c", "https://[::1]:1/c", "https://10.0.0.1/c"})
    void no_private_address_that_is_written_out_is_called(String url) throws Exception {
        assertThat(find(documents(10), url)).isInstanceOf(Result.Faulty.class);
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        int port = serve(request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", "https://client.example/elsewhere")
                .end());

        assertThat(find(documents(10, "127.0.0.0/8"), url(port))).isInstanceOf(Result.Faulty.class);
        assertThat(asked).hasValue(1);
    }

    @Test
    void what_is_too_large_too_slow_or_broken_off_is_no_document() throws Exception {
        ClientDocuments documents = documents(10, "127.0.0.0/8");
        ClientDocuments impatient = documents(10, Duration.ofMillis(300), "127.0.0.0/8");
        int huge = serve(request -> request.response()
                .putHeader("Content-Type", "application/json")
                .end("{\"x\":\"" + "a".repeat(5000) + "\"}"));
        int endless = serve(request -> request.response().setChunked(true).write("{"));
        int silent = serve(request -> {});
        int broken = serve(request -> request.connection().close());

        for (int port : List.of(huge, broken)) {
            assertThat(find(documents, url(port))).isInstanceOf(Result.Faulty.class);
            assertThat(asked.getAndSet(0)).isPositive();
        }
        for (int port : List.of(endless, silent)) {
            assertThat(find(impatient, url(port))).isInstanceOf(Result.Faulty.class);
        }
    }

    @Test
    void what_failed_is_not_asked_for_again_at_once() throws Exception {
        ClientDocuments documents = documents(10, "127.0.0.0/8");
        String url = url(serve(request -> request.response().setStatusCode(500).end()));

        find(documents, url);
        find(documents, url);
        assertThat(asked).hasValue(1);
        now.updateAndGet(before -> before.plusSeconds(31));
        find(documents, url);
        assertThat(asked).hasValue(2);
    }

    @Test
    void an_address_can_have_only_so_many_fetched() throws Exception {
        ClientDocuments documents = documents(2, "127.0.0.0/8");
        int port = serve(sound());

        for (String path : List.of("/a", "/b")) {
            find(documents, "https://client.example:" + port + path);
        }
        assertThat(find(documents, "https://client.example:" + port + "/c")).isNull();
        assertThat(find(documents, "https://client.example:" + port + "/c", "203.0.113.10"))
                .isNotNull();
        assertThat(asked).hasValue(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "- | 600",
                "max-age=3600 | 3600",
                "public, max-age=\"120\" | 120",
                "no-store | 60",
                "no-cache, max-age=600 | 60",
                "max-age=1 | 60",
                "max-age=999999999 | 86400",
                "s-maxage=99 | 600",
                "private | 600",
            })
    void its_time_is_what_it_says_within_bounds(String field, long seconds) {
        assertThat(ClientDocuments.goodFor(field)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void an_address_counts_with_its_network() {
        AddressRate rate = new AddressRate(1, now::get);

        assertThat(rate.allows("2001:db8::1")).isTrue();
        assertThat(rate.allows("2001:db8::2")).isFalse();
        assertThat(rate.allows("2001:db8:0:1::1")).isTrue();
        assertThat(rate.allows("203.0.113.9")).isTrue();
        assertThat(rate.allows("203.0.113.10")).isTrue();
        assertThat(rate.allows("203.0.113.10")).isFalse();
        now.updateAndGet(before -> before.plus(Duration.ofMinutes(61)));
        assertThat(rate.allows("203.0.113.10")).isTrue();
    }
}
