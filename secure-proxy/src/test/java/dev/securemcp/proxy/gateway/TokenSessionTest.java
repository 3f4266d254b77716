package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.FakeTokens.bearer;
import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.initialize;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions and legacy streams of callers with tokens: they outlive a token, and are never a substitute for one. */
class TokenSessionTest {

    private static final String FIRST = "Ocp-Apim-Subscription-Key: first-0123456789abcdef0123456789abcd\r\n";
    private static final String SECOND = "Ocp-Apim-Subscription-Key: second-0123456789abcdef0123456789ab\r\n";
    private static final String SESSION = "Mcp-Session-Id: mine\r\n";

    @TempDir
    Path directory;

    private ScriptedBackend backend;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT, SESSION));
        gateway = GatewayFixture.start(
                directory,
                """
                public-url: https://mcp.example.com
                servers:
                  s: { backend: b, authorization: { servers: ["https://login.example.com"], require: either } }
                  both: { backend: b, authorization: { servers: ["https://login.example.com"], require: both } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp", sse-url: "http://127.0.0.1:%d/b/sse" }] } }
                products: { p: { servers: [s, both] } }
                subscriptions:
                  mine:
                    product: p
                    primary-key: { value: first-0123456789abcdef0123456789abcd }
                    secondary-key: { value: second-0123456789abcdef0123456789ab }
                """
                        .formatted(backend.port(), backend.port()),
                InstantSource.system(),
                new FakeTokens());
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    private int inSession(String path, String... fields) throws Exception {
        return gateway.exchange(post(path, call("1", "t"), SESSION + String.join("", fields)))
                .status();
    }

    @Test
    void a_session_outlives_the_refresh_of_its_token() throws Exception {
        gateway.exchange(post("/s/mcp", initialize(), bearer("ann/read")));

        assertThat(inSession("/s/mcp", bearer("ann/read"))).isEqualTo(200);
        assertThat(inSession("/s/mcp", bearer("ann/read+write"))).isEqualTo(200);
        assertThat(inSession("/s", bearer("ann")))
                .as("the alias is the same endpoint")
                .isEqualTo(200);
    }

    @Test
    void a_session_is_no_substitute_for_a_token() throws Exception {
        gateway.exchange(post("/s/mcp", initialize(), bearer("ann")));
        backend.forget();

        assertThat(inSession("/s/mcp")).isEqualTo(401);
        assertThat(inSession("/s/mcp", bearer("bad"))).isEqualTo(401);
        assertThat(gateway.exchange(get("/s/mcp", SESSION)).status()).isEqualTo(401);
        assertThat(gateway.exchange("DELETE /s/mcp HTTP/1.1\r\n" + Mcp.HOST + SESSION + "\r\n")
                        .status())
                .isEqualTo(401);
        assertThat(backend.unseen()).isZero();
        assertThat(inSession("/s/mcp", bearer("ann"))).isEqualTo(200);
    }

    @Test
    void another_principals_session_looks_like_none() throws Exception {
        gateway.exchange(post("/s/mcp", initialize(), bearer("ann")));
        backend.forget();

        assertThat(inSession("/s/mcp", bearer("ben"))).isEqualTo(404);
        assertThat(inSession("/s/mcp", FIRST)).as("a key instead of the token").isEqualTo(404);
        assertThat(inSession("/s/mcp", FIRST, bearer("ann")))
                .as("a key beside the token")
                .isEqualTo(404);
        assertThat(gateway.exchange(get("/s/mcp", SESSION + bearer("ben"))).status())
                .isEqualTo(404);
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void with_both_a_session_belongs_to_the_person_with_either_key() throws Exception {
        gateway.exchange(post("/both/mcp", initialize(), FIRST, bearer("ann")));
        backend.forget();

        assertThat(inSession("/both/mcp", FIRST, bearer("ann/more"))).isEqualTo(200);
        assertThat(inSession("/both/mcp", SECOND, bearer("ann"))).isEqualTo(200);
        assertThat(inSession("/both/mcp", FIRST, bearer("ben"))).isEqualTo(404);
    }

    @Test
    void the_message_endpoint_of_a_legacy_stream_is_its_principals() throws Exception {
        backend.script(talk -> {
            WireMessage request = talk.request();
            if (request.head().startLine().startsWith("GET")) {
                talk.openStream()
                        .chunk("event: endpoint\ndata: /b/messages\n\n")
                        .wire()
                        .drain();
            } else {
                talk.send("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
            }
        });
        try (Wire wire = gateway.connect()) {
            BodyStream stream =
                    wire.body(wire.send(get("/s/sse", bearer("ann/read"))).responseHead());
            String event = stream.event();
            String endpoint = event.substring(event.indexOf("/s/"), event.length() - 2);

            assertThat(gateway.exchange(post(endpoint, call("1", "t"))).status())
                    .isEqualTo(401);
            assertThat(gateway.exchange(post(endpoint, call("1", "t"), bearer("ben")))
                            .status())
                    .isEqualTo(404);
            assertThat(gateway.exchange(post(endpoint, call("1", "t"), bearer("ann/write")))
                            .status())
                    .isEqualTo(202);
        }
    }
}
