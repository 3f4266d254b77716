package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.FakeTokens.bearer;
import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.gateway.WireMessage.Head;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend that is an OAuth resource server itself. */
class PassthroughTest {

    private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";
    private static final String OURS = "https://mcp.example.com" + WELL_KNOWN;
    private static final String KEY = "Ocp-Apim-Subscription-Key: mine-0123456789abcdef0123456789abcdef\r\n";
    private static final String DOCUMENT =
            "{\"resource\":\"http://inner/b/mcp\",\"authorization_servers\":[\"https://as\"],"
                    + "\"scopes_supported\":[\"a\"],\"signed_metadata\":\"x.y.z\",\"resource_name\":\"Inner\"}";

    @TempDir
    Path directory;

    private ScriptedBackend backend;
    private ScriptedBackend other;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
        other = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
        gateway = GatewayFixture.start(
                directory,
                """
                public-url: https://mcp.example.com
                servers:
                  s: { backend: b, authorization: passthrough, subscription-required: false }
                  k: { backend: b, authorization: passthrough }
                  away:
                    backend: b
                    authorization: passthrough
                    subscription-required: false
                    policies: { inbound: [base, set-backend-service: { backend-id: c }] }
                  set:
                    backend: b
                    authorization: passthrough
                    subscription-required: false
                    policies: { inbound: [base, set-header: { name: Authorization, exists-action: override, value: [Bearer ours] }] }
                  removed:
                    backend: b
                    authorization: passthrough
                    subscription-required: false
                    policies: { inbound: [base, set-header: { name: Authorization, exists-action: delete }] }
                  guarded:
                    backend: b
                    subscription-required: false
                    authorization: { servers: ["https://login.example.com"] }
                backends:
                  b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp", sse-url: "http://127.0.0.1:%d/b/sse" }] }
                  c: { instances: [{ url: "http://127.0.0.1:%d/c/mcp" }] }
                products: { p: { servers: [k] } }
                subscriptions: { mine: { product: p, primary-key: { value: mine-0123456789abcdef0123456789abcdef } } }
                """
                        .formatted(backend.port(), backend.port(), other.port()),
                java.time.InstantSource.system(),
                new FakeTokens());
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
        other.close();
    }

    @Test
    void the_clients_token_goes_to_the_servers_own_backend_and_nothing_else_does() throws Exception {
        gateway.exchange(
                post("/k/mcp", call("1", "t"), KEY, "Authorization: Bearer of-the-client\r\n", "Cookie: a=b\r\n"));
        Head seen = backend.received().head();
        assertThat(seen.all("Authorization")).containsExactly("Bearer of-the-client");
        assertThat(seen.raw()).doesNotContain("mine-0123456789abcdef", "a=b");

        gateway.exchange(post("/s/mcp", call("1", "t")));
        assertThat(backend.received().head().all("Authorization")).isEmpty();

        gateway.exchange(post("/away/mcp", call("1", "t"), "Authorization: Bearer of-the-client\r\n"));
        assertThat(other.received().head().all("Authorization")).isEmpty();
    }

    @Test
    void a_policy_that_sets_or_removes_the_token_wins() throws Exception {
        gateway.exchange(post("/set/mcp", call("1", "t"), "Authorization: Bearer of-the-client\r\n"));
        assertThat(backend.received().head().all("Authorization")).containsExactly("Bearer ours");

        gateway.exchange(post("/removed/mcp", call("1", "t"), "Authorization: Bearer of-the-client\r\n"));
        assertThat(backend.received().head().all("Authorization")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "Bearer resource_metadata=\"http://inner/x\" | Bearer resource_metadata=\"OURS/s/mcp\"",
                "Bearer error=\"invalid_token\", resource_metadata=\"http://inner/x\", scope=\"a b\" | Bearer error=\"invalid_token\", resource_metadata=\"OURS/s/mcp\", scope=\"a b\"",
                "Bearer Resource_Metadata = http://inner/x, scope=a | Bearer resource_metadata=\"OURS/s/mcp\", scope=a",
                "Bearer resource_metadata=\"a\\\"b\" | Bearer resource_metadata=\"OURS/s/mcp\"",
                "DPoP algs=\"ES256\", Bearer resource_metadata=\"http://inner/x\" | DPoP algs=\"ES256\", Bearer resource_metadata=\"OURS/s/mcp\"",
                "Bearer realm=\"x\" | Bearer realm=\"x\"",
                "Bearer x-resource_metadata=\"http://inner/x\" | Bearer x-resource_metadata=\"http://inner/x\"",
                "Basic realm=\"x\" | Basic realm=\"x\""
            })
    void its_challenges_lead_to_our_document(String theirs, String ours) throws Exception {
        backend.script(ScriptedBackend.always(Mcp.response(
                "401 Unauthorized", "{}", "WWW-Authenticate: " + theirs + "\r\n", "WWW-Authenticate: Other\r\n")));

        WireMessage answer = gateway.exchange(post("/s/mcp", call("1", "t")));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.head().all("WWW-Authenticate")).containsExactly(ours.replace("OURS", OURS), "Other");
        assertThat(answer.text()).isEqualTo("{}");
    }

    @Test
    void a_stream_has_a_document_of_its_own() throws Exception {
        backend.script(ScriptedBackend.always(Mcp.response(
                "401 Unauthorized", "{}", "WWW-Authenticate: Bearer resource_metadata=\"http://inner/x\"\r\n")));

        assertThat(gateway.exchange(get("/s/sse")).header("WWW-Authenticate"))
                .isEqualTo("Bearer resource_metadata=\"" + OURS + "/s/sse\"");
    }

    @Test
    void where_the_gateway_asks_for_tokens_a_challenge_of_the_backend_is_not_the_clients() throws Exception {
        backend.script(ScriptedBackend.always(
                Mcp.response("401 Unauthorized", "{}", "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n")));

        WireMessage answer = gateway.exchange(post("/guarded/mcp", call("1", "t"), bearer("ann")));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isNull();
    }

    private WireMessage document(String path) throws Exception {
        return gateway.exchange("GET " + WELL_KNOWN + path + " HTTP/1.1\r\n" + Mcp.HOST + "\r\n");
    }

    @Test
    void its_document_is_ours_under_our_name() throws Exception {
        backend.script(ScriptedBackend.always(Mcp.ok(DOCUMENT)));

        WireMessage answer = document("/s/mcp");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=60");
        assertThat(answer.text())
                .isEqualTo("{\"resource\":\"https://mcp.example.com/s/mcp\",\"authorization_servers\":[\"https://as\"],"
                        + "\"scopes_supported\":[\"a\"],\"resource_name\":\"Inner\"}");
        Head asked = backend.received().head();
        assertThat(asked.startLine()).isEqualTo("GET " + WELL_KNOWN + "/b/mcp HTTP/1.1");

        // The alias is the same endpoint of the backend, asked a moment ago.
        assertThat(document("/s").text()).startsWith("{\"resource\":\"https://mcp.example.com/s\",");
        assertThat(backend.unseen()).isZero();

        assertThat(document("/s/sse").text()).startsWith("{\"resource\":\"https://mcp.example.com/s/sse\",");
        assertThat(backend.received().head().startLine()).isEqualTo("GET " + WELL_KNOWN + "/b/sse HTTP/1.1");
    }

    @Test
    void the_place_that_a_challenge_has_named_is_asked_first_but_nobody_else_than_the_backend() throws Exception {
        backend.script(ScriptedBackend.always(Mcp.response(
                "401 Unauthorized",
                "{}",
                "WWW-Authenticate: Bearer resource_metadata=\"http://127.0.0.1:" + other.port()
                        + "/where/it/is\"\r\n")));
        gateway.exchange(post("/s/mcp", call("1", "t")));
        backend.forget();
        backend.script(ScriptedBackend.always(Mcp.ok(DOCUMENT)));

        assertThat(document("/s/mcp").status()).isEqualTo(200);

        assertThat(backend.received().head().startLine()).isEqualTo("GET /where/it/is HTTP/1.1");
        assertThat(other.unseen()).isZero();
    }

    @Test
    void a_backend_with_one_document_at_its_root_is_found_too() throws Exception {
        backend.script(talk -> {
            WireMessage request = talk.request();
            talk.send(
                    request.head().target().equals(WELL_KNOWN) ? Mcp.ok(DOCUMENT) : Mcp.response("404 Not Found", ""));
        });

        assertThat(document("/s/mcp").status()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "404 Not Found | {} | 404",
                "401 Unauthorized | {} | 404",
                "500 Internal Server Error | {} | 502",
                "302 Found | {} | 502",
                "200 OK | [] | 502",
                "200 OK | no JSON | 502",
                "200 OK | {\"resource\":\"x\"} | 502"
            })
    void what_is_no_document_is_none(String status, String body, int expected) throws Exception {
        backend.script(ScriptedBackend.always(
                Mcp.response(status, body, "Location: http://127.0.0.1:" + other.port() + "/x\r\n")));

        WireMessage answer = document("/s/mcp");

        assertThat(answer.status()).isEqualTo(expected);
        assertThat(answer.header("WWW-Authenticate")).isNull();
        assertThat(other.unseen()).isZero();
        backend.forget();
        assertThat(document("/s/mcp").status()).as("remembered for a moment").isEqualTo(expected);
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void an_endless_document_is_none() throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            talk.chunk("x".repeat(70_000)).wire().drain();
        });

        assertThat(document("/s/mcp").status()).isEqualTo(502);
    }

    @Test
    void many_that_ask_at_once_make_one_request() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        backend.script(talk -> {
            talk.request();
            asked.await();
            talk.send(Mcp.ok(DOCUMENT));
        });
        try (Wire one = gateway.connect();
                Wire another = gateway.connect()) {
            one.send("GET " + WELL_KNOWN + "/s/mcp HTTP/1.1\r\n" + Mcp.HOST + "\r\n");
            backend.received();
            another.send("GET " + WELL_KNOWN + "/s HTTP/1.1\r\n" + Mcp.HOST + "\r\n");
            asked.countDown();
            assertThat(one.response().status()).isEqualTo(200);
            assertThat(another.response().status()).isEqualTo(200);
        }
        assertThat(backend.unseen()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/k/mcp", "/away/mcp"})
    void discovery_asks_for_nothing(String path) throws Exception {
        backend.script(ScriptedBackend.always(Mcp.ok(DOCUMENT)));

        assertThat(document(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Authorization: Bearer bad\r\n"})
    void what_one_token_was_given_is_not_given_to_a_caller_whose_token_the_backend_has_not_seen(String token)
            throws Exception {
        String list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":"
                + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientInfo\":"
                + "{\"name\":\"c\",\"version\":\"1\"},\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
        String[] modern = {"MCP-Protocol-Version: 2026-07-28\r\n", "Mcp-Method: tools/list\r\n"};
        backend.script(talk -> {
            boolean good = "Bearer good".equals(talk.request().header("Authorization"));
            talk.send(
                    good
                            ? Mcp.ok("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"complete\","
                                    + "\"ttlMs\":60000,\"cacheScope\":\"public\",\"tools\":[]}}")
                            : Mcp.response("401 Unauthorized", "{}"));
        });
        String good = "Authorization: Bearer good\r\n";
        assertThat(gateway.exchange(post("/s/mcp", list, good, modern[0], modern[1]))
                        .status())
                .isEqualTo(200);
        assertThat(gateway.exchange(post("/s/mcp", list, good, modern[0], modern[1]))
                        .header("Age"))
                .isEqualTo("0");
        assertThat(gateway.exchange(post("/s/mcp", list, token, modern[0], modern[1]))
                        .status())
                .isEqualTo(401);
    }
}
