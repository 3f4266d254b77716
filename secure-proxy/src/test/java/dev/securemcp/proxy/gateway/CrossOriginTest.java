package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.HOST;
import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.gateway.WireMessage.Head;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What web pages of other origins may do, on the wire. */
class CrossOriginTest {

    private static final String APP = "https://app.example";
    private static final String ORIGIN = "Origin: " + APP + "\r\n";
    private static final String KEY = "Ocp-Apim-Subscription-Key: good-key-0123456789abcdef0123456789\r\n";
    private static final String PARTNER_KEY = "Ocp-Apim-Subscription-Key: partner-key-0123456789abcdef01234567\r\n";

    @TempDir
    static Path directory;

    private static ScriptedBackend backend;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        backend = ScriptedBackend.answering(Mcp.ok(
                Mcp.RESULT,
                "Access-Control-Allow-Origin: *\r\n",
                "Access-Control-Allow-Credentials: true\r\n",
                "Vary: Accept\r\n",
                "Mcp-Session-Id: abc\r\n"));
        policy("closed", "<cors><allowed-origins><origin>https://app.example/</origin></allowed-origins></cors>");
        policy(
                "credentials",
                """
                <cors allow-credentials="true">
                  <allowed-origins><origin>https://app.example:443</origin></allowed-origins>
                  <allowed-methods preflight-result-max-age="600"><method>*</method></allowed-methods>
                  <allowed-headers><header>*</header></allowed-headers>
                  <expose-headers><header>*</header></expose-headers>
                </cors>
                """);
        policy(
                "star",
                """
                <cors allow-credentials="true"><allowed-origins><origin>*</origin></allowed-origins></cors>
                """);
        policy(
                "computed",
                """
                <cors><allowed-origins><origin>@{
                  var origin = context.Request.Headers.GetValueOrDefault("Origin", "");
                  if (origin.Contains("breaks")) { return origin.Substring(1000); }
                  return origin.EndsWith(".app.example") ? origin : "";
                }</origin></allowed-origins></cors>
                """);
        policy(
                "open",
                """
                <cors terminate-unmatched-request="false">
                  <allowed-origins><origin>https://one.example</origin></allowed-origins>
                </cors>
                <base />
                """);
        policy("partner", "<cors><allowed-origins><origin>https://partner.example</origin></allowed-origins></cors>");
        Files.writeString(
                directory.resolve("limited.xml"),
                """
                <policies>
                  <inbound>
                    <cors><allowed-origins><origin>https://app.example</origin></allowed-origins></cors>
                    <limit-concurrency key="none" max-count="1"><choose>
                      <when condition="@(context.Mcp.ToolName == "denied")"><return-response><set-status code="429" /></return-response></when>
                      <when condition="@(context.Mcp.ToolName == "broken")"><set-variable name="x" value="@(int.Parse("x"))" /></when>
                      <when condition="@(context.Mcp.ToolName == "own")"><return-response>
                        <set-header name="Access-Control-Allow-Origin"><value>https://own.example</value></set-header>
                      </return-response></when>
                    </choose></limit-concurrency>
                  </inbound>
                </policies>
                """);
        gateway = GatewayFixture.start(
                directory,
                """
                servers:
                  none: { backend: b, subscription-required: false }
                  closed: { backend: b, policy: closed.xml, subscription-required: false, allowed-origins: ["https://listed.example"] }
                  credentials: { backend: b, policy: credentials.xml, subscription-required: false }
                  star: { backend: b, policy: star.xml, subscription-required: false }
                  computed: { backend: b, policy: computed.xml, subscription-required: false }
                  open: { backend: b, policy: open.xml, subscription-required: false, allowed-origins: ["https://listed.example"] }
                  keyed: { backend: b, policy: limited.xml }
                  products: { backend: b }
                  down: { backend: down, policy: closed.xml, subscription-required: false }
                backends:
                  b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] }
                  down: { instances: [{ url: "http://127.0.0.1:1/mcp" }] }
                products:
                  p: { servers: [keyed, products] }
                  partner: { servers: [products, open], policy: partner.xml }
                  other: { servers: [products], policy: closed.xml }
                subscriptions:
                  a: { product: p, primary-key: { value: good-key-0123456789abcdef0123456789 } }
                  b: { product: partner, primary-key: { value: partner-key-0123456789abcdef01234567 } }
                policies:
                  inbound:
                    - choose: [ when: { condition: "false", do: [ set-variable: { name: a, value: b } ] } ]
                """
                        .formatted(backend.port()));
    }

    private static void policy(String name, String inbound) throws Exception {
        Files.writeString(directory.resolve(name + ".xml"), "<policies><inbound>" + inbound + "</inbound></policies>");
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        backend.forget();
    }

    private static String preflight(String path, String origin, String method, String... fields) {
        return "OPTIONS " + path + " HTTP/1.1\r\n" + HOST + "Origin: " + origin + "\r\nAccess-Control-Request-Method: "
                + method + "\r\n" + String.join("", fields) + "\r\n";
    }

    private static List<String> list(Head head, String field) {
        return Arrays.stream(head.first(field).split(", ", -1))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/closed/mcp", "/closed", "/closed/sse", "/closed/messages/abc"})
    void a_preflight_ends_at_the_gateway_and_allows_what_mcp_needs(String path) throws Exception {
        WireMessage answer = gateway.exchange(preflight(
                path, APP, "POST", "Access-Control-Request-Headers: content-type,mcp-param-city,x-other\r\n"));

        Head head = answer.head();
        assertThat(head.status()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
        assertThat(head.first("Access-Control-Allow-Origin")).isEqualTo(APP);
        assertThat(head.first("Access-Control-Allow-Credentials")).isNull();
        assertThat(list(head, "Access-Control-Allow-Methods")).containsExactly("get", "post", "delete");
        assertThat(list(head, "Access-Control-Allow-Headers"))
                .contains(
                        "content-type",
                        "accept",
                        "authorization",
                        "ocp-apim-subscription-key",
                        "mcp-protocol-version",
                        "mcp-session-id",
                        "mcp-method",
                        "mcp-name",
                        "last-event-id",
                        "mcp-param-city")
                .doesNotContain("x-other");
        assertThat(head.first("Access-Control-Max-Age")).isEqualTo("0");
        assertThat(list(head, "Vary")).contains("origin", "access-control-request-headers");
        assertThat(backend.unseen()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/closed/mcp, https://evil.example, POST",
        "/closed/mcp, null, POST",
        "/closed/mcp, https://app.example.evil.example, POST",
        "/closed/mcp, http://app.example, POST",
        "/closed/mcp, https://app.example:8443, POST",
        "/closed/mcp, https://app.example, PUT",
        "/open/mcp, https://app.example, POST",
    })
    void a_preflight_that_matches_nothing_ends_in_an_empty_200_that_allows_nothing(
            String path, String origin, String method) throws Exception {
        WireMessage answer = gateway.exchange(preflight(path, origin, method));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.head().raw().toLowerCase(Locale.ROOT)).doesNotContain("\naccess-control-");
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void without_a_policy_there_is_no_preflight() throws Exception {
        WireMessage answer = gateway.exchange(preflight("/none/mcp", "http://localhost:3000", "POST"));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void a_foreign_host_is_refused_before_a_preflight_is_answered() throws Exception {
        WireMessage answer = gateway.exchange(
                preflight("/closed/mcp", APP, "POST").replace("Host: localhost", "Host: rebound.example"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("HostNotAllowed");
    }

    @Test
    void an_answer_carries_the_gateways_fields_and_not_the_backends() throws Exception {
        WireMessage answer = gateway.exchange(post("/closed/mcp", call("1", "t"), ORIGIN));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head().all("Access-Control-Allow-Origin")).containsExactly(APP);
        assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
        assertThat(list(answer.head(), "Access-Control-Expose-Headers"))
                .contains("mcp-session-id", "www-authenticate", "mcp-protocol-version", "retry-after");
        assertThat(list(answer.head(), "Vary")).containsExactly("accept", "origin");
        assertThat(backend.received().header("Origin")).isNull();
    }

    @Test
    void what_comes_from_no_page_is_answered_as_ever_but_for_vary() throws Exception {
        WireMessage answer = gateway.exchange(post("/closed/mcp", call("1", "t")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head().raw().toLowerCase(Locale.ROOT)).doesNotContain("\naccess-control-");
        assertThat(list(answer.head(), "Vary")).containsExactly("accept", "origin");
    }

    @ParameterizedTest
    @CsvSource({
        "no key, 401",
        "unknown session, 404",
        "malformed, 400",
        "too much, 413",
        "denied, 429",
        "broken, 500",
        "media type, 415",
        "method, 405",
        "accept, 406",
    })
    void errors_carry_the_fields_too(String what, int status) throws Exception {
        WireMessage answer = gateway.exchange(
                switch (what) {
                    case "no key" -> post("/keyed/mcp", call("1", "t"), ORIGIN);
                    case "unknown session" ->
                        post("/keyed/mcp", call("1", "t"), ORIGIN, KEY, "Mcp-Session-Id: nobody\r\n");
                    case "malformed" -> post("/keyed/mcp", "{", ORIGIN, KEY);
                    case "too much" ->
                        "POST /keyed/mcp HTTP/1.1\r\n" + HOST + Mcp.ACCEPT + Mcp.JSON + ORIGIN + KEY
                                + "Content-Length: 99999999\r\nExpect: 100-continue\r\n\r\n";
                    case "media type" ->
                        "POST /keyed/mcp HTTP/1.1\r\n" + HOST + Mcp.ACCEPT + ORIGIN + KEY
                                + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}";
                    case "method" -> "POST /keyed/sse HTTP/1.1\r\n" + HOST + ORIGIN + KEY + "Content-Length: 0\r\n\r\n";
                    case "accept" ->
                        "GET /keyed/mcp HTTP/1.1\r\n" + HOST + "Accept: text/html\r\n" + ORIGIN + KEY + "\r\n";
                    default -> post("/keyed/mcp", call("1", what), ORIGIN, KEY);
                });

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(APP);
        assertThat(list(answer.head(), "Access-Control-Expose-Headers")).contains("www-authenticate");
        assertThat(list(answer.head(), "Vary")).contains("origin");
    }

    @Test
    void so_does_the_answer_of_a_backend_that_is_down() throws Exception {
        WireMessage answer = gateway.exchange(post("/down/mcp", call("1", "t"), ORIGIN));

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(APP);
    }

    @Test
    void what_a_policy_sets_in_words_stays() throws Exception {
        WireMessage answer = gateway.exchange(post("/keyed/mcp", call("1", "own"), ORIGIN, KEY));

        assertThat(answer.head().all("Access-Control-Allow-Origin")).containsExactly("https://own.example");
    }

    @Test
    void credentials_name_the_origin_and_the_headers_in_words() throws Exception {
        WireMessage asked = gateway.exchange(preflight(
                "/credentials/mcp", APP, "PUT", "Access-Control-Request-Headers: Authorization, X-Other,, b@d\r\n"));
        assertThat(asked.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(asked.header("Access-Control-Allow-Methods")).isEqualTo("PUT");
        assertThat(asked.header("Access-Control-Allow-Headers")).isEqualTo("authorization, x-other");
        assertThat(asked.header("Access-Control-Max-Age")).isEqualTo("600");

        WireMessage answer = gateway.exchange(post("/credentials/mcp", call("1", "t"), ORIGIN));
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(APP);
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(list(answer.head(), "Access-Control-Expose-Headers"))
                .contains("mcp-session-id", "content-type")
                .doesNotContain("*");
    }

    @Test
    void a_star_never_goes_with_credentials_nor_into_a_private_network() throws Exception {
        WireMessage asked = gateway.exchange(preflight(
                "/star/mcp", "https://any.example", "POST", "Access-Control-Request-Private-Network: true\r\n"));
        assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(asked.header("Access-Control-Allow-Credentials")).isNull();
        assertThat(asked.header("Access-Control-Allow-Private-Network")).isNull();

        WireMessage answer = gateway.exchange(post("/star/mcp", call("1", "t"), "Origin: https://any.example\r\n"));
        assertThat(answer.status())
                .as("the guard lets through what cors allows")
                .isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
    }

    @Test
    void a_page_that_is_named_may_reach_into_a_private_network() throws Exception {
        assertThat(gateway.exchange(preflight(
                                "/closed/mcp", APP, "POST", "Access-Control-Request-Private-Network: true\r\n"))
                        .header("Access-Control-Allow-Private-Network"))
                .isEqualTo("true");
        assertThat(gateway.exchange(preflight("/closed/mcp", APP, "POST"))
                        .header("Access-Control-Allow-Private-Network"))
                .isNull();
    }

    @Test
    void an_expression_may_say_which_origins() throws Exception {
        assertThat(gateway.exchange(preflight("/computed/mcp", "https://x.app.example", "POST"))
                        .header("Access-Control-Allow-Origin"))
                .isEqualTo("https://x.app.example");
        assertThat(gateway.exchange(preflight("/computed/mcp", "https://x.evil.example", "POST"))
                        .header("Access-Control-Allow-Origin"))
                .isNull();

        WireMessage broken =
                gateway.exchange(post("/computed/mcp", call("7", "t"), "Origin: https://breaks.example\r\n"));
        assertThat(broken.status()).isEqualTo(500);
        assertThat(broken.text()).contains("\"id\":7", "ExpressionValueEvaluationFailure");
        assertThat(backend.unseen()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/closed/mcp, https://evil.example, POST, 403",
        "/closed/mcp, https://evil.example, GET, 403",
        "/closed/mcp, https://listed.example, POST, 200",
        "/closed/mcp, https://listed.example, GET, 200",
        "/open/mcp, https://listed.example, GET, 200",
        "/open/mcp, https://one.example, GET, 200",
    })
    void the_guard_refuses_what_neither_cors_nor_the_list_allows(String path, String origin, String method, int status)
            throws Exception {
        String field = "Origin: " + origin + "\r\n";
        WireMessage answer =
                gateway.exchange(method.equals("GET") ? get(path, field) : post(path, call("1", "t"), field));

        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void a_simple_request_that_does_not_match_ends_in_an_empty_200_unless_it_may_go_on() throws Exception {
        WireMessage ended = gateway.exchange(get("/closed/mcp", "Origin: https://listed.example\r\n"));
        assertThat(ended.text()).isEmpty();
        assertThat(backend.unseen()).isZero();

        WireMessage passed = gateway.exchange(get("/open/mcp", "Origin: https://listed.example\r\n"));
        assertThat(passed.text()).isEqualTo(Mcp.RESULT);
        assertThat(passed.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void the_gateways_own_pages_cross_no_origin() throws Exception {
        WireMessage answer = gateway.exchange(get("/closed/mcp", "Origin: http://localhost\r\n"));

        assertThat(answer.text()).isEqualTo(Mcp.RESULT);
    }

    @Test
    void a_policy_that_does_not_end_what_it_does_not_match_leaves_it_to_the_next() throws Exception {
        assertThat(gateway.exchange(preflight("/open/mcp", "https://partner.example", "POST"))
                        .header("Access-Control-Allow-Origin"))
                .isEqualTo("https://partner.example");
        assertThat(gateway.exchange(preflight("/open/mcp", "https://one.example", "POST"))
                        .header("Access-Control-Allow-Origin"))
                .isEqualTo("https://one.example");
    }

    @Test
    void a_products_policy_is_asked_before_the_product_is_known_and_holds_for_its_callers_alone() throws Exception {
        String origin = "Origin: https://partner.example\r\n";
        assertThat(gateway.exchange(preflight("/products/mcp", "https://partner.example", "POST"))
                        .header("Access-Control-Allow-Origin"))
                .isEqualTo("https://partner.example");
        assertThat(gateway.exchange(post("/products/mcp", call("1", "t"), origin, PARTNER_KEY))
                        .header("Access-Control-Allow-Origin"))
                .isEqualTo("https://partner.example");

        WireMessage other = gateway.exchange(post("/products/mcp", call("1", "t"), origin, KEY));
        assertThat(other.status()).isEqualTo(403);
        assertThat(other.text()).contains("OriginNotAllowed");
    }

    @Test
    void a_preflight_is_allowed_by_whichever_products_policy_does() throws Exception {
        for (String origin : List.of("https://partner.example", "https://app.example")) {
            assertThat(gateway.exchange(preflight("/products/mcp", origin, "POST"))
                            .header("Access-Control-Allow-Origin"))
                    .isEqualTo(origin);
        }
        assertThat(gateway.exchange(preflight("/products/mcp", "https://evil.example", "POST"))
                        .header("Access-Control-Allow-Origin"))
                .isNull();
    }
}
