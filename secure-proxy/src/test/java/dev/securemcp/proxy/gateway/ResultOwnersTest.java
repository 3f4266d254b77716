package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.FakeTokens.bearer;
import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.net.KeyFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose a result is that is not everybody's: one application's key serves many people. */
class ResultOwnersTest {

    private static final String KEY = "Ocp-Apim-Subscription-Key: app-0123456789abcdef0123456789abcdef0\r\n";

    @TempDir
    static Path keys;

    private static Path one;
    private static Path two;

    @TempDir
    Path directory;

    private final AtomicInteger asked = new AtomicInteger();
    private ScriptedBackend backend;
    private GatewayFixture gateway;

    @BeforeAll
    static void certificates() throws Exception {
        one = KeyFiles.make(keys, "one", "EC", "secret");
        two = KeyFiles.make(keys, "two", "EC", "secret");
    }

    @BeforeEach
    void start() throws Exception {
        backend = new ScriptedBackend(talk -> {
            talk.request();
            talk.send(Mcp.ok(
                    "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"n\":\"number " + asked.incrementAndGet() + "\"}}"));
        });
        Files.writeString(
                directory.resolve("policy.xml"),
                """
                <policies>
                  <inbound>
                    <base/>
                    <choose>
                      <when condition="@(context.Mcp.ToolName == &quot;checked&quot;)">
                        <validate-jwt header-name="X-Token">
                          <audiences><audience>api</audience></audiences>
                        </validate-jwt>
                        <set-header name="X-Token" exists-action="delete"/>
                      </when>
                      <when condition="@(context.Mcp.ToolName == &quot;removed&quot;)">
                        <set-header name="Authorization" exists-action="delete"/>
                      </when>
                      <when condition="@(context.Mcp.ToolName == &quot;told&quot;)">
                        <set-header name="X-User" exists-action="override">
                          <value>@(context.Request.Headers.GetValueOrDefault("X-Login", "none"))</value>
                        </set-header>
                        <set-header name="X-Login" exists-action="delete"/>
                      </when>
                      <when condition="@(context.Mcp.ToolName == &quot;by-key&quot;)">
                        <set-query-parameter name="subscription-key" exists-action="override">
                          <value>@(context.Request.Headers.GetValueOrDefault("X-Tenant", "none"))</value>
                        </set-query-parameter>
                      </when>
                      <when condition="@(context.Mcp.ToolName.StartsWith(&quot;by-certificate&quot;))">
                        <choose>
                          <when condition="@(context.Request.Headers.GetValueOrDefault(&quot;X-Tenant&quot;, &quot;&quot;) == &quot;one&quot;)">
                            <authentication-certificate certificate-id="one"/>
                          </when>
                          <when condition="@(context.Request.Headers.GetValueOrDefault(&quot;X-Tenant&quot;, &quot;&quot;) == &quot;two&quot;)">
                            <authentication-certificate certificate-id="two"/>
                          </when>
                        </choose>
                      </when>
                      <when condition="@(context.Mcp.ToolName == &quot;traced&quot;)">
                        <set-header name="X-Call" exists-action="override">
                          <value>@(context.RequestId.ToString())</value>
                        </set-header>
                        <set-header name="traceparent" exists-action="override">
                          <value>@(Guid.NewGuid().ToString())</value>
                        </set-header>
                      </when>
                      <when condition="@(context.Mcp.ToolName == &quot;by-policy&quot;)">
                        <cache-lookup vary-by-developer="false" vary-by-developer-groups="false">
                          <vary-by-header>X-Region</vary-by-header>
                        </cache-lookup>
                        <set-header name="X-Region" exists-action="override">
                          <value>@(context.Request.Headers.GetValueOrDefault("X-From", "none"))</value>
                        </set-header>
                      </when>
                    </choose>
                  </inbound>
                  <backend>
                    <retry condition="@(false)" count="1" interval="0">
                      <choose>
                        <when condition="@(context.Mcp.ToolName.StartsWith(&quot;late&quot;))">
                          <set-header name="X-User" exists-action="override">
                            <value>@(context.Request.Headers.GetValueOrDefault("X-Login", "none"))</value>
                          </set-header>
                          <set-query-parameter name="page" exists-action="override">
                            <value>@(context.Request.Headers.GetValueOrDefault("X-Page", "1"))</value>
                          </set-query-parameter>
                        </when>
                      </choose>
                      <forward-request/>
                    </retry>
                  </backend>
                  <outbound>
                    <base/>
                    <choose>
                      <when condition="@(context.Mcp.ToolName == &quot;by-policy&quot;)">
                        <cache-store duration="60"/>
                      </when>
                    </choose>
                  </outbound>
                </policies>
                """);
        gateway = GatewayFixture.start(
                directory,
                """
                public-url: https://mcp.example.com
                servers:
                  s:
                    backend: b
                    policy: policy.xml
                    tools:
                      plain: { cache: { ttl: 1m } }
                      checked: { cache: { ttl: 1m } }
                      removed: { cache: { ttl: 1m } }
                      told: { cache: { ttl: 1m } }
                      traced: { cache: { ttl: 1m } }
                      by-key: { cache: { ttl: 1m } }
                      by-certificate: { cache: { ttl: 1m } }
                      by-certificate-shared: { cache: { ttl: 1m, shared: true } }
                      shared: { cache: { ttl: 1m, shared: true } }
                      late: { cache: { ttl: 1m } }
                      late-shared: { cache: { ttl: 1m, shared: true } }
                  tokens:
                    backend: b
                    authorization: { servers: ["https://login.example.com"], require: both }
                    tools:
                      plain: { cache: { ttl: 1m } }
                certificates:
                  one: { file: %s, password: secret }
                  two: { file: %s, password: secret }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                products: { p: { servers: [s, tokens] } }
                subscriptions:
                  app: { product: p, primary-key: { value: app-0123456789abcdef0123456789abcdef0 } }
                """
                        .formatted(one, two, backend.port()),
                InstantSource.system(),
                new FakeTokens());
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    /** Which of the backend's answers a call gets. */
    private int answer(String tool, String... fields) throws Exception {
        return answerOf("/s/mcp", tool, fields);
    }

    private int answerOf(String path, String tool, String... fields) throws Exception {
        String text = gateway.exchange(post(path, call("7", tool), KEY + String.join("", fields)))
                .text();
        assertThat(text).contains("\"number ");
        return Integer.parseInt(text.replaceFirst("(?s).*number (\\d+).*", "$1"));
    }

    @ParameterizedTest
    @CsvSource({
        "checked, X-Token: Bearer ann, X-Token: Bearer bob",
        "plain,   Authorization: Bearer ann, Authorization: Bearer bob",
        "plain,   Authorization: Bearer ann, X-Other: bob",
        "removed, Authorization: Bearer ann, Authorization: Bearer bob",
        "told,    X-Login: ann, X-Login: bob",
        "by-key,  X-Tenant: one, X-Tenant: two",
        "by-certificate, X-Tenant: one, X-Tenant: two",
        "by-certificate, X-Tenant: one, X-Tenant: none",
        "by-certificate-shared, X-Tenant: one, X-Tenant: two",
    })
    void a_result_of_one_person_is_not_given_to_another_who_has_the_same_key(String tool, String one, String other)
            throws Exception {
        assertThat(answer(tool, one + "\r\n")).isEqualTo(1);
        assertThat(answer(tool, other + "\r\n")).isEqualTo(2);
        assertThat(answer(tool, one + "\r\n")).isEqualTo(1);
        assertThat(answer(tool, other + "\r\n")).isEqualTo(2);
    }

    @Test
    void whoever_has_a_token_that_names_nobody_has_nothing_of_his_own() throws Exception {
        assertThat(answer("checked", "X-Token: Bearer nobody\r\n")).isEqualTo(1);
        assertThat(answer("checked", "X-Token: Bearer nobody\r\n")).isEqualTo(2);
    }

    @Test
    void a_token_that_the_server_itself_asks_for_may_be_refreshed() throws Exception {
        assertThat(answerOf("/tokens/mcp", "plain", bearer("ann/read"))).isEqualTo(1);
        assertThat(answerOf("/tokens/mcp", "plain", bearer("ann/write"))).isEqualTo(1);
        assertThat(answerOf("/tokens/mcp", "plain", bearer("bob/read"))).isEqualTo(2);
    }

    @Test
    void what_only_traces_a_call_does_not_make_its_result_another() throws Exception {
        assertThat(answer("traced")).isEqualTo(1);
        assertThat(answer("traced")).isEqualTo(1);
    }

    @Test
    void everybodys_result_is_everybodys_in_one_language() throws Exception {
        assertThat(answer("shared", "Accept-Language: fi\r\n", bearer("ann"))).isEqualTo(1);
        assertThat(answer("shared", "Accept-Language: en\r\n")).isEqualTo(2);
        assertThat(answer("shared")).isEqualTo(3);
        assertThat(answer("shared", "Accept-Language: fi\r\n", bearer("bob"))).isEqualTo(1);
        assertThat(answer("shared", "Accept-Language: *\r\n"))
                .as("any language is none")
                .isEqualTo(3);
    }

    @Test
    void in_which_order_a_client_sends_its_fields_does_not_count() throws Exception {
        assertThat(answer("shared", "Mcp-Param-A: 1\r\n", "Accept-Language: fi\r\n", "Mcp-Param-B: 2\r\n"))
                .isEqualTo(1);
        assertThat(answer("shared", "mcp-param-b: 2\r\n", "Mcp-Param-A: 1\r\n", "Accept-Language: fi\r\n"))
                .isEqualTo(1);
        assertThat(answer("shared", "Mcp-Param-A: 2\r\n", "Mcp-Param-B: 1\r\n", "Accept-Language: fi\r\n"))
                .isEqualTo(2);
    }

    @Test
    void the_order_of_one_fields_values_counts() throws Exception {
        assertThat(answer("shared", "Accept-Language: fi\r\n", "Accept-Language: en\r\n"))
                .isEqualTo(1);
        assertThat(answer("shared", "Accept-Language: en\r\n", "Accept-Language: fi\r\n"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "MCP-Protocol-Version, 2025-11-25",
        "Mcp-Param-Place, oulu",
        "Accept-Language, fi",
    })
    void a_field_that_does_not_reach_the_backend_does_not_count(String name, String value) throws Exception {
        String field = name + ": " + value + "\r\n";
        assertThat(answer("shared", field, "Connection: " + name + "\r\n")).isEqualTo(1);
        assertThat(backend.received().header(name)).isNull();
        assertThat(answer("shared", field)).isEqualTo(2);
        assertThat(backend.received().header(name)).isEqualTo(value);
        assertThat(answer("shared")).as("the same as one that never had it").isEqualTo(1);
    }

    @Test
    void a_field_that_cache_lookup_names_counts_as_later_policies_leave_it() throws Exception {
        assertThat(answer("by-policy", "X-From: north\r\n")).isEqualTo(1);
        assertThat(answer("by-policy", "X-From: south\r\n")).isEqualTo(2);
        assertThat(answer("by-policy", "X-From: north\r\n")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"late, X-Login: ann, X-Login: bob", "late-shared, X-Page: 1, X-Page: 2"})
    void what_the_backend_section_makes_of_a_request_is_not_looked_for_so_its_result_is_not_kept(
            String tool, String one, String other) throws Exception {
        assertThat(answer(tool, one + "\r\n")).isEqualTo(1);
        assertThat(answer(tool, other + "\r\n")).isEqualTo(2);
        assertThat(answer(tool, one + "\r\n")).isEqualTo(3);
    }
}
