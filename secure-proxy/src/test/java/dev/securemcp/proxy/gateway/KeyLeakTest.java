package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.securemcp.proxy.gateway.trace.TraceStore;
import dev.securemcp.proxy.identity.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A key in a query reaches no log, no metric, no trace, no event and no backend, whatever way it is written. */
class KeyLeakTest {

    private static final String KEY = "key+of/a$consumer";
    private static final String ENCODED = "key%2Bof%2fa%24consumer";
    private static final String OTHER = "key-of-another-consumer";
    private static final String SUSPENDED = "key-of-a-suspended-one";
    private static final List<String> SECRETS =
            List.of(KEY, "key%2Bof", "key%2bof", "of%2fa", "of%2Fa", "a%24consumer", OTHER, SUSPENDED);

    @TempDir
    Path directory;

    private ScriptedBackend backend;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
        // Everything of the request's URL that can be kept, by whatever can keep it.
        String telling =
                """
                <emit-metric name="leak-%s"><dimension name="url" value="@(context.Request.OriginalUrl.ToString())" />
                  <dimension name="now" value="@(context.Request.Url.QueryString)" />
                  <dimension name="asked" value="@(context.Request.OriginalUrl.Query.GetValueOrDefault("subscription-key","none"))" />
                  <dimension name="key" value="@(context.Subscription == null ? "none" : context.Subscription.Key)" /></emit-metric>
                <log-to-eventhub logger-id="audit">@("%s " + context.Request.OriginalUrl.ToString() + " " + context.Request.Url.QueryString + " "
                  + string.Join(",", context.Request.OriginalUrl.Query.SelectMany(p => p.Value)) + " "
                  + (context.Subscription == null ? "" : context.Subscription.Key))</log-to-eventhub>
                <trace source="test"><message>@(context.Request.OriginalUrl.ToString() + context.Request.Url.QueryString)</message>
                  <metadata name="all" value="@(string.Join(",", context.Request.OriginalUrl.Query.SelectMany(p => p.Value)))" /></trace>
                """;
        Files.writeString(
                directory.resolve("tells.xml"),
                """
                <policies>
                  <inbound><base />%s<set-header name="X-Was" exists-action="override"><value>@(context.Request.OriginalUrl.ToString())</value></set-header>
                    <set-header name="X-Same" exists-action="override"><value>@((context.Request.OriginalUrl.Query.GetValueOrDefault("subscription-key", "").StartsWith(context.Subscription.Key)).ToString())</value></set-header>
                  </inbound>
                  <backend><base /></backend><outbound><base /></outbound>
                  <on-error><base />%s</on-error>
                </policies>
                """
                        .formatted(telling.formatted("in", "in"), telling.formatted("error", "error")));
        gateway = GatewayFixture.start(
                directory,
                """
                servers:
                  s: { backend: b, policy: tells.xml, subscription-key: { header: X-Key } }
                  closed: { backend: b, policy: tells.xml, subscription-key: { header: X-Key, in-query: false } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                products: { p: { servers: [s, closed] } }
                subscriptions:
                  mine: { product: p, allow-tracing: true, primary-key: { value: "%s" } }
                  other: { product: p, primary-key: { value: "%s" } }
                  suspended: { product: p, state: suspended, primary-key: { value: "%s" } }
                event-sinks: { audit: { file: audit.jsonl } }
                """
                        .formatted(backend.port(), KEY, OTHER, SUSPENDED));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    private WireMessage ask(String pathAndQuery, String... fields) throws IOException {
        String[] all = new String[fields.length + 1];
        System.arraycopy(fields, 0, all, 0, fields.length);
        all[fields.length] = "Ocp-Apim-Trace: true\r\n";
        return gateway.exchange(post(pathAndQuery, call("1", "t"), all));
    }

    /** Everything that was kept of a call, once it is. */
    private String kept(int events) throws Exception {
        Path audit = directory.resolve("audit.jsonl");
        await().until(() -> Files.exists(audit) && Files.readAllLines(audit).size() >= events);
        await().until(() -> !gateway.access().isEmpty());
        String metrics = gateway.metrics().getMeters().stream()
                .map(meter -> meter.getId().toString())
                .collect(Collectors.joining("\n"));
        String traces = gateway.engine().traces().all().stream()
                .map(TraceStore.Trace::log)
                .flatMap(log -> log.entries().stream())
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
        assertThat(metrics).contains("leak");
        return String.join(
                "\n",
                Files.readString(audit),
                metrics,
                traces,
                String.join("\n", gateway.access()),
                String.join("\n", gateway.security()));
    }

    @ParameterizedTest
    @CsvSource({
        "?subscription-key=" + ENCODED + ", ''",
        "?a=1&subscription%2Dkey=" + ENCODED + "&b=2, ?a=1&b=2",
        "?Subscription-Key=" + ENCODED + ", ''",
        "?a=%20&SUBSCRIPTION-KEY=" + ENCODED + ", ?a=%20",
        "?subscription-key=" + ENCODED + "&subscription-key=" + OTHER + "&c=3, ?c=3",
        "?subscription-key=key%2bof/a$consumer&%73ubscription-key=" + SUSPENDED + ", ''",
    })
    void an_accepted_key_is_kept_nowhere_and_policies_can_still_ask_for_it(String query, String rest) throws Exception {
        WireMessage answer = ask("/s/mcp" + query);

        assertThat(answer.status()).isEqualTo(200);
        WireMessage request = backend.received();
        assertThat(request.head().startLine()).isEqualTo("POST /b/mcp" + rest + " HTTP/1.1");
        assertThat(request.header("X-Was")).isEqualTo("http://localhost/s/mcp" + rest);
        assertThat(request.header("X-Same")).isEqualTo("True");
        assertThat(request.head().toString() + request.text()).doesNotContain(SECRETS);
        assertThat(kept(1)).doesNotContain(SECRETS).contains("***");
        assertThat(answer.head().toString() + answer.text()).doesNotContain(SECRETS);
        assertThat(gateway.engine().traces().all()).hasSize(1);
    }

    @Test
    void nor_is_one_in_the_query_beside_the_one_in_the_header() throws Exception {
        ask("/s/mcp?x=1&subscription-key=" + OTHER, "X-Key: " + KEY + "\r\n");

        WireMessage request = backend.received();
        assertThat(request.head().startLine()).isEqualTo("POST /b/mcp?x=1 HTTP/1.1");
        assertThat(request.head().toString()).doesNotContain(SECRETS);
        assertThat(kept(1)).doesNotContain(SECRETS);
    }

    @Test
    void nor_is_one_that_is_refused() throws Exception {
        WireMessage answer = ask("/s/mcp?subscription-key=" + SUSPENDED);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.head().toString() + answer.text()).doesNotContain(SECRETS);
        assertThat(kept(1)).doesNotContain(SECRETS);
        assertThat(backend.unseen()).isZero();
    }

    @Test
    void where_the_query_form_is_off_a_key_there_opens_nothing_and_is_still_kept_nowhere() throws Exception {
        WireMessage refused = ask("/closed/mcp?subscription-key=" + ENCODED);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).contains("SubscriptionKeyNotFound");

        assertThat(ask("/closed/mcp?subscription-key=" + ENCODED, "X-Key: " + KEY + "\r\n")
                        .status())
                .isEqualTo(200);
        assertThat(backend.received().head().toString()).doesNotContain(SECRETS);
        assertThat(kept(2)).doesNotContain(SECRETS);
    }

    /** Else a caller could take words out of what an audit says of it. */
    @ParameterizedTest
    @ValueSource(strings = {"delete_everything", "tools/call_is_what_I_did"})
    void what_is_no_key_stays_visible(String word) throws Exception {
        ask("/s/mcp?subscription-key=" + word);

        assertThat(kept(1)).contains(word);
    }

    @Test
    void a_key_of_another_gateway_is_recognised_by_its_form() throws Exception {
        String elsewhere = Keys.generate(new SecureRandom());
        ask("/s/mcp?subscription-key=" + elsewhere);

        assertThat(kept(1)).doesNotContain(elsewhere);
    }
}
