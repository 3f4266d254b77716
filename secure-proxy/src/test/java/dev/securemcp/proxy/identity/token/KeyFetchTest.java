package dev.securemcp.proxy.identity.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.securemcp.proxy.config.AddressRange;
import dev.securemcp.proxy.exchange.token.TokenRules.Issuer;
import dev.securemcp.proxy.net.AddressGuard;
import dev.securemcp.proxy.net.NameResolver;
import dev.securemcp.proxy.net.OutboundHttp;
import dev.securemcp.proxy.net.OutboundUrl;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching metadata and keys over sockets, from issuers that are slow, huge, hostile or simply elsewhere. */
class KeyFetchTest {

    private static final SignerKey KEY = SignerKey.of("first", "RS256");
    private static final Duration BRIEF = Duration.ofMillis(400);
    private static final int MAX = 64 << 10;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void end() throws Exception {
        TokenFixture.get(vertx.close());
    }

    private KeyFetch fetch(Duration time, List<String> allowed, String... plainHttp) {
        OutboundHttp http = new OutboundHttp(
                vertx,
                new OutboundHttp.Settings(64, 4, 64, 2_000, true),
                new AddressGuard(allowed.stream()
                        .map(range -> AddressRange.parse(range).orElseThrow())
                        .toList()),
                host -> host.endsWith(".test")
                        ? Future.succeededFuture(InetAddress.ofLiteral("127.0.0.1"))
                        : NameResolver.of(vertx).resolve(host));
        KeySetSettings settings = new KeySetSettings(
                100, MAX, time, Duration.ofHours(1), Duration.ofHours(24), Duration.ofMinutes(5), Set.of(plainHttp));
        return new KeyFetch(http, settings, new MovedClock());
    }

    private Keys run(KeyFetch fetch, Issuer issuer) throws Exception {
        Context context = vertx.getOrCreateContext();
        Promise<Keys> promise = Promise.promise();
        context.runOnContext(go -> fetch.fetch(issuer, context).onComplete(promise));
        return TokenFixture.get(promise.future());
    }

    private Keys run(Issuer issuer) throws Exception {
        return run(fetch(Duration.ofSeconds(10), List.of()), issuer);
    }

    private String trouble(KeyFetch fetch, Issuer issuer) {
        ExecutionException failed = catchThrowableOfType(ExecutionException.class, () -> run(fetch, issuer));
        assertThat(failed).as("it fails").isNotNull();
        return failed.getCause().getMessage();
    }

    private String trouble(TestIssuer issuer) {
        return trouble(fetch(Duration.ofSeconds(10), List.of()), new Issuer(issuer.metadata(), null));
    }

    private TestIssuer issuer() throws Exception {
        return TestIssuer.start(vertx, KEY);
    }

    private static List<String> ids(Keys keys) {
        return keys.keys().stream().map(SigningKey::id).toList();
    }

    @Test
    void metadata_leads_to_keys() throws Exception {
        TestIssuer issuer = issuer();

        Keys keys = run(new Issuer(issuer.metadata(), null));

        assertThat(keys.issuer()).isEqualTo(issuer.url());
        assertThat(ids(keys)).containsExactly("first");
        assertThat(keys.readAt()).isEqualTo(TestToken.NOW);
    }

    @Test
    void keys_can_be_named_without_metadata() throws Exception {
        TestIssuer issuer = issuer();

        Keys keys = run(new Issuer(issuer.metadata(), URI.create(issuer.url() + "/keys")));

        assertThat(keys.issuer()).isNull();
        assertThat(ids(keys)).containsExactly("first");
        assertThat(issuer.asked()).containsExactly("/keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/realms/mcp/.well-known/openid-configuration",
                "/.well-known/oauth-authorization-server/realms/mcp",
                "/.well-known/openid-configuration/realms/mcp"
            })
    void an_issuer_is_found_by_its_name_wherever_the_standards_put_its_metadata(String place) throws Exception {
        TestIssuer issuer = issuer();
        String name = issuer.url() + "/realms/mcp";
        issuer.page(place, TestIssuer.metadata(name, issuer.url() + "/keys"));

        assertThat(ids(run(Issuer.named(URI.create(name))))).containsExactly("first");
        assertThat(ids(run(new Issuer(URI.create(name + "/.well-known/openid-configuration"), null))))
                .containsExactly("first");
    }

    @Test
    void an_issuer_that_is_asked_for_by_name_must_call_itself_by_it() throws Exception {
        TestIssuer issuer = issuer();
        issuer.page(
                "/a/.well-known/openid-configuration",
                TestIssuer.metadata(issuer.url() + "/b", issuer.url() + "/keys"));

        String trouble = trouble(fetch(BRIEF, List.of()), Issuer.named(URI.create(issuer.url() + "/a")));

        assertThat(trouble).contains("calls itself by another name");
    }

    @Test
    void the_places_of_metadata_are_those_of_the_standards() {
        assertThat(places("https://a.example"))
                .containsExactly(
                        "https://a.example/.well-known/openid-configuration",
                        "https://a.example/.well-known/oauth-authorization-server");
        assertThat(places("https://a.example/")).isEqualTo(places("https://a.example"));
        assertThat(places("https://a.example:8443/t/v2.0"))
                .containsExactly(
                        "https://a.example:8443/t/v2.0/.well-known/openid-configuration",
                        "https://a.example:8443/.well-known/oauth-authorization-server/t/v2.0",
                        "https://a.example:8443/.well-known/openid-configuration/t/v2.0");
    }

    private static List<String> places(String issuer) {
        return KeyFetch.placesOf(URI.create(issuer)).stream()
                .map(OutboundUrl::toString)
                .toList();
    }

    @Test
    void a_set_of_ten_megabytes_is_not_read() throws Exception {
        TestIssuer issuer = issuer();
        issuer.page("/keys", request -> request.response().end(Buffer.buffer(new byte[10 << 20])));

        assertThat(trouble(issuer)).contains("sent more than 65536 bytes");
    }

    @Test
    void an_endless_set_is_cut_off() throws Exception {
        TestIssuer issuer = issuer();
        AtomicLong sent = new AtomicLong();
        AtomicLong gone = new AtomicLong();
        issuer.page("/keys", request -> {
            request.response().setChunked(true);
            request.connection().closeHandler(closed -> gone.set(1));
            vertx.setPeriodic(1, id -> {
                if (request.response().closed()) {
                    vertx.cancelTimer(id);
                } else {
                    sent.addAndGet(4096);
                    request.response().write(Buffer.buffer(new byte[4096]));
                }
            });
        });

        assertThat(trouble(issuer)).contains("sent more than 65536 bytes");
        Awaitility.await().until(() -> gone.get() == 1);
        assertThat(sent.get()).isLessThan(10 << 20);
    }

    @Test
    void a_slow_issuer_is_waited_for_only_so_long() throws Exception {
        TestIssuer issuer = issuer();
        issuer.page("/keys", request -> request.response().setChunked(true).write("{"));

        assertThat(trouble(fetch(BRIEF, List.of()), new Issuer(issuer.metadata(), null)))
                .contains("did not answer within");
    }

    @Test
    void the_time_is_for_all_steps_together() throws Exception {
        TestIssuer issuer = issuer();
        String metadata = TestIssuer.metadata(issuer.url(), issuer.url() + "/keys");
        issuer.page(
                "/.well-known/openid-configuration",
                request -> vertx.setTimer(
                        BRIEF.toMillis() * 3 / 4, go -> request.response().end(metadata)));
        issuer.page("/keys", HttpServerRequest::pause);
        long start = System.nanoTime();

        trouble(fetch(BRIEF, List.of()), new Issuer(issuer.metadata(), null));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BRIEF.multipliedBy(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "[]",
                "null",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[",
                "{\"keys\":[]}x",
                "\u00ff",
                "{\"keys\":[],\"keys\":[]}",
                "<html>sign in</html>"
            })
    void garbage_is_no_key_set(String body) throws Exception {
        TestIssuer issuer = issuer();
        issuer.page("/keys", request -> request.response().end(Buffer.buffer(body, "ISO-8859-1")));

        assertThat(trouble(issuer)).contains("the key set of 127.0.0.1:" + issuer.port() + " cannot be used");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "[]",
                "{}",
                "{\"issuer\":\"x\"}",
                "{\"jwks_uri\":\"http://127.0.0.1/\"}",
                "{\"issuer\":1,\"jwks_uri\":\"http://127.0.0.1/\"}",
                "{\"issuer\":\"x\",\"jwks_uri\":[]}"
            })
    void garbage_is_no_metadata(String body) throws Exception {
        TestIssuer issuer = issuer();
        issuer.page("/.well-known/openid-configuration", body);

        assertThat(trouble(issuer)).contains("metadata of 127.0.0.1:" + issuer.port());
    }

    @Test
    void deep_nesting_is_refused() throws Exception {
        TestIssuer issuer = issuer();
        issuer.page("/keys", "{\"keys\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");

        assertThat(trouble(issuer)).contains("cannot be used");
    }

    @Test
    void a_set_of_very_many_keys_is_refused() throws Exception {
        TestIssuer issuer = issuer();
        String small = "{\"kty\":\"oct\"}";
        issuer.publishJwks(IntStream.range(0, 201).mapToObj(i -> small).toArray(String[]::new));

        assertThat(trouble(issuer)).contains("more than 200 keys");
    }

    @Test
    void keys_that_cannot_verify_signatures_are_left_out() throws Exception {
        TestIssuer issuer = issuer();
        issuer.publishJwks(
                SignerKey.of("enc", "RS256").jwk("\"use\":\"enc\""),
                SignerKey.of("wrap", "RS256").jwk("\"key_ops\":[\"wrapKey\"]"),
                "{\"kty\":\"oct\",\"kid\":\"shared\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
                "{\"kty\":\"AKP\",\"kid\":\"future\",\"pub\":\"AA\"}",
                "{\"kty\":\"RSA\",\"kid\":\"tiny\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
                "{\"kty\":\"RSA\",\"kid\":\"broken\",\"n\":\"*\",\"e\":\"AQAB\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"nowhere\",\"x\":\"AA\"}",
                "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"kid\":\"coin\",\"x\":\"AA\",\"y\":\"AA\"}",
                "7",
                SignerKey.of("verify", "ES256").jwk("\"key_ops\":[\"verify\"]"),
                KEY.jwk(""));

        assertThat(ids(run(new Issuer(issuer.metadata(), null)))).containsExactly("verify", "first");
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "303", "307", "308"})
    void redirects_on_the_same_host_are_followed(int status) throws Exception {
        TestIssuer issuer = issuer();
        redirect(issuer, "/.well-known/openid-configuration", status, "/moved");
        issuer.page("/moved", TestIssuer.metadata(issuer.url(), issuer.url() + "/keys"));

        assertThat(ids(run(new Issuer(issuer.metadata(), null)))).containsExactly("first");
    }

    private static void redirect(TestIssuer from, String path, int status, String location) {
        from.page(path, request -> request.response()
                .setStatusCode(status)
                .putHeader("Location", location)
                .end());
    }

    @Test
    void redirects_without_end_are_not() throws Exception {
        TestIssuer issuer = issuer();
        redirect(issuer, "/keys", 302, "/keys");

        assertThat(trouble(issuer)).contains("answered 302");
        assertThat(issuer.fetches()).isEqualTo(4);
    }

    @Test
    void a_redirect_to_a_private_address_is_not_followed_unless_it_is_allowed() throws Exception {
        TestIssuer inside = issuer();
        TestIssuer issuer = issuer();
        redirect(issuer, "/keys", 302, inside.url() + "/keys");

        assertThat(trouble(issuer)).contains("not a public address");
        assertThat(inside.asked()).isEmpty();
        assertThat(ids(run(fetch(Duration.ofSeconds(10), List.of("127.0.0.1")), new Issuer(issuer.metadata(), null))))
                .containsExactly("first");
    }

    @Test
    void keys_on_another_host_are_fetched_only_from_public_addresses_unless_it_is_allowed() throws Exception {
        TestIssuer inside = issuer();
        TestIssuer issuer = issuer();
        issuer.page("/.well-known/openid-configuration", TestIssuer.metadata(issuer.url(), inside.url() + "/keys"));

        assertThat(trouble(issuer)).contains("not a public address");
        assertThat(inside.asked()).isEmpty();
        assertThat(ids(run(fetch(Duration.ofSeconds(10), List.of("127.0.0.0/8")), new Issuer(issuer.metadata(), null))))
                .containsExactly("first");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/keys",
                "http://10.0.0.1/keys",
                "http://evil.test/keys",
                "http://93.184.215.14/keys"
            })
    void keys_without_tls_are_fetched_from_nowhere_else(String jwks) throws Exception {
        TestIssuer issuer = issuer();
        issuer.page("/.well-known/openid-configuration", TestIssuer.metadata(issuer.url(), jwks));

        assertThat(trouble(issuer)).contains("without TLS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://127.0.0.1/",
                "/keys",
                "http://u:p@127.0.0.1/",
                "http://",
                "javascript:1"
            })
    void what_is_no_web_address_is_not_fetched(String jwks) throws Exception {
        TestIssuer issuer = issuer();
        issuer.page("/.well-known/openid-configuration", TestIssuer.metadata(issuer.url(), jwks));

        assertThat(trouble(issuer)).contains("jwks_uri").doesNotContain("u:p");
    }

    @Test
    void a_host_that_is_named_may_be_asked_without_tls() throws Exception {
        TestIssuer issuer = issuer();
        String elsewhere = "http://idp.test:" + issuer.port();
        issuer.page("/.well-known/openid-configuration", TestIssuer.metadata(issuer.url(), elsewhere + "/keys"));
        Issuer known = new Issuer(issuer.metadata(), null);

        assertThat(trouble(fetch(BRIEF, List.of("127.0.0.1")), known)).contains("without TLS");
        for (String named : List.of("idp.test", "idp.test:" + issuer.port(), "IDP.test")) {
            assertThat(ids(run(fetch(Duration.ofSeconds(10), List.of("127.0.0.1"), named), known)))
                    .containsExactly("first");
        }
        assertThat(trouble(fetch(BRIEF, List.of("127.0.0.1"), "idp.test:1"), known))
                .contains("without TLS");
    }

    @Test
    void an_answer_other_than_200_is_no_key_set() throws Exception {
        TestIssuer issuer = issuer();
        for (int status : new int[] {201, 204, 206, 304, 401, 404, 500, 503}) {
            issuer.page("/keys", request -> request.response()
                    .setStatusCode(status)
                    .end(status == 204 || status == 304 ? "" : "{\"keys\":[]}"));

            assertThat(trouble(issuer)).contains("answered " + status);
        }
    }

    @Test
    void no_trouble_repeats_what_an_issuer_sent() throws Exception {
        TestIssuer issuer = issuer();
        String secret = "SECRET-93f1";
        for (String body : Arrays.asList(secret, "{\"" + secret + "\":", "{\"keys\":\"" + secret + "\"}")) {
            issuer.page("/keys", body);
            assertThat(trouble(issuer)).doesNotContain(secret);
        }
        assertThat(issuer.asked().stream().collect(Collectors.toSet())).hasSize(2);
    }
}
