package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.FakeTokens.bearer;
import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The older transport, where a policy's token tells whose a stream is: what policies before it answer goes to no stream, since nobody
 * knows yet whose it would be, and is no success that a client waits after.
 */
class EarlyStreamAnswerTest {

    @TempDir
    Path directory;

    private ScriptedBackend backend;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = new ScriptedBackend(talk -> {
            if (talk.request().head().startLine().startsWith("GET")) {
                talk.openStream().chunk("event: endpoint\ndata: /m\n\n").wire().drain();
            } else {
                talk.send("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
            }
        });
        Files.writeString(
                directory.resolve("token.xml"),
                """
                <policies>
                  <inbound>
                    <base />
                    <choose><when condition="@(context.Mcp.ToolName == "early")">
                      <return-response><set-status code="200"/><set-body>{"early":1}</set-body></return-response>
                    </when></choose>
                    <validate-jwt header-name="Authorization" require-scheme="Bearer">
                      <openid-config url="https://login.example.com/.well-known/openid-configuration" />
                      <audiences><audience>api</audience></audiences>
                    </validate-jwt>
                    <choose><when condition="@(context.Mcp.ToolName == "late")">
                      <return-response><set-status code="200"/><set-body>{"late":1}</set-body></return-response>
                    </when></choose>
                  </inbound>
                  <outbound>
                    <base />
                    <choose><when condition="@(context.Mcp.ToolName == "taken")">
                      <return-response><set-status code="200"/><set-body>{"taken":1}</set-body></return-response>
                    </when></choose>
                  </outbound>
                </policies>
                """);
        gateway = GatewayFixture.start(
                directory,
                """
                servers: { s: { backend: b, subscription-required: false, policy: token.xml } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp", sse-url: "http://127.0.0.1:%d/b/sse" }] } }
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

    @Test
    void an_answer_that_reaches_no_stream_is_no_success() throws Exception {
        try (Wire wire = gateway.connect()) {
            BodyStream stream =
                    wire.body(wire.send(get("/s/sse", bearer("ann"))).responseHead());
            String event = stream.event();
            String endpoint = event.substring(event.indexOf("/s/"), event.length() - 2);

            WireMessage early = gateway.exchange(post(endpoint, call("1", "early"), bearer("ann")));
            assertThat(early.status()).isEqualTo(422);
            assertThat(early.text()).isEqualTo("{\"early\":1}");
            assertThat(gateway.exchange(post(endpoint, call("2", "late"), bearer("ann")))
                            .status())
                    .isEqualTo(202);
            assertThat(stream.event()).isEqualTo("event: message\ndata: {\"late\":1}\n\n");
            assertThat(gateway.exchange(post(endpoint, call("3", "taken"), bearer("ann")))
                            .status())
                    .isEqualTo(202);
            assertThat(stream.event()).isEqualTo("event: message\ndata: {\"taken\":1}\n\n");
        }
    }
}
