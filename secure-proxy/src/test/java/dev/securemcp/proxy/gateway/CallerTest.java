package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.gateway.WireMessage.Head;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose key opens what, what of the caller the backend sees, and whose sessions and streams are whose. */
class CallerTest {

    private static final String GOOD = "good-key-0123456789abcdef0123456789";
    private static final String SECOND = "second-key-0123456789abcdef01234567";
    private static final String OTHER = "other-key-0123456789abcdef012345678";
    private static final String SUSPENDED = "suspended-key-0123456789abcdef01234";
    private static final String EXPIRED = "expired-key-0123456789abcdef0123456";
    private static final String EARLY = "early-key-0123456789abcdef012345678";
    private static final String ELSEWHERE = "elsewhere-key-0123456789abcdef01234";
    private static final String CREDENTIAL = "the-backends-own-secret";

    @TempDir
    static Path directory;

    private static ScriptedBackend backend;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        backend = new ScriptedBackend(talk -> {});
        Files.writeString(
                directory.resolve("own.xml"),
                """
                <policies>
                  <inbound>
                    <base />
                    <set-header name="Authorization" exists-action="override"><value>Bearer of the operator</value></set-header>
                    <set-header name="Cookie" exists-action="override"><value>a=b</value></set-header>
                    <set-header name="X-API-Key" exists-action="override"><value>set by a policy</value></set-header>
                    <set-header name="X-Forwarded-Host" exists-action="override"><value>policy.example</value></set-header>
                  </inbound>
                  <backend><base /></backend>
                  <outbound><base /></outbound>
                  <on-error><base /></on-error>
                </policies>
                """);
        Files.writeString(
                directory.resolve("public.xml"),
                """
                <policies><inbound><base /><set-header name="X-Product" exists-action="override">
                  <value>@(context.Product.Name + ", " + (context.Subscription == null ? "nobody" : context.Subscription.Id))</value>
                </set-header></inbound></policies>
                """);
        gateway = GatewayFixture.start(
                directory,
                """
                servers:
                  s: { backend: b }
                  t: { backend: b, policy: own.xml }
                  elsewhere: { backend: b }
                  open: { backend: b, subscription-required: false }
                  free: { backend: b }
                  named: { backend: b, subscription-key: { header: X-My-Key, query: k } }
                backends:
                  b:
                    instances: [{ url: "http://127.0.0.1:%d/b/mcp?tenant=7" }]
                    credential: { header: X-API-Key, value: "%s" }
                products:
                  p: { servers: [s, t, named, open, free] }
                  public: { servers: [free, open], subscription-required: false, display-name: For all, policy: public.xml }
                  q: { servers: [elsewhere] }
                subscriptions:
                  mine: { product: p, primary-key: { value: "%s" }, secondary-key: { value: "%s" } }
                  other: { product: p, primary-key: { value: "%s" } }
                  suspended: { product: p, state: suspended, primary-key: { value: "%s" } }
                  expired: { product: p, expires: 2020-01-01, primary-key: { value: "%s" } }
                  early: { product: p, not-before: 2099-01-01, primary-key: { value: "%s" } }
                  elsewhere: { product: q, primary-key: { value: "%s" } }
                """
                        .formatted(
                                backend.port(), CREDENTIAL, GOOD, SECOND, OTHER, SUSPENDED, EXPIRED, EARLY, ELSEWHERE));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        backend.forget();
        backend.script(ScriptedBackend.always(Mcp.ok(Mcp.RESULT)));
    }

    private static String key(String key) {
        return "Ocp-Apim-Subscription-Key: " + key + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {GOOD, SECOND})
    void bothKeysOpenByHeaderAndByQuery(String key) throws Exception {
        assertThat(gateway.exchange(post("/s/mcp", call("1", "t"), key(key))).status())
                .isEqualTo(200);
        assertThat(gateway.exchange(post("/s/mcp?subscription-key=" + key, call("1", "t")))
                        .status())
                .isEqualTo(200);
        assertThat(gateway.exchange(post("/named/mcp?a=1&k=" + key, call("1", "t")))
                        .status())
                .isEqualTo(200);
        assertThat(gateway.exchange(post("/named/mcp", call("1", "t"), "x-my-key: " + key + "\r\n"))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/free/mcp", "/open/mcp"})
    void aCallWithoutKeyToAServerOfAnOpenProductIsThatProducts(String path) throws Exception {
        assertThat(gateway.exchange(post(path, call("1", "t"))).status()).isEqualTo(200);

        assertThat(backend.received().header("X-Product")).isEqualTo("For all, nobody");
        gateway.awaitAccess("\"product\":\"public\"");
    }

    @Test
    void aKeyOfAnotherProductWinsOverTheOpenOneAndAWrongKeyIsRefused() throws Exception {
        assertThat(gateway.exchange(post("/free/mcp", call("1", "t"), key(GOOD)))
                        .status())
                .isEqualTo(200);
        assertThat(backend.received().header("X-Product")).isNull();
        gateway.awaitAccess("\"subscription\":\"mine\",\"product\":\"p\"");

        assertThat(gateway.exchange(post("/free/mcp", call("1", "t"), key("wrong")))
                        .status())
                .isEqualTo(401);
    }

    static Stream<Arguments> closed() {
        return Stream.of(
                Arguments.of("/s/mcp", "", "SubscriptionKeyNotFound"),
                Arguments.of("/s/mcp", key(""), "SubscriptionKeyNotFound"),
                Arguments.of("/s/mcp?subscription-key=", "", "SubscriptionKeyNotFound"),
                Arguments.of("/named/mcp", key(GOOD), "SubscriptionKeyNotFound"),
                Arguments.of("/s/mcp", key("wrong"), "SubscriptionKeyInvalid"),
                Arguments.of("/s/mcp?subscription-key=" + GOOD, key("wrong"), "SubscriptionKeyInvalid"),
                Arguments.of("/s/mcp?subscription-key=wrong", "", "SubscriptionKeyInvalid"),
                Arguments.of("/s/mcp", key(SUSPENDED), "SubscriptionKeyInvalid"),
                Arguments.of("/s/mcp", key(EXPIRED), "SubscriptionKeyInvalid"),
                Arguments.of("/s/mcp", key(EARLY), "SubscriptionKeyInvalid"),
                Arguments.of("/s/mcp", key(ELSEWHERE), "SubscriptionKeyInvalid"),
                Arguments.of("/open/mcp", key("wrong"), "SubscriptionKeyInvalid"));
    }

    @ParameterizedTest
    @MethodSource("closed")
    void othersDoNot(String path, String header, String reason) throws Exception {
        WireMessage answer = gateway.exchange(post(path, call("\"x\"", "t"), header));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).as("no Bearer challenge").isNull();
        assertThat(answer.text())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"error\":{\"code\":401,")
                .contains("\"reason\":\"" + reason + "\"");
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void theCauseIsTheSameFromOutside() throws Exception {
        List<String> bodies = Stream.of("wrong", SUSPENDED, EXPIRED, EARLY, ELSEWHERE)
                .map(key -> answerTo(post("/s/mcp", call("1", "t"), key(key))))
                .distinct()
                .toList();

        assertThat(bodies).hasSize(1);
    }

    private static String answerTo(String request) {
        try {
            return gateway.exchange(request).text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRefusedKeyIsKnownToTheLogByItsSubscriptionOnly() throws Exception {
        gateway.exchange(post("/s/mcp", call("1", "t"), key(SUSPENDED)));

        gateway.awaitSecurity("\"subscription\":\"suspended\"");
        assertThat(gateway.access()).noneMatch(line -> line.contains("-key-0123"));
    }

    @Test
    void whatTheCallerProvedItselfWithStaysHere() throws Exception {
        gateway.exchange(post(
                "/s/mcp?a=1&subscription-key=" + GOOD + "&b=%20",
                call("1", "t"),
                key(GOOD),
                "Authorization: Bearer token\r\n",
                "Cookie: session=1\r\n",
                "X-API-Key: guessed\r\n",
                "Proxy-Authorization: Basic x\r\n",
                "X-Secret-Hop: 1\r\n",
                "Connection: X-Secret-Hop\r\n",
                "TE: trailers\r\n"));
        WireMessage seen = backend.received();

        assertThat(seen.head().target()).isEqualTo("/b/mcp?tenant=7&a=1&b=%20");
        assertThat(seen.head().raw()).doesNotContain(GOOD, "Bearer", "session=1", "guessed", "X-Secret-Hop", "Basic x");
        assertThat(seen.head().all("X-API-Key")).containsExactly(CREDENTIAL);
        assertThat(seen.head().all("Host")).containsExactly("127.0.0.1:" + backend.port());
    }

    @Test
    void aPolicyThatSetsAFieldInWordsWins() throws Exception {
        gateway.exchange(post("/t/mcp", call("1", "t"), key(GOOD), "Authorization: Bearer of the client\r\n"));
        Head seen = backend.received().head();

        assertThat(seen.all("Authorization")).containsExactly("Bearer of the operator");
        assertThat(seen.all("Cookie")).containsExactly("a=b");
        assertThat(seen.all("X-API-Key")).containsExactly("set by a policy");
        assertThat(seen.all("X-Forwarded-Host")).containsExactly("policy.example");
    }

    @Test
    void theBackendLearnsWhoCalledWhomAndNothingTheClientInvents() throws Exception {
        gateway.exchange(post(
                "/s/mcp",
                call("1", "t"),
                key(GOOD),
                "X-Forwarded-For: 203.0.113.9\r\n",
                "X-Forwarded-Proto: https\r\n",
                "X-Forwarded-Host: evil.example\r\n",
                "X-Real-IP: 203.0.113.9\r\n",
                "Forwarded: for=203.0.113.9\r\n"));
        Head seen = backend.received().head();

        assertThat(seen.all("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(seen.all("X-Forwarded-Proto")).containsExactly("http");
        assertThat(seen.all("X-Forwarded-Host")).containsExactly("localhost");
        assertThat(seen.all("Forwarded")).containsExactly("for=127.0.0.1;host=\"localhost\";proto=http");
        assertThat(seen.raw()).doesNotContain("203.0.113.9", "evil.example");
    }

    @Test
    void aHostCannotForgeItsForwardedField() throws Exception {
        try (GatewayFixture anywhere = GatewayFixture.start(
                Files.createTempDirectory(directory, "x"), GatewayFixture.open(backend.port()), false)) {
            anywhere.exchange("POST /s/mcp HTTP/1.1\r\nHost: a\";for=203.0.113.9;x=\"\r\n" + Mcp.ACCEPT + Mcp.JSON
                    + "Content-Length: 40\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
            // A Host that is no host may be refused; if it is not, it must stay within its quotes.
            if (backend.unseen() > 0) {
                assertThat(backend.received().head().first("Forwarded"))
                        .startsWith("for=127.0.0.1;host=\"")
                        .doesNotContain("a\";");
            }
        }
    }
}
