package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.FakeTokens.bearer;
import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.initialize;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy that validates every call's token also tells whose call it is: nothing of one caller is another's. */
class PolicyTokenCallerTest {

    private static final String SESSION = "Mcp-Session-Id: mine\r\n";
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final Instant EXPIRY = Instant.parse("2026-11-01T13:00:00Z");
    private static final String SHORT = "until-" + EXPIRY.getEpochSecond();

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private ScriptedBackend backend;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT, SESSION));
        Files.writeString(
                directory.resolve("token.xml"),
                """
                <policies>
                  <inbound>
                    <base />
                    <validate-jwt header-name="Authorization" require-scheme="Bearer">
                      <openid-config url="https://login.example.com/.well-known/openid-configuration" />
                      <audiences><audience>api</audience></audiences>
                    </validate-jwt>
                  </inbound>
                </policies>
                """);
        fetched("header", "header-name=\"Authorization\" require-scheme=\"Bearer\"");
        fetched("query", "query-parameter-name=\"token\"");
        fetched("value", "token-value=\"@(context.Request.Headers[&quot;Authorization&quot;].First().Substring(7))\"");
        gateway = GatewayFixture.start(
                directory,
                """
                servers:
                  s:
                    backend: b
                    subscription-required: false
                    policy: token.xml
                  header: { backend: b, subscription-required: false, policy: header.xml }
                  query: { backend: b, subscription-required: false, policy: query.xml }
                  value: { backend: b, subscription-required: false, policy: value.xml }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp", sse-url: "http://127.0.0.1:%d/b/sse" }] } }
                limits: { streams-per-caller: 1 }
                """
                        .formatted(backend.port(), backend.port()),
                now::get,
                new FakeTokens());
    }

    /** A policy that puts a token of the gateway's own, or the one that the client has sent elsewhere, where it is then looked for. */
    private void fetched(String name, String place) throws Exception {
        Files.writeString(
                directory.resolve(name + ".xml"),
                """
                <policies>
                  <inbound>
                    <base />
                    <choose>
                      <when condition="@(context.Request.Headers.ContainsKey("X-Token"))">
                        <set-header name="Authorization"><value>@("Bearer " + context.Request.Headers["X-Token"].First())</value></set-header>
                        <set-header name="X-Token" exists-action="delete" />
                      </when>
                      <otherwise>
                        <set-header name="Authorization"><value>Bearer gateway</value></set-header>
                        <set-query-parameter name="token"><value>gateway</value></set-query-parameter>
                      </otherwise>
                    </choose>
                    <validate-jwt %s>
                      <openid-config url="https://login.example.com/.well-known/openid-configuration" />
                      <audiences><audience>api</audience></audiences>
                    </validate-jwt>
                  </inbound>
                </policies>
                """
                        .formatted(place));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    private int inSession(String token) throws Exception {
        return gateway.exchange(post("/s/mcp", call("1", "t"), SESSION, bearer(token)))
                .status();
    }

    private int ends(String token) throws Exception {
        return gateway.exchange("DELETE /s/mcp HTTP/1.1\r\n" + Mcp.HOST + SESSION + bearer(token) + "\r\n")
                .status();
    }

    @Test
    void a_session_is_its_openers_and_outlives_the_refresh_of_the_token() throws Exception {
        gateway.exchange(post("/s/mcp", initialize(), bearer("ann/read")));
        backend.forget();

        assertThat(inSession("ben")).isEqualTo(404);
        assertThat(gateway.exchange(get("/s/mcp", SESSION, bearer("ben"))).status())
                .isEqualTo(404);
        assertThat(ends("ben")).isEqualTo(404);
        assertThat(backend.unseen()).isZero();
        assertThat(inSession("ann/write")).isEqualTo(200);
        assertThat(ends("ann")).isEqualTo(200);
    }

    @Test
    void the_message_endpoint_of_a_legacy_stream_is_its_openers() throws Exception {
        backend.script(talk -> {
            if (talk.request().head().startLine().startsWith("GET")) {
                talk.openStream()
                        .chunk("event: endpoint\ndata: /b/messages\n\n")
                        .wire()
                        .drain();
            } else {
                talk.send("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
            }
        });
        try (Wire wire = gateway.connect()) {
            String event = wire.body(
                            wire.send(get("/s/sse", bearer("ann/read"))).responseHead())
                    .event();
            String endpoint = event.substring(event.indexOf("/s/"), event.length() - 2);

            assertThat(gateway.exchange(post(endpoint, call("1", "t"), bearer("ben")))
                            .status())
                    .isEqualTo(404);
            assertThat(gateway.exchange(post(endpoint, call("1", "t"), bearer("ann/write")))
                            .status())
                    .isEqualTo(202);
        }
    }

    @Test
    void the_access_log_tells_whose_call_it_was() throws Exception {
        gateway.exchange(post("/s/mcp", call("1", "t"), bearer("ann")));

        gateway.awaitAccess("\"principal\":\"" + FakeTokens.ISSUER + "|ann|client\"");
    }

    @Test
    void a_stream_ends_with_the_token_that_opened_it_and_another_callers_goes_on() throws Exception {
        backend.script(talk -> {
            talk.request();
            talk.openStream().chunk("data: 1\n\n").wire().drain();
        });
        try (Wire ending = gateway.connect();
                Wire staying = gateway.connect()) {
            BodyStream ends =
                    ending.body(ending.send(get("/s/mcp", bearer(SHORT))).responseHead());
            BodyStream stays =
                    staying.body(staying.send(get("/s/mcp", bearer("ann"))).responseHead());
            assertThat(ends.event()).isNotEmpty();
            assertThat(stays.event())
                    .as("the bound on streams is each caller's own")
                    .isNotEmpty();

            now.set(EXPIRY);
            ends.expectEnd();
            gateway.awaitAccess("|" + SHORT + "|client");
            assertThat(gateway.engine().calls().streams()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"header", "query", "value"})
    void a_token_that_a_policy_has_put_there_says_nothing_of_the_client(String place) throws Exception {
        assertThat(gateway.exchange(post("/" + place + "/mcp", call("1", "t"))).status())
                .isEqualTo(200);

        gateway.awaitAccess("\"server\":\"" + place + "\"");
        assertThat(gateway.access().getLast()).doesNotContain("\"principal\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"header", "value"})
    void a_token_that_a_policy_has_moved_is_still_the_clients(String place) throws Exception {
        gateway.exchange(post("/" + place + "/mcp", call("1", "t"), "X-Token: ann\r\n"));

        gateway.awaitAccess("\"principal\":\"" + FakeTokens.ISSUER + "|ann|client\"");
    }
}
