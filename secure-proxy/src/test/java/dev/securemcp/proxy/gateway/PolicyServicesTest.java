package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.ok;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.securemcp.proxy.gateway.WireMessage.Head;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that reach other services, through the running gateway. */
class PolicyServicesTest {

    @TempDir
    private Path directory;

    @Test
    void a_token_is_asked_for_once_kept_counted_and_written_down() throws Exception {
        ScriptedBackend backend = new ScriptedBackend(ScriptedBackend.always(ok(Mcp.RESULT)));
        ScriptedBackend issuer =
                new ScriptedBackend(ScriptedBackend.always(ok("{\"access_token\":\"t0\",\"expires_in\":3600}")));
        Files.writeString(
                directory.resolve("p.xml"),
                """
                <policies>
                  <inbound>
                    <base />
                    <cache-lookup-value key="token" variable-name="token" />
                    <choose>
                      <when condition="@(!context.Variables.ContainsKey("token"))">
                        <send-request mode="new" response-variable-name="answer" timeout="10" ignore-error="false">
                          <set-url>http://127.0.0.1:%d/token</set-url>
                          <set-method>POST</set-method>
                          <set-header name="Content-Type" exists-action="override"><value>application/x-www-form-urlencoded</value></set-header>
                          <set-body>@($"grant_type=client_credentials&scope={context.Api.Id}")</set-body>
                        </send-request>
                        <set-variable name="json" value="@(((IResponse)context.Variables["answer"]).Body.As<JObject>())" />
                        <set-variable name="token" value="@((string)((JObject)context.Variables["json"])["access_token"])" />
                        <cache-store-value key="token" value="@((string)context.Variables["token"])"
                            duration="@((int)((JObject)context.Variables["json"])["expires_in"] - 60)" />
                      </when>
                    </choose>
                    <set-header name="Authorization" exists-action="override">
                      <value>@("Bearer " + (string)context.Variables["token"])</value>
                    </set-header>
                    <emit-metric name="Tool calls"><dimension name="API ID" /><dimension name="Tool" value="@(context.Mcp.ToolName)" /></emit-metric>
                    <log-to-eventhub logger-id="audit">@(context.Mcp.ToolName)</log-to-eventhub>
                  </inbound>
                  <backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error>
                </policies>
                """
                        .formatted(issuer.port()));
        try (backend;
                issuer;
                GatewayFixture gateway = GatewayFixture.start(
                        directory,
                        GatewayFixture.open(backend.port()).replace("false }", "false, policy: p.xml }")
                                + "event-sinks: { audit: { file: audit.jsonl } }\n")) {
            for (int i = 1; i <= 2; i++) {
                assertThat(gateway.exchange(post("/s/mcp", call("" + i, "get_alerts")))
                                .status())
                        .isEqualTo(200);
                assertThat(backend.received().head().first("Authorization")).isEqualTo("Bearer t0");
            }
            WireMessage asked = issuer.received();
            Head head = asked.head();
            assertThat(head.startLine()).isEqualTo("POST /token HTTP/1.1");
            assertThat(asked.text()).isEqualTo("grant_type=client_credentials&scope=s");
            assertThat(issuer.unseen()).isZero();
            assertThat(gateway.metrics()
                            .get("policy.Tool_calls")
                            .tag("Tool", "get_alerts")
                            .summary()
                            .count())
                    .isEqualTo(2);
            Path audit = directory.resolve("audit.jsonl");
            await().until(() -> Files.exists(audit) && Files.readAllLines(audit).size() == 2);
            assertThat(Files.readString(audit)).contains("\"body\":\"get_alerts\"");
        }
    }

    @Test
    void what_the_caller_names_is_not_called_where_it_is_private() throws Exception {
        ScriptedBackend backend = new ScriptedBackend(ScriptedBackend.always(ok(Mcp.RESULT)));
        Files.writeString(
                directory.resolve("p.xml"),
                """
                <policies><inbound><base />
                  <send-request response-variable-name="r">
                    <set-url>@(context.Request.Headers.GetValueOrDefault("X-Url",""))</set-url>
                  </send-request>
                </inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>
                """);
        try (backend;
                GatewayFixture gateway = GatewayFixture.start(
                        directory, GatewayFixture.open(backend.port()).replace("false }", "false, policy: p.xml }"))) {
            WireMessage answer = gateway.exchange(
                    post("/s/mcp", call("1", "t"), "X-Url: http://localhost:" + backend.port() + "/metadata\r\n"));

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("BackendConnectionFailure").doesNotContain("localhost");
            assertThat(backend.unseen()).isZero();
        }
    }
}
