package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Official clients before a balancer that sends every request to another gateway: none of them notices. */
@NeedsNode
@ExtendWith(Fixtures.class)
class WanderingClientsIT {
    @ParameterizedTest
    @CsvSource({
        "client-v1.mjs, transport, http, " + Weather.PATH,
        "client-v1.mjs, transport, sse, " + Weather.SSE_PATH,
        "client-v2.mjs, mode, auto, " + Weather.PATH
    })
    void aSessionOpenedAtOneGatewayGoesOnAtTheOthers(
            String script, String option, String value, String path, Fleet fleet, Pair pair) throws Exception {
        List<Integer> before = answered(fleet);

        Visit visit = Visit.pay(
                        script,
                        "--" + option,
                        value,
                        "--url",
                        fleet.balancer.url(path).toString(),
                        "--key",
                        pair.key,
                        "--wants",
                        Json.write(Weather.EVERYTHING))
                .succeeded();

        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();
        Arrival.assertStreamed(visit.progress(), Weather.PLACES);
        assertThat(visit.step("updated").path("uri").asText()).isEqualTo(Weather.ALERTS);
        List<Integer> after = answered(fleet);
        for (int gateway = 0; gateway < Fleet.SIZE; gateway++) {
            assertThat(after.get(gateway) - before.get(gateway))
                    .as("requests at gateway %d", gateway)
                    .isPositive();
        }
        if (!visit.all("terminated").isEmpty()) {
            assertGone(fleet, pair, visit.step("connected").path("session").asText());
        }
    }

    @Test
    void soDoesOneOfTheJavaSdk(Fleet fleet, Pair pair) {
        List<Integer> before = answered(fleet);

        try (JavaSdkClient client = new JavaSdkClient(JavaSdkClient.Transport.STREAMABLE_HTTP.open(
                fleet.balancer.url(""), Weather.PATH, Map.of("Ocp-Apim-Subscription-Key", pair.key)))) {
            client.sdk.initialize();
            client.call(Weather.COMPARISON);
            Arrival.assertStreamed(client.awaitProgress(Weather.PLACES), Weather.PLACES);
            client.subscribe(Weather.ALERTS);
            client.awaitUpdate(Weather.ALERTS);
        }

        List<Integer> after = answered(fleet);
        for (int gateway = 0; gateway < Fleet.SIZE; gateway++) {
            assertThat(after.get(gateway)).isGreaterThan(before.get(gateway));
        }
    }

    /** A session that its client has ended is known to no gateway any more. */
    private static void assertGone(Fleet fleet, Pair pair, String session) {
        assertThat(session).isNotEmpty();
        for (URI gateway : fleet.gateways()) {
            await().untilAsserted(() -> assertThat(
                            Http.post(gateway.resolve(Weather.PATH), pair.key, Http.PING, "Mcp-Session-Id", session)
                                    .status())
                    .isEqualTo(404));
        }
    }

    private static List<Integer> answered(Fleet fleet) {
        List<Integer> answered = new ArrayList<>();
        fleet.gateways().forEach(gateway -> answered.add(fleet.balancer.answered(gateway)));
        return answered;
    }
}
