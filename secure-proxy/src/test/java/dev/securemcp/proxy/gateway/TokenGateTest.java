package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.FakeTokens.bearer;
import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.gateway.WireMessage.Head;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that is an OAuth resource server: every request shows a token, whatever its method and endpoint. */
class TokenGateTest {

    private static final String KEY = "mine-0123456789abcdef0123456789abcdef";
    private static final String MINE = "Ocp-Apim-Subscription-Key: " + KEY + "\r\n";
    private static final String WRONG = "Ocp-Apim-Subscription-Key: wrong-0123456789abcdef\r\n";

    /** Where the metadata of the endpoint {@code /s/mcp} is. */
    private static final String METADATA =
            "resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource/s/mcp\"";

    @TempDir
    Path directory;

    private ScriptedBackend backend;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-01T12:00:00Z"));
    private FakeTokens tokens;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
        tokens = new FakeTokens();
        gateway = GatewayFixture.start(directory, configuration(), now::get, tokens);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    private String configuration() {
        return """
                public-url: https://mcp.example.com
                servers:
                  s:
                    backend: b
                    subscription-required: false
                    authorization: { servers: ["https://login.example.com"], scopes: [weather.read, more] }
                    tool-denials: json-rpc
                    allowed-hosts: [localhost]
                  plain: { backend: b, authorization: { servers: ["https://login.example.com"], require: token } }
                  both: { backend: b, authorization: { servers: ["https://login.example.com"] } }
                  either: { backend: b, authorization: { servers: ["https://login.example.com"], require: either } }
                  key: { backend: b }
                  several:
                    backend: b
                    subscription-required: false
                    authorization:
                      servers: ["https://a.example.com", { issuer: "https://b.example.com", token-issuers: ["https://b/{tenantid}"] }]
                      audiences: [mine]
                      clock-skew: 1m
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                products: { p: { servers: [both, either, key, plain] } }
                subscriptions: { mine: { product: p, primary-key: { value: %s } } }
                limits: { denied-body: 1KiB }
                """
                .formatted(backend.port(), KEY);
    }

    /** Each endpoint of a server, and a request for it. */
    static Stream<Arguments> endpoints() {
        return Stream.of(
                endpoint("POST", "/s/mcp", fields -> post("/s/mcp", call("7", "t"), fields)),
                endpoint("GET", "/s/mcp", fields -> get("/s/mcp", fields)),
                endpoint("DELETE", "/s/mcp", fields -> "DELETE /s/mcp HTTP/1.1\r\n" + Mcp.HOST + fields + "\r\n"),
                endpoint("POST", "/s", fields -> post("/s", call("7", "t"), fields)),
                endpoint("GET", "/s/sse", fields -> get("/s/sse", fields)),
                endpoint("POST", "/s/messages/x", fields -> post("/s/messages/x", call("7", "t"), fields)));
    }

    private static Arguments endpoint(String method, String path, Function<String, String> request) {
        return Arguments.of(method, path, request);
    }

    private static String metadataOf(String path) {
        String resource = path.startsWith("/s/messages") ? "/s/sse" : path;
        return "resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource" + resource + "\"";
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("endpoints")
    void without_a_token_every_endpoint_asks_for_one(String method, String path, Function<String, String> request)
            throws Exception {
        WireMessage answer = gateway.exchange(request.apply(""));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.head().all("WWW-Authenticate"))
                .containsExactly("Bearer " + metadataOf(path) + ", scope=\"weather.read more\"");
        assertThat(answer.text()).contains("\"reason\":\"TokenNotPresent\"");
        assertThat(answer.text().contains("\"id\":7")).isEqualTo(method.equals("POST"));
        assertThat(backend.unseen()).isZero();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("endpoints")
    void with_an_invalid_token_every_endpoint_says_why(String method, String path, Function<String, String> request)
            throws Exception {
        WireMessage answer = gateway.exchange(request.apply(bearer("bad")));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.head().all("WWW-Authenticate"))
                .containsExactly(
                        "Bearer error=\"invalid_token\", error_description=\"The token has 'expired' at 12:00 ?\", "
                                + metadataOf(path) + ", scope=\"weather.read more\"");
        assertThat(answer.text()).contains("\"reason\":\"TokenExpired\"");
        assertThat(backend.unseen()).isZero();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("endpoints")
    void without_the_scopes_of_the_server_every_endpoint_names_them_all(
            String method, String path, Function<String, String> request) throws Exception {
        WireMessage answer = gateway.exchange(request.apply(bearer("ann/more+other")));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("WWW-Authenticate"))
                .startsWith("Bearer error=\"insufficient_scope\", error_description=\"")
                .endsWith("\", " + metadataOf(path) + ", scope=\"weather.read more\"");
        gateway.awaitSecurity(
                "\"reason\":\"InsufficientScope\"", "\"principal\":\"https://login.example.com|ann|client\"");
        assertThat(backend.unseen()).isZero();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("endpoints")
    void where_the_issuer_is_away_nobody_is_sent_for_another_token(
            String method, String path, Function<String, String> request) throws Exception {
        for (String token : List.of("away", "broken")) {
            WireMessage answer = gateway.exchange(request.apply(bearer(token)));

            // Denials are errors alone here; where no stream could tell of one, it is no success.
            int asError = path.startsWith("/s/messages") ? 422 : 200;
            assertThat(answer.status()).isEqualTo(method.equals("POST") ? asError : 503);
            assertThat(answer.header("WWW-Authenticate")).isNull();
            assertThat(answer.header("Retry-After")).isEqualTo("5");
            assertThat(answer.text())
                    .contains("\"code\":503", "\"reason\":\"TokenCheckUnavailable\"")
                    .doesNotContain("secret");
        }
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void an_issuer_that_is_away_is_503_where_denials_have_their_status() throws Exception {
        assertThat(gateway.exchange(post("/plain/mcp", call("7", "t"), bearer("away")))
                        .status())
                .isEqualTo(503);
    }

    @Test
    void a_good_token_passes_and_stays_here() throws Exception {
        WireMessage answer =
                gateway.exchange(post("/s/mcp", call("1", "t"), "authorization: bEARER   ann/weather.read+more  \r\n"));

        assertThat(answer.status()).isEqualTo(200);

        Head seen = backend.received().head();
        assertThat(seen.raw()).doesNotContainIgnoringCase("authorization").doesNotContain("ann");
        gateway.awaitAccess("\"principal\":\"https://login.example.com|ann|client\"", "\"decision\":\"allowed\"");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Authorization: Basic YTpi | TokenNotPresent | -",
                "Authorization: Bearerann | TokenNotPresent | -",
                "Authorization: | TokenNotPresent | -",
                "Authorization: Bearer | JwtInvalid | invalid_token",
                "Authorization: Bearer ann, Bearer ben | JwtInvalid | invalid_token",
                "Authorization: Bearer a\"b | JwtInvalid | invalid_token",
                "Authorization: Bearer nobody | TokenClaimNotFound | invalid_token"
            })
    void only_a_bearer_token_counts(String field, String reason, String error) throws Exception {
        WireMessage answer = gateway.exchange(post("/plain/mcp", call("1", "t"), field + "\r\n"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).contains("\"reason\":\"" + reason + "\"");
        assertThat(answer.header("WWW-Authenticate"))
                .startsWith("Bearer " + (error == null ? "resource_metadata=" : "error=\"" + error + "\""));
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void two_tokens_are_none() throws Exception {
        WireMessage answer = gateway.exchange(post("/plain/mcp", call("1", "t"), bearer("ann"), bearer("ben")));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(tokens.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"access_token=ann", "authorization=Bearer%20ann", "token=ann"})
    void a_token_in_the_query_is_none(String query) throws Exception {
        assertThat(gateway.exchange(post("/plain/mcp?" + query, call("1", "t"))).status())
                .isEqualTo(401);
        assertThat(tokens.asked()).isEmpty();
    }

    static Stream<Arguments> keysAndTokens() {
        return Stream.of(
                Arguments.of("/both/mcp", MINE + bearer("ann"), 200, null, null),
                Arguments.of("/both/mcp", MINE, 401, "TokenNotPresent", "Bearer resource"),
                Arguments.of("/both/mcp", "", 401, "SubscriptionKeyNotFound", "Bearer resource"),
                Arguments.of("/both/mcp", bearer("ann"), 401, "SubscriptionKeyNotFound", null),
                Arguments.of("/both/mcp", WRONG, 401, "SubscriptionKeyInvalid", "Bearer resource"),
                Arguments.of("/both/mcp", WRONG + bearer("ann"), 401, "SubscriptionKeyInvalid", null),
                Arguments.of("/both/mcp", MINE + bearer("bad"), 401, "TokenExpired", "Bearer error"),
                Arguments.of("/either/mcp", MINE, 200, null, null),
                Arguments.of("/either/mcp", bearer("ann"), 200, null, null),
                Arguments.of("/either/mcp", MINE + bearer("ann"), 200, null, null),
                Arguments.of("/either/mcp", "", 401, "TokenNotPresent", "Bearer resource"),
                Arguments.of("/either/mcp", MINE + bearer("bad"), 401, "TokenExpired", "Bearer error"),
                Arguments.of("/either/mcp", WRONG + bearer("ann"), 401, "SubscriptionKeyInvalid", null),
                Arguments.of("/plain/mcp", bearer("ann"), 200, null, null),
                Arguments.of("/plain/mcp", MINE, 401, "TokenNotPresent", "Bearer resource"),
                Arguments.of("/plain/mcp", WRONG + bearer("ann"), 401, "SubscriptionKeyInvalid", null),
                Arguments.of("/key/mcp", MINE, 200, null, null),
                Arguments.of("/key/mcp", bearer("ann"), 401, "SubscriptionKeyNotFound", null));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("keysAndTokens")
    void keys_and_tokens_go_together_as_the_server_says(
            String path, String fields, int status, String reason, String challenge) throws Exception {
        WireMessage answer = gateway.exchange(post(path, call("1", "t"), fields));

        assertThat(answer.status()).isEqualTo(status);
        if (reason != null) {
            assertThat(answer.text()).contains("\"reason\":\"" + reason + "\"");
        }
        if (challenge == null) {
            assertThat(answer.header("WWW-Authenticate")).isNull();
        } else {
            assertThat(answer.header("WWW-Authenticate")).startsWith(challenge);
        }
    }

    @Test
    void tokens_are_held_to_the_servers_urls_where_no_audience_is_told() throws Exception {
        gateway.exchange(post("/plain/mcp", call("1", "t"), bearer("ann")));
        gateway.exchange(post("/plain/mcp", call("1", "t"), bearer("ben")));

        assertThat(tokens.asked().getFirst().audiences())
                .containsExactly(
                        "https://mcp.example.com/plain/mcp",
                        "https://mcp.example.com/plain",
                        "https://mcp.example.com/plain/sse");
        // The same rules each time: what was validated is remembered by them.
        assertThat(tokens.asked().get(1)).isSameAs(tokens.asked().get(0));
    }

    @Test
    void the_go_for_the_body_comes_after_the_guard() throws Exception {
        try (Wire wire = gateway.connect()) {
            wire.send(Mcp.postHead("/plain/mcp", "Expect: 100-continue\r\n", "Content-Length: 5\r\n") + "\r\n");
            assertThat(wire.head().status()).isEqualTo(401);
        }
        try (Wire wire = gateway.connect()) {
            wire.send(Mcp.postHead("/plain/mcp", "Expect: 100-continue\r\n", "Content-Length: 5\r\n", bearer("slow"))
                    + "\r\n");
            Awaitility.await().until(() -> tokens.asked().size() == 1);
            tokens.decide(FakeTokens.valid("ann"));
            assertThat(wire.head().status()).isEqualTo(100);
        }
    }

    @Test
    void a_body_that_is_there_already_waits_for_the_token() throws Exception {
        try (Wire wire = gateway.connect()) {
            wire.send(post("/plain/mcp", call("1", "t"), bearer("slow")));
            Awaitility.await().until(() -> tokens.asked().size() == 1);
            assertThat(backend.unseen()).isZero();

            tokens.decide(FakeTokens.valid("ann"));

            assertThat(wire.response().status()).isEqualTo(200);
        }
    }

    @Test
    void a_client_that_goes_away_meanwhile_is_forgotten() throws Exception {
        try (Wire wire = gateway.connect()) {
            wire.send(post("/plain/mcp", call("1", "t"), bearer("slow")));
            Awaitility.await().until(() -> tokens.asked().size() == 1);
        }
        gateway.awaitAccess("\"ending\":\"cancelled\"");

        tokens.decide(FakeTokens.valid("ann"));

        assertThat(gateway.exchange(post("/plain/mcp", call("1", "t"), bearer("ben")))
                        .status())
                .isEqualTo(200);
        backend.received();
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void issuers_are_never_mixed() throws Exception {
        String a = jwt("{\"iss\":\"https://a.example.com\"}");
        String b = jwt("{\"iss\":\"https://b/7\",\"tid\":\"7\"}");
        gateway.exchange(post("/several/mcp", call("1", "t"), bearer(a)));
        gateway.exchange(post("/several/mcp", call("1", "t"), bearer(b)));

        assertThat(tokens.asked())
                .extracting(rules -> rules.issuers().getFirst())
                .containsExactly("https://a.example.com", "https://b/{tenantid}");
        assertThat(tokens.asked().getFirst().audiences()).containsExactly("mine");
        assertThat(tokens.asked().getFirst().clockSkew()).hasMinutes(1);
        for (String unknown : List.of(
                jwt("{\"iss\":\"https://b/8\",\"tid\":\"7\"}"),
                jwt("{\"iss\":7}"),
                jwt("[]"),
                jwt("{"),
                "opaque",
                "a.%.c")) {
            WireMessage answer = gateway.exchange(post("/several/mcp", call("1", "t"), bearer(unknown)));
            assertThat(answer.status()).isEqualTo(401);
        }
        assertThat(tokens.asked()).hasSize(2);
    }

    private static String jwt(String payload) {
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }

    @Test
    void a_stream_ends_soon_after_its_token() throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.openStream().chunk(": open\n\n").wire().drain();
        });
        long end = now.get().getEpochSecond() + 60;
        try (Wire wire = gateway.connect()) {
            BodyStream stream = wire.body(
                    wire.send(get("/plain/mcp", bearer("until-" + end))).responseHead());
            stream.expect(": open\n\n");
            now.set(now.get().plusSeconds(60));
            stream.expectEnd();
        }
    }
}
