package dev.securemcp.e2e;

import static dev.securemcp.e2e.RefusedClient.Step.once;
import static dev.securemcp.e2e.RefusedClient.Step.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.securemcp.e2e.JavaSdkClient.Transport;
import dev.securemcp.e2e.Visit.ToolCall;
import io.modelcontextprotocol.client.transport.McpHttpClientTransportAuthorizationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What official clients tell their application of a call that is refused, and that each goes on afterwards. */
@NeedsNode
@ExtendWith(Fixtures.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedClientsIT {
    private static final int PERIOD = 3;

    /** The key of a product that hides two of the tools. */
    private static final String FEW = "key-to-few-of-the-tools";

    /** The tools of a backend, by what the gateway does with a call. */
    private record Tools(
            String server, ToolCall rated, ToolCall withQuota, ToolCall elsewhere, ToolCall hidden, ToolCall free) {}

    private static final Tools OF_WEATHER = new Tools(
            "weather",
            new ToolCall("search_location", Map.of("query", "Seattle")),
            Weather.ALERTS_CALL,
            Weather.FORECAST,
            Weather.COMPARISON,
            new ToolCall("get_current_weather", Map.of("latitude", 47.6, "longitude", -122.3)));

    private static final ToolCall COUNT = new ToolCall("count", Map.of("to", 1, "pauseMs", 0));
    private static final ToolCall PIN = new ToolCall("pin_note", Map.of());

    private static final Tools OF_NOTES = new Tools("notes", Notes.ADDITION, COUNT, PIN, COUNT, Notes.ADDITION);

    private Gateway gateway;

    @BeforeAll
    void start(Pair pair) {
        Map<String, String> files = new HashMap<>(Map.of(
                "gateway.yaml", configuration(pair),
                "weather-api-key", pair.weatherKey,
                "rate.xml", inbound("<rate-limit-by-key calls='1' renewal-period='" + PERIOD + "' " + counter()),
                "quota.xml", inbound("<quota-by-key calls='1' renewal-period='31536000' " + counter()),
                "elsewhere.xml", inbound("<ip-filter action='allow'><address>192.0.2.1</address></ip-filter>")));
        for (RefusedClient client : RefusedClient.values()) {
            files.put(client.key(), client.key());
        }
        files.put("few", FEW);
        gateway = Gateway.startReady("refused", files);
    }

    @AfterAll
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private static String inbound(String element) {
        return "<policies><inbound><base/>" + element + "</inbound></policies>";
    }

    private static String counter() {
        return "counter-key='@(context.Subscription.Id + \" \" + context.Mcp.ToolName)'/>";
    }

    private static String configuration(Pair pair) {
        String subscriptions = Stream.of(RefusedClient.values())
                .map(client -> "  %1$s: { product: everything, primary-key: { file: %1$s } }\n".formatted(client.key()))
                .reduce("", String::concat);
        return """
                servers:
                  weather:
                    backend: weather
                    tools:
                      search_location: { policy: rate.xml }
                      get_alerts: { policy: quota.xml }
                      get_forecast: { policy: elsewhere.xml }
                  notes:
                    backend: notes
                    tools:
                      add: { policy: rate.xml }
                      count: { policy: quota.xml }
                      pin_note: { policy: elsewhere.xml }
                  cached:
                    backend: notes
                    tools: { pin_note: { cache: { ttl: 1h, shared: true } } }
                backends:
                  weather:
                    instances: [{ url: "%s" }]
                    credential: { header: X-API-Key, value: "{{weather-api-key}}" }
                  notes: { instances: [{ url: "%s" }] }
                products:
                  everything: { servers: [weather, notes, cached] }
                  few: { servers: [weather, notes], deny: { tools: ["compare_*", "count"] } }
                subscriptions:
                  few: { product: few, primary-key: { file: few } }
                %snamed-values:
                  weather-api-key: { secret: true, file: weather-api-key }
                """
                .formatted(pair.weather(), pair.notes(), subscriptions);
    }

    private List<Refusal> calls(RefusedClient client, String server, RefusedClient.Step... steps) {
        return callsWith(client.key(), client, server, steps);
    }

    private List<Refusal> callsWith(String key, RefusedClient client, String server, RefusedClient.Step... steps) {
        return client.calls(gateway.address(), server, key, List.of(steps));
    }

    private static Tools tools(RefusedClient client) {
        return client.isModern() ? OF_NOTES : OF_WEATHER;
    }

    @ParameterizedTest
    @EnumSource
    void aRateLimitIsA429ThatIsOverWhenItSays(RefusedClient client) {
        Tools tools = tools(client);

        List<Refusal> answers = calls(client, tools.server, once(tools.rated), patiently(tools.rated));

        assertThat(answers).extracting(Refusal::passed).containsExactly(true, false, true);
        Refusal refused = answers.get(1);
        assertThat(refused.code()).as("%s", refused).isEqualTo(429);
        assertThat(refused.error().path("code").asInt()).isEqualTo(429);
        assertThat(refused.reason()).isEqualTo("RateLimitExceeded");
        assertThat(refused.retryAfter()).isBetween(1, PERIOD);
    }

    @ParameterizedTest
    @EnumSource
    void aQuotaIsA403ThatNamesWhenItIsFullAgain(RefusedClient client) {
        Tools tools = tools(client);

        List<Refusal> answers =
                calls(client, tools.server, once(tools.withQuota), once(tools.withQuota), patiently(tools.rated));

        Refusal refused = answers.get(1);
        assertThat(refused.code()).as("%s", refused).isEqualTo(403);
        assertThat(refused.reason()).isEqualTo(client.showsBodyOf403() ? "QuotaExceeded" : "");
        assertThat(refused.retryAfter()).isPositive();
        assertThat(answers.getLast().passed()).as("another tool: %s", answers).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void anAddressThatIsNotLetInIsA403WithoutAChallenge(RefusedClient client) {
        Tools tools = tools(client);

        List<Refusal> answers = calls(client, tools.server, once(tools.elsewhere), patiently(tools.free));

        Refusal refused = answers.getFirst();
        assertThat(refused.code()).as("%s", refused).isEqualTo(403);
        assertThat(refused.reason()).isEqualTo(client.showsBodyOf403() ? "CallerIpNotAllowed" : "");
        assertThat(refused.retryAfter()).isZero();
        assertThat(answers.getLast().passed()).as("another tool: %s", answers).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aHiddenToolIsAnsweredAsAnUnknownOne(RefusedClient client) {
        Tools tools = tools(client);
        ToolCall missing = new ToolCall("compare_nothing", Map.of());

        List<Refusal> answers =
                callsWith(FEW, client, tools.server, once(tools.hidden), once(missing), patiently(tools.free));

        assertThat(answers.subList(0, 2)).allSatisfy(refused -> {
            // On the stream of the older transport no answer would come after a success, so there it is a refusal of
            // HTTP's.
            assertThat(refused.code()).isEqualTo(client.isOlderTransport() ? 422 : -32602);
            assertThat(refused.error().path("code").asInt(-32602)).isEqualTo(-32602);
        });
        assertThat(withoutId(answers.get(0).text()).replace(tools.hidden.name(), missing.name()))
                .isEqualTo(withoutId(answers.get(1).text()));
        assertThat(answers.getLast().passed()).as("another tool: %s", answers).isTrue();
    }

    private static String withoutId(String text) {
        return text.replaceFirst("\"id\":\\d+", "");
    }

    /** Clients that have no way to ask for more; what those do that have one is in {@link SignInIT}. */
    @ParameterizedTest
    @CsvSource({"v1, InsufficientScope", "v2, weather.read weather.alerts"})
    void aMissingScopeIsNamedAndTheSameTokenServesForTheRest(String sdk, String words, Secured secured)
            throws Exception {
        Visit visit = SignIn.bearer(sdk, secured.url(Secured.WEATHER), secured.token(OidcIssuer.READ, Secured.WEATHER))
                .visit(Weather.ALERTS_CALL, Weather.FORECAST)
                .succeeded();

        assertThat(visit.step("refused").path("message").asText()).contains(words);
        assertThat(visit.step("called").path("name").asText()).isEqualTo(Weather.FORECAST.name());
    }

    @Test
    void theJavaSdkShowsTheChallengeOfAMissingScope(Secured secured) throws Exception {
        String token = secured.token(OidcIssuer.READ, Secured.WEATHER);
        try (JavaSdkClient client =
                JavaSdkClient.bearer(secured.gateway(), Transport.STREAMABLE_HTTP, Secured.WEATHER, token)) {
            client.sdk.initialize();

            assertThatThrownBy(() -> client.call(Weather.ALERTS_CALL))
                    .isInstanceOfSatisfying(McpHttpClientTransportAuthorizationException.class, refusal -> {
                        assertThat(refusal.getResponseInfo().statusCode()).isEqualTo(403);
                        assertThat(refusal.getResponseInfo().headers().firstValue("WWW-Authenticate"))
                                .hasValueSatisfying(challenge -> assertThat(challenge)
                                        .startsWith("Bearer ")
                                        .contains("error=\"insufficient_scope\"", "weather.alerts"));
                    });
            assertThat(client.call(Weather.FORECAST).isError()).isNotEqualTo(true);
        }
    }

    /** The backend counts its notes, so an answer tells how often it was asked. */
    @Test
    void allSeeTheOneAnswerOfACachedTool(Pair pair) throws Exception {
        String first = null;
        for (RefusedClient client :
                List.of(RefusedClient.TYPESCRIPT_V1, RefusedClient.TYPESCRIPT_V2, RefusedClient.JAVA)) {
            List<Refusal> answers = calls(client, "cached", once(PIN), once(PIN));

            assertThat(answers).as("%s", client).allMatch(Refusal::passed);
            first = first == null ? answers.getFirst().text() : first;
            assertThat(answers).extracting(Refusal::text).containsOnly(first);
        }
        Http.Answer next = Http.post(
                pair.notes(),
                null,
                Json.write(Map.of("jsonrpc", "2.0", "id", 1, "method", "tools/call", "params", PIN)),
                "MCP-Protocol-Version",
                "2025-11-25");
        int notes = Integer.parseInt(first.replace(" notes", ""));
        assertThat(Rpc.message(next).at("/result/content/0/text").asText()).isEqualTo((notes + 1) + " notes");
    }
}
