package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.securemcp.proxy.gateway.trace.TraceRoutes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request's trace tells, to whom, and what it keeps to itself. */
class TraceTest {

    private static final String TRACED = "traced-key-0123456789abcdef01234567";
    private static final String PLAIN = "plain-key-0123456789abcdef012345678";
    private static final String SECRET = "the-named-secret-value";

    @TempDir
    private Path directory;

    private ScriptedBackend backend;
    private GatewayFixture gateway;
    private HttpServer management;

    @BeforeEach
    void start() throws Exception {
        backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
        Files.writeString(
                directory.resolve("cut.xml"),
                """
                <policies>
                  <inbound>
                    <base />
                    <set-variable name="bearer" value="@(context.Request.Headers.GetValueOrDefault("Authorization", "none").Split(' ').Last())" />
                    <set-variable name="basic" value="@(context.Request.Headers.GetValueOrDefault("Authorization", "").AsBasic()?.Password ?? "none")" />
                    <set-variable name="first" value="@(context.Request.Headers.GetValueOrDefault("Cookie", "=").Split(';')[0].Split('=')[1])" />
                    <set-variable name="last" value="@(context.Request.Headers.GetValueOrDefault("Cookie", "=").Split('=').Last())" />
                    <trace source="proofs"><message>@(context.Request.Headers.GetValueOrDefault("X-Proof", "none"))</message></trace>
                    <set-query-parameter name="seen" exists-action="override"><value>yes</value></set-query-parameter>
                    <choose>
                      <when condition="@(context.Request.Url.Query.ContainsKey("into"))">
                        <set-query-parameter name="bearer" exists-action="override"><value>@((string)context.Variables["bearer"])</value></set-query-parameter>
                        <set-query-parameter name="first" exists-action="override"><value>@((string)context.Variables["first"])</value></set-query-parameter>
                        <set-query-parameter name="proof" exists-action="override"><value>@(context.Request.Headers.GetValueOrDefault("X-Proof", "none"))</value></set-query-parameter>
                      </when>
                    </choose>
                    <choose>
                      <when condition="@(context.Request.Headers.ContainsKey("X-Proof"))">
                        <validate-jwt header-name="X-Proof">
                          <issuer-signing-keys><key>MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=</key></issuer-signing-keys>
                          <audiences><audience>api</audience></audiences>
                        </validate-jwt>
                      </when>
                      <when condition="@(context.Request.Url.Query.ContainsKey("proof"))">
                        <validate-jwt query-parameter-name="proof">
                          <issuer-signing-keys><key>MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=</key></issuer-signing-keys>
                          <audiences><audience>api</audience></audiences>
                        </validate-jwt>
                      </when>
                    </choose>
                  </inbound>
                  <on-error>
                    <base />
                    <set-variable name="late" value="@(context.Request.Headers.GetValueOrDefault("X-Proof", "none") + context.Request.Url.QueryString)" />
                  </on-error>
                </policies>
                """);
        gateway = GatewayFixture.start(
                directory,
                """
                servers:
                  cut: { backend: b, policy: cut.xml }
                  s:
                    backend: b
                    policies:
                      inbound:
                        - base
                        - set-header: { id: give-key, name: X-API-Key, value: [ "{{backend-key}}" ] }
                        - set-variable: { name: region, value: "@(\\"eu-\\" + context.Mcp.ToolName)" }
                        - set-variable: { name: accessToken, value: "@(\\"fetched-\\" + \\"value\\")" }
                        - check-header: { name: X-Needed, failed-check-httpcode: 403, failed-check-error-message: no }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/mcp" }] } }
                products: { p: { servers: [s, cut] } }
                subscriptions:
                  traced: { product: p, allow-tracing: true, primary-key: { value: "%s" } }
                  plain: { product: p, primary-key: { value: "%s" } }
                named-values: { backend-key: { secret: true, value: "%s" } }
                """
                        .formatted(backend.port(), TRACED, PLAIN, SECRET));
        Vertx vertx = gateway.engine().vertx();
        Router router = Router.router(vertx);
        new TraceRoutes(gateway.engine().traces(), gateway.engine().traceRequests(), Set.of("s"))
                .mount(router, new ManagementGuard(Optional.empty(), true));
        management = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    @Test
    void tellsEachElementWithItsPlaceAndOutcome() throws Exception {
        String id = call(TRACED, "Ocp-Apim-Trace: true\r\n", "X-Needed: 1\r\n").header("Apim-Trace-Id");

        String json = trace(id, "");
        assertThat(json)
                .containsSubsequence(
                        "\"source\":\"set-header\"",
                        "\"scope\":\"api\"",
                        "\"section\":\"inbound\"",
                        "\"policyId\":\"give-key\"",
                        "\"outcome\":\"next\"",
                        "\"source\":\"check-header\"",
                        "\"source\":\"forward-request\"");
        assertThat(trace(id, "?format=text"))
                .containsSubsequence("inbound", "set-header[1]", "next", "backend", "forward-request[1]");
    }

    @Test
    void tellsWhatWasSetButForCredentials() throws Exception {
        String id = call(TRACED, "Ocp-Apim-Trace: true\r\n", "X-Needed: 1\r\n").header("Apim-Trace-Id");

        assertThat(trace(id, ""))
                .contains("\"X-API-Key\":\"***\"", "\"region\":\"eu-t\"", "\"accessToken\":\"***\"")
                .doesNotContain("fetched-value");
    }

    @Test
    void tellsWhyACallWasDenied() throws Exception {
        WireMessage denied = call(TRACED, "Ocp-Apim-Trace: true\r\n");

        assertThat(denied.status()).isEqualTo(403);
        assertThat(trace(denied.header("Apim-Trace-Id"), "")).contains("fail HeaderNotFound");
    }

    @Test
    void showsNoSecretOfTheConfigurationOrTheCaller() throws Exception {
        String id = call(TRACED, "Ocp-Apim-Trace: true\r\n", "X-Needed: 1\r\n", "Authorization: Bearer abc.def\r\n")
                .header("Apim-Trace-Id");

        assertThat(trace(id, "") + trace(id, "?format=text")).doesNotContain(SECRET, TRACED, "abc.def");
    }

    private String traceOf(String query, String... fields) throws Exception {
        String head = "Ocp-Apim-Subscription-Key: " + TRACED + "\r\nOcp-Apim-Trace: true\r\n" + String.join("", fields);
        WireMessage answer = gateway.exchange(Mcp.post("/cut/mcp" + query, Mcp.call("1", "t"), head));
        return trace(answer.header("Apim-Trace-Id"), "");
    }

    @Test
    void showsNoCredentialThatAPolicyCutsOutOfAField() throws Exception {
        String basic = Base64.getEncoder().encodeToString("ann:wonder:land".getBytes(StandardCharsets.UTF_8));

        assertThat(traceOf("", "Authorization: Bearer  eyJh.bGci.OiJI \r\n"))
                .contains("\"bearer\":\"***\"")
                .doesNotContain("eyJh");
        assertThat(traceOf("", "Authorization: Basic " + basic + "\r\n"))
                .contains("\"bearer\":\"***\"", "\"basic\":\"***\"")
                .doesNotContain("wonder");
        assertThat(traceOf("", "Cookie: sid=0123456789abcdef; page=\"the-last-page-seen\"\r\n"))
                .contains("\"first\":\"***\"", "\"last\":")
                .doesNotContain("0123456789abcdef", "the-last-page-seen");
    }

    @Test
    void showsNoCredentialThatAPolicyWritesIntoTheUrl() throws Exception {
        assertThat(traceOf("?into=url", "Authorization: Bearer eyJh/bGci+Oi\r\n"))
                .contains("&bearer=***&")
                .doesNotContain("eyJh");
        assertThat(traceOf("?into=url", "Cookie: sid=two words/of-it\r\n"))
                .contains("&first=***&")
                .doesNotContain("words");
        assertThat(traceOf("?into=url", "X-Proof: Bearer head/er.proof.of+mine\r\n"))
                .contains("&proof=Bearer%20***", "fail JwtInvalid")
                .doesNotContain("er.proof");
    }

    @Test
    void aShortCookieDoesNotBlankTheTrace() throws Exception {
        assertThat(traceOf("", "Cookie: sid=1; theme=next\r\n"))
                .contains("\"first\":\"1\"", "\"last\":\"next\"", "\"outcome\":\"next\"");
    }

    @Test
    void showsNoTokenOfAPlaceThatOnlyAPolicyKnowsNotEvenInWhatHappenedBefore() throws Exception {
        assertThat(traceOf("", "X-Proof: Bearer header.proof.of-mine\r\n"))
                .contains("\"source\":\"proofs\"", "Bearer ***", "fail JwtInvalid", "\"late\":")
                .doesNotContain("header.proof");
        assertThat(traceOf("?proof=query.proof%2Eof+mine"))
                .contains("proof=***", "fail JwtInvalid", "\"late\":")
                .doesNotContain("query.proof");
    }

    @Test
    void isKeptForNobodyWhoMayNot() throws Exception {
        assertThat(call(PLAIN, "Ocp-Apim-Trace: true\r\n", "X-Needed: 1\r\n").header("Apim-Trace-Id"))
                .isNull();
        assertThat(call(TRACED, "X-Needed: 1\r\n").header("Apim-Trace-Id")).isNull();
        assertThat(gateway.engine().traces().all()).isEmpty();
    }

    @Test
    void canBeAskedForWithATokenThatTheManagementPortIssued() throws Exception {
        HttpResponse<String> issued = post("/trace-tokens?server=s&minutes=5");
        String token = issued.body().replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");

        assertThat(call(TRACED, "Apim-Debug-Authorization: " + token + "\r\n", "X-Needed: 1\r\n")
                        .header("Apim-Trace-Id"))
                .isNotNull();
        assertThat(call(TRACED, "Apim-Debug-Authorization: " + token + "x\r\n", "X-Needed: 1\r\n")
                        .header("Apim-Trace-Id"))
                .isNull();
        assertThat(call(PLAIN, "Apim-Debug-Authorization: " + token + "\r\n", "X-Needed: 1\r\n")
                        .header("Apim-Trace-Id"))
                .isNull();
    }

    @Test
    void tokensAreForServersThatExistAndForAWhile() throws Exception {
        assertThat(post("/trace-tokens?server=other").statusCode()).isEqualTo(400);
        assertThat(post("/trace-tokens?server=s&minutes=0").statusCode()).isEqualTo(400);
        assertThat(post("/trace-tokens?server=s&minutes=1441").statusCode()).isEqualTo(400);
        assertThat(post("/trace-tokens?server=s&minutes=x").statusCode()).isEqualTo(400);
    }

    @Test
    void whatAsksForATraceDoesNotReachTheBackend() throws Exception {
        call(TRACED, "Ocp-Apim-Trace: true\r\n", "Apim-Debug-Authorization: x\r\n", "X-Needed: 1\r\n");

        WireMessage seen = backend.received();
        assertThat(seen.header("Ocp-Apim-Trace")).isNull();
        assertThat(seen.header("Apim-Debug-Authorization")).isNull();
    }

    @Test
    void anUnknownTraceIsA404() throws Exception {
        assertThat(get("/traces/none").statusCode()).isEqualTo(404);
    }

    private WireMessage call(String key, String... fields) throws Exception {
        String head = "Ocp-Apim-Subscription-Key: " + key + "\r\n" + String.join("", fields);
        return gateway.exchange(Mcp.post("/s/mcp", Mcp.call("1", "t"), head));
    }

    /** The trace is kept once the exchange is over, which may be a moment after its answer. */
    private String trace(String id, String query) throws Exception {
        await().until(() -> gateway.engine().traces().find(id) != null);
        return get("/traces/" + id + query).body();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    private HttpResponse<String> post(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + management.actualPort() + path);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
