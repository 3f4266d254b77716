package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A web page of another origin, in a real browser, with the official TypeScript client in it. */
@NeedsNode
@NeedsBrowser
@ExtendWith(Fixtures.class)
class BrowserIT {
    private static final String CORS =
            """
            <cors>
              <allowed-origins><origin>http://localhost:%d</origin></allowed-origins>
              <allowed-methods preflight-result-max-age="60"><method>GET</method><method>POST</method><method>DELETE</method></allowed-methods>
            </cors>
            """;

    private static int listed;
    private static int unlisted;
    private static Gateway gateway;
    private static String key;

    @BeforeAll
    static void start(Pair pair) {
        List<Integer> ports = Ports.free(2);
        listed = ports.get(0);
        unlisted = ports.get(1);
        key = pair.key;
        gateway = Gateway.startReady(
                "browser",
                Map.of(
                        "gateway.yaml",
                        """
                        policy: browsers.xml
                        servers:
                          weather-tools: { backend: weather }
                          notes: { backend: notes }
                          closed: { backend: notes, policy: closed.xml, subscription-required: false }
                        backends:
                          weather:
                            instances: [{ url: %s }]
                            credential: { header: X-API-Key, value: "{{weather-api-key}}" }
                          notes: { instances: [{ url: %s }] }
                        products:
                          everything: { servers: [weather-tools, notes] }
                        subscriptions:
                          page: { product: everything, primary-key: { file: key } }
                        named-values:
                          weather-api-key: { secret: true, file: weather-api-key }
                        """
                                .formatted(pair.weather(), pair.notes()),
                        "browsers.xml",
                        "<policies><inbound>" + CORS.formatted(listed) + "</inbound></policies>",
                        "closed.xml",
                        "<policies><inbound><base />"
                                + "<ip-filter action=\"allow\"><address>192.0.2.1</address></ip-filter></inbound></policies>",
                        "key",
                        key,
                        "weather-api-key",
                        pair.weatherKey));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void aPageListsCallsSubscribesAndEndsItsSession() {
        Visit visit =
                pay(listed, Weather.PATH, "legacy", key, Weather.EVERYTHING).succeeded();

        assertThat(visit.step("connected").path("session").asText()).isNotEmpty();
        assertThat(visit.step("tools").path("names")).map(name -> name.asText()).containsAll(Weather.TOOLS);
        assertThat(visit.step("called").path("text").asText()).contains("Seattle");
        Arrival.assertStreamed(visit.progress(), Weather.PLACES);
        assertThat(visit.step("updated").path("uri").asText()).isEqualTo(Weather.ALERTS);
        visit.step("terminated");
    }

    @Test
    void aPageSpeaksTheModernRevisionWithItsHeaders() {
        Visit visit =
                pay(listed, Notes.PATH, "2026-07-28", key, Notes.EVERYTHING).succeeded();

        assertThat(visit.step("connected").path("revision").asText()).isEqualTo("2026-07-28");
        assertThat(visit.step("called").path("text").asText()).isEqualTo("3");
        assertThat(visit.step("updated").path("uri").asText()).isEqualTo("notes://board");
    }

    @Test
    void aPageCanReadThatItsKeyIsWrong() {
        Visit visit = pay(listed, Notes.PATH, "legacy", "wrong", Notes.EVERYTHING);

        assertThat(visit.status()).isEqualTo(1);
        assertThat(visit.step("failed").path("status").asInt()).as(visit.said()).isEqualTo(401);
    }

    @Test
    void aPageCanReadWhatAPolicyDenies() {
        Visit visit = pay(listed, "/closed/mcp", "legacy", "", Notes.EVERYTHING);

        assertThat(visit.status()).isEqualTo(1);
        assertThat(visit.step("failed").path("status").asInt()).as(visit.said()).isEqualTo(403);
        assertThat(visit.step("failed").path("message").asText()).contains("The caller's address is not allowed");
    }

    @Test
    void aPageOfAnotherOriginLearnsNothing() {
        Visit visit = pay(unlisted, Notes.PATH, "legacy", key, Notes.EVERYTHING);

        assertThat(visit.status()).isEqualTo(1);
        assertThat(visit.step("failed").path("status").isMissingNode())
                .as(visit.said())
                .isTrue();
        assertThat(visit.step("failed").path("message").asText()).contains("Failed to fetch");
        assertThat(visit.said()).contains("blocked by CORS policy");
    }

    private static Visit pay(int origin, String path, String mode, String key, Visit.Wants wants) {
        return Browser.visit(
                origin,
                "client-v2.mjs",
                "--mode",
                mode,
                "--url",
                gateway.url(path).toString(),
                "--key",
                key,
                "--wants",
                Json.write(wants));
    }
}
