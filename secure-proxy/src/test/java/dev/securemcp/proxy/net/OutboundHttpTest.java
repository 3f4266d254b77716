package dev.securemcp.proxy.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.securemcp.proxy.config.AddressRange;
import dev.securemcp.proxy.net.OutboundException.Kind;
import dev.securemcp.proxy.net.OutboundRequest.Trust;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls over real sockets on loopback. */
class OutboundHttpTest {

    private static final OutboundHttp.Settings SETTINGS = new OutboundHttp.Settings(100, 4, 4, 2_000, true);

    private final Vertx vertx = Vertx.vertx();
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private NameResolver names = host -> {
        asked.add(host);
        return Future.succeededFuture(InetAddress.ofLiteral("127.0.0.1"));
    };

    @AfterEach
    void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int serve(io.vertx.core.Handler<HttpServerRequest> handler) {
        HttpServer server = vertx.createHttpServer().requestHandler(handler);
        return join(server.listen(0, "127.0.0.1")).actualPort();
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private OutboundHttp http(String... allowed) {
        return http(SETTINGS, allowed);
    }

    private OutboundHttp http(OutboundHttp.Settings settings, String... allowed) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String range : allowed) {
            ranges.add(AddressRange.parse(range).orElseThrow());
        }
        return new OutboundHttp(vertx, settings, new AddressGuard(ranges), host -> names.resolve(host));
    }

    private static OutboundRequest get(String url, Trust trust) {
        return new OutboundRequest(
                HttpMethod.GET, OutboundUrl.parse(url), trust, HttpHeaders.headers(), null, 5_000, 1_000, 3, null);
    }

    private static OutboundResponse call(OutboundHttp http, OutboundRequest request) {
        return join(http.send(request));
    }

    private static OutboundException failure(OutboundHttp http, OutboundRequest request) {
        CompletionException failed = catchThrowableOfType(CompletionException.class, () -> call(http, request));
        assertThat(failed).isNotNull();
        return (OutboundException) failed.getCause();
    }

    @Test
    void a_response_comes_whole() {
        int port = serve(r -> r.response()
                .setStatusCode(201)
                .setStatusMessage("Made")
                .putHeader("X-A", "1")
                .end("grüße"));

        OutboundResponse response = call(http(), get("http://127.0.0.1:" + port + "/a?b=c", Trust.OPERATOR));

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.reason()).isEqualTo("Made");
        assertThat(response.headers().get("x-a")).isEqualTo("1");
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("grüße");
    }

    @Test
    void the_request_is_what_was_asked_for_and_framed_by_us() {
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        int port = serve(r -> r.body().onSuccess(body -> {
            seen.add(r.method() + " " + r.uri() + " " + r.getHeader("Host") + " " + r.getHeader("X-A") + " "
                    + r.getHeader("Content-Length") + " " + r.getHeader("Transfer-Encoding") + " " + body);
            r.response().end();
        }));
        OutboundRequest request = new OutboundRequest(
                HttpMethod.PUT,
                OutboundUrl.parse("http://name.example:" + port + "/p?q=1"),
                Trust.OPERATOR,
                HttpHeaders.headers()
                        .add("Host", "other")
                        .add("Content-Length", "999")
                        .add("Transfer-Encoding", "chunked")
                        .add("X-A", "1"),
                Buffer.buffer("body"),
                5_000,
                1_000,
                0,
                null);

        call(http(), request);

        assertThat(seen).containsExactly("PUT /p?q=1 name.example:" + port + " 1 4 null body");
    }

    @Test
    void a_response_as_large_as_its_bound_is_taken_and_one_byte_more_is_not() {
        int port = serve(r -> r.response().end(Buffer.buffer(new byte[r.path().equals("/fits") ? 1_000 : 1_001])));

        assertThat(call(http(), get("http://127.0.0.1:" + port + "/fits", Trust.OPERATOR))
                        .body())
                .hasSize(1_000);
        assertThat(failure(http(), get("http://127.0.0.1:" + port + "/not", Trust.OPERATOR))
                        .kind())
                .isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void a_response_that_never_ends_is_cut_at_its_bound() {
        ConcurrentLinkedQueue<String> ended = new ConcurrentLinkedQueue<>();
        int port = serve(r -> {
            r.response().setChunked(true);
            r.response().exceptionHandler(gone -> {});
            r.response().closeHandler(closed -> ended.add("closed"));
            Consumer<Long> more = tick -> {
                if (!r.response().closed()) {
                    r.response().write(Buffer.buffer(new byte[500]));
                }
            };
            vertx.setPeriodic(1, more::accept);
        });

        assertThat(failure(http(), get("http://127.0.0.1:" + port + "/", Trust.OPERATOR))
                        .kind())
                .isEqualTo(Kind.TOO_LARGE);
        org.awaitility.Awaitility.await().until(() -> ended.contains("closed"));
    }

    @Test
    void a_response_that_breaks_off_is_no_response() {
        int port = serve(r -> {
            r.response().putHeader("Content-Length", "100").write("ten bytes!");
            r.connection().close();
        });

        assertThat(failure(http(), get("http://127.0.0.1:" + port + "/", Trust.OPERATOR))
                        .kind())
                .isEqualTo(Kind.CONNECTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/head", "/body"})
    void the_time_counts_for_all_of_a_call(String path) {
        int port = serve(r -> {
            if (r.path().equals("/body")) {
                r.response().setChunked(true).write("first");
            }
        });
        OutboundRequest request = new OutboundRequest(
                HttpMethod.GET,
                OutboundUrl.parse("http://127.0.0.1:" + port + path),
                Trust.OPERATOR,
                HttpHeaders.headers(),
                null,
                100,
                1_000,
                0,
                null);

        OutboundException failed = failure(http(), request);

        assertThat(failed.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failed).hasMessageContaining("127.0.0.1:" + port).hasMessageContaining("100 ms");
    }

    @Test
    void the_time_counts_for_the_name_too() {
        names = host -> Future.future(never -> {});
        OutboundRequest request = new OutboundRequest(
                HttpMethod.GET,
                OutboundUrl.parse("http://slow.example/"),
                Trust.OPERATOR,
                HttpHeaders.headers(),
                null,
                50,
                10,
                0,
                null);

        assertThat(failure(http(), request).kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void an_unknown_name_and_a_closed_port_are_no_connection() {
        names = host -> Future.failedFuture("no such name");
        OutboundException unknown = failure(http(), get("http://unknown.example/", Trust.OPERATOR));
        assertThat(unknown.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(unknown).hasMessageContaining("unknown.example");

        int port = serve(r -> {});
        vertx.close().toCompletionStage().toCompletableFuture().join();
        Vertx other = Vertx.vertx();
        try (OutboundHttp http = new OutboundHttp(other, SETTINGS, new AddressGuard(List.of()), names)) {
            assertThat(failure(http, get("http://127.0.0.1:" + port + "/", Trust.OPERATOR))
                            .kind())
                    .isEqualTo(Kind.CONNECTION);
        } finally {
            join(other.close());
        }
    }

    @Test
    void more_calls_than_allowed_fail_at_once() {
        int port = serve(r -> {});
        OutboundHttp http = http(new OutboundHttp.Settings(1, 4, 4, 2_000, true));
        Future<OutboundResponse> first = http.send(get("http://127.0.0.1:" + port + "/", Trust.OPERATOR));

        assertThat(failure(http, get("http://127.0.0.1:" + port + "/", Trust.OPERATOR))
                        .kind())
                .isEqualTo(Kind.BUSY);
        assertThat(http.underWay()).isEqualTo(1);
        assertThat(first.isComplete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:%d/", "http://inner.example:%d/", "http://2130706433:%d/"})
    void a_computed_url_does_not_lead_to_a_private_address_unless_allowed(String url) {
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        int port = serve(r -> {
            seen.add(r.uri());
            r.response().end();
        });
        String target = url.formatted(port);

        OutboundException refused = failure(http(), get(target, Trust.CALLER));
        assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
        assertThat(refused).hasMessageContaining("outbound.allow");
        assertThat(seen).isEmpty();

        assertThat(call(http("127.0.0.0/8"), get(target, Trust.CALLER)).status())
                .isEqualTo(200);
        assertThat(call(http(), get(target, Trust.OPERATOR)).status()).isEqualTo(200);
    }

    @Test
    void a_name_is_resolved_once_and_the_judged_address_is_the_one_that_is_called() {
        int port = serve(r -> r.response().end());
        // A name server that answers with an allowed address first and with another one ever after.
        names = host -> {
            asked.add(host);
            return Future.succeededFuture(InetAddress.ofLiteral(asked.size() == 1 ? "127.0.0.1" : "127.0.0.9"));
        };

        OutboundResponse response = call(http("127.0.0.1"), get("http://rebind.example:" + port + "/", Trust.CALLER));

        assertThat(response.status()).isEqualTo(200);
        assertThat(asked).containsExactly("rebind.example");
    }

    @Test
    void a_redirect_is_followed_only_where_asked_for() {
        int port = serve(r -> {
            if (r.path().equals("/")) {
                r.response().setStatusCode(302).putHeader("Location", "/next").end("x".repeat(5_000));
            } else {
                r.response().end("there " + r.getHeader("Authorization"));
            }
        });
        OutboundRequest follows = new OutboundRequest(
                HttpMethod.GET,
                OutboundUrl.parse("http://127.0.0.1:" + port + "/"),
                Trust.OPERATOR,
                HttpHeaders.headers().add("Authorization", "a"),
                null,
                5_000,
                1_000,
                1,
                null);

        assertThat(new String(call(http(), follows).body(), StandardCharsets.UTF_8))
                .isEqualTo("there a");
        OutboundRequest doesNot = new OutboundRequest(
                HttpMethod.GET, follows.url(), Trust.OPERATOR, HttpHeaders.headers(), null, 5_000, 10_000, 0, null);
        assertThat(call(http(), doesNot).status()).isEqualTo(302);
    }

    @Test
    void redirects_end_after_their_number() {
        int port = serve(r -> r.response()
                .setStatusCode(307)
                .putHeader("Location", r.path() + "x")
                .end());

        OutboundResponse last = call(http(), get("http://127.0.0.1:" + port + "/", Trust.OPERATOR));

        assertThat(last.status()).isEqualTo(307);
        assertThat(last.headers().get("Location")).isEqualTo("/xxxx");
    }

    @Test
    void a_redirect_does_not_lead_to_a_private_address_even_from_a_trusted_url() {
        int inner = serve(r -> r.response().end("inner"));
        int port = serve(r -> r.response()
                .setStatusCode(302)
                .putHeader("Location", "http://127.0.0.1:" + inner + "/")
                .end());

        assertThat(failure(http(), get("http://127.0.0.1:" + port + "/", Trust.OPERATOR))
                        .kind())
                .isEqualTo(Kind.REFUSED);
    }

    @Test
    void a_redirect_to_another_host_takes_no_credentials_along() {
        int other = serve(r -> r.response()
                .end(r.getHeader("Authorization") + " " + r.getHeader("Cookie") + " " + r.getHeader("X-A")));
        int port = serve(r -> r.response()
                .setStatusCode(302)
                .putHeader("Location", "http://other.example:" + other + "/")
                .end());
        OutboundRequest request = new OutboundRequest(
                HttpMethod.GET,
                OutboundUrl.parse("http://127.0.0.1:" + port + "/"),
                Trust.OPERATOR,
                HttpHeaders.headers()
                        .add("Authorization", "a")
                        .add("Cookie", "b")
                        .add("X-A", "c"),
                null,
                5_000,
                1_000,
                1,
                null);

        assertThat(new String(call(http("127.0.0.1"), request).body(), StandardCharsets.UTF_8))
                .isEqualTo("null null c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a.example/", "http://u:p@a.example/", "http://[bad/"})
    void a_redirect_to_what_cannot_be_called_fails(String location) {
        int port = serve(r ->
                r.response().setStatusCode(302).putHeader("Location", location).end());

        assertThat(failure(http(), get("http://127.0.0.1:" + port + "/", Trust.OPERATOR))
                        .kind())
                .isEqualTo(Kind.REFUSED);
    }

    @Test
    void one_way_calls_beyond_their_number_are_dropped_and_counted() {
        List<HttpServerRequest> waiting = new java.util.concurrent.CopyOnWriteArrayList<>();
        int port = serve(waiting::add);
        OneWayCalls calls = new OneWayCalls(http(), 1);

        assertThat(calls.send(get("http://127.0.0.1:" + port + "/", Trust.OPERATOR)))
                .isTrue();
        assertThat(calls.send(get("http://127.0.0.1:" + port + "/", Trust.OPERATOR)))
                .isFalse();
        assertThat(calls.underWay()).isEqualTo(1);
        assertThat(calls.dropped()).isEqualTo(1);

        org.awaitility.Awaitility.await().until(() -> waiting.size() == 1);
        waiting.getFirst().response().setStatusCode(500).end();
        org.awaitility.Awaitility.await().until(() -> calls.underWay() == 0);
        assertThat(calls.sent()).isEqualTo(1);
        assertThat(calls.failed()).isZero();
    }
}
