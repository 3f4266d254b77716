package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a product denies is answered as weather-mcp answers what it does not have, with the words that the quick start writes down. */
@ExtendWith(Fixtures.class)
class UnknownNamesIT {
    private static final String PATH = "/weather/mcp";

    private static Gateway gateway;
    private static String session;

    @BeforeAll
    static void start(Pair pair) throws Exception {
        gateway = Gateway.startReady(
                "unknown-names",
                Map.of(
                        "gateway.yaml",
                        """
                        servers:
                          weather:
                            backend: weather
                        %s
                        backends:
                          weather:
                            instances: [{ url: "%s" }]
                            credential: { header: X-API-Key, value: "{{weather-api-key}}" }
                        products:
                          starter:
                            servers: [weather]
                            deny:
                              tools: [get_alerts]
                              prompts: [plan_outing]
                              resources: ["weather://alerts/TX", "weather://alerts/{state}"]
                        subscriptions:
                          e2e: { product: starter, primary-key: { file: key } }
                        named-values:
                          weather-api-key: { secret: true, file: weather-api-key }
                        """
                                .formatted(wordsOfTheQuickStart(), pair.weather()),
                        "key",
                        pair.key,
                        "weather-api-key",
                        pair.weatherKey));
        URI url = gateway.url(PATH);
        Http.Answer opened = Http.post(url, pair.key, Rpc.INITIALIZE);
        session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
        post(pair, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    /** The lines below {@code unknown:} and that line itself. */
    private static String wordsOfTheQuickStart() throws IOException {
        return Files.readString(Layout.ROOT.resolve("src/quickstart/gateway.yaml"))
                .lines()
                .dropWhile(line -> !line.startsWith("    unknown:"))
                .takeWhile(line -> line.startsWith("    unknown:") || line.startsWith("     "))
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "tools/call | get_alerts | nosuch | {'name':'NAME','arguments':{'state':'TX'}}",
                "prompts/get | plan_outing | nosuch | {'name':'NAME','arguments':{}}",
                "resources/read | weather://alerts/TX | weather://nosuch/TX | {'uri':'NAME'}",
                "resources/subscribe | weather://alerts/TX | weather://nosuch/TX | {'uri':'NAME'}",
                "completion/complete | plan_outing | nosuch"
                        + " | {'ref':{'type':'ref/prompt','name':'NAME'},'argument':{'name':'date','value':'1'}}",
                "completion/complete | weather://alerts/{state} | weather://nosuch/{state}"
                        + " | {'ref':{'type':'ref/resource','uri':'NAME'},'argument':{'name':'state','value':'T'}}"
            })
    void whatIsHiddenIsAsWhatDoesNotExist(String method, String hidden, String missing, String params, Pair pair)
            throws Exception {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":\"ID\",\"method\":\"" + method + "\",\"params\":"
                + params.replace('\'', '"') + "}";

        Http.Answer first = post(pair, body.replace("ID", "one").replace("NAME", hidden));
        Http.Answer second = post(pair, body.replace("ID", "two").replace("NAME", missing));

        assertThat(first.body()).contains("\"error\"");
        assertThat(first.body().replace("one", "two").replace(hidden, missing)).isEqualTo(second.body());
        assertThat(first.status()).isEqualTo(second.status());
        assertThat(first.headers().map().keySet())
                .isEqualTo(second.headers().map().keySet());
        assertThat(first.headers().firstValue("Content-Type"))
                .isEqualTo(second.headers().firstValue("Content-Type"));
    }

    private static Http.Answer post(Pair pair, String body) throws Exception {
        return Http.post(
                gateway.url(PATH), pair.key, body, "Mcp-Session-Id", session, "MCP-Protocol-Version", "2025-11-25");
    }
}
