package dev.securemcp.weather.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.weather.SampleProfile;
import dev.securemcp.weather.TestClock;
import io.quarkiverse.mcp.server.test.McpAssured;
import io.quarkiverse.mcp.server.test.McpAssured.McpTestClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Resources, their templates, and the notifications about alerts. */
@QuarkusTest
@TestProfile(SampleProfile.class)
class ResourcesTest {

    private static final String ALERTS_OF_CALIFORNIA = "weather://alerts/CA";

    @Inject
    TestClock clock;

    @Inject
    Subscriptions subscriptions;

    @Inject
    AlertWatch watch;

    @BeforeEach
    void reset() {
        clock.reset();
    }

    @Test
    void thereIsAResourceForEachStateOnOnePage() {
        try (var client = McpAssured.newConnectedStreamableClient()) {
            client.when()
                    .resourcesList(page -> {
                        assertThat(page.size()).isEqualTo(57);
                        assertThat(page.nextCursor()).isNull();
                        assertThat(page.findByUri(ALERTS_OF_CALIFORNIA).title())
                                .isEqualTo("Weather alerts: California");
                    })
                    .resourcesTemplatesList(page -> assertThat(page.templates())
                            .extracting("uriTemplate")
                            .containsExactlyInAnyOrder(
                                    "weather://alerts/{state}", "weather://forecast/{latitude},{longitude}"))
                    .thenAssertResults();
        }
    }

    @Test
    void resourcesAreReadAsJson() {
        try (var client = McpAssured.newConnectedStreamableClient()) {
            client.when()
                    .resourcesRead("weather://states", r -> assertThat(
                                    json(r.firstContents().asText().text()).getJsonArray("states"))
                            .hasSize(56))
                    .resourcesRead(ALERTS_OF_CALIFORNIA, r -> {
                        JsonObject document = json(r.firstContents().asText().text());
                        assertThat(r.firstContents().asText().mimeType()).isEqualTo("application/json");
                        assertThat(document.getString("stateName")).isEqualTo("California");
                        assertThat(document.getJsonObject("source").getBoolean("sample"))
                                .isTrue();
                    })
                    .resourcesRead("weather://forecast/59.91,10.75", r -> {
                        JsonObject document = json(r.firstContents().asText().text());
                        assertThat(document.getJsonArray("days")).hasSize(5);
                        assertThat(document.getJsonObject("source").getString("place"))
                                .isEqualTo("Oslo, Norway");
                    })
                    .thenAssertResults();
        }
    }

    @Test
    void whatCannotBeReadIsAnErrorThatSaysWhatToDo() {
        try (var client = McpAssured.newConnectedStreamableClient()) {
            client.when()
                    .resourcesRead("weather://alerts/XX")
                    .withErrorAssert(e -> {
                        assertThat(e.code()).isEqualTo(-32602);
                        assertThat(e.message()).contains("'XX'").contains("weather://states");
                    })
                    .send()
                    .resourcesRead("weather://forecast/99,0")
                    .withErrorAssert(e -> assertThat(e.message()).contains("latitude is 99.0"))
                    .send()
                    .resourcesRead("weather://forecast/north,0")
                    .withErrorAssert(e -> assertThat(e.message()).contains("latitude in the URI is no number"))
                    .send()
                    .resourcesRead("weather://nothing")
                    .withErrorAssert(e -> assertThat(e.code()).isEqualTo(-32002))
                    .send()
                    .thenAssertResults();
        }
    }

    static Stream<Arguments> transports() {
        Supplier<McpTestClient<?, ?>> streamable = () -> McpAssured.newStreamableClient()
                .setOpenSubsidiarySse(true)
                .build()
                .connect();
        Supplier<McpTestClient<?, ?>> sse = McpAssured::newConnectedSseClient;
        return Stream.of(
                Arguments.of(Named.of("Streamable HTTP", streamable)), Arguments.of(Named.of("legacy SSE", sse)));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aSubscriberIsToldWhenTheAlertsChangeAndNotBefore(Supplier<McpTestClient<?, ?>> transport) {
        try (McpTestClient<?, ?> client = transport.get()) {
            send(client, "resources/subscribe", ALERTS_OF_CALIFORNIA);
            Awaitility.await().until(() -> watch.knows(dev.securemcp.weather.forecast.UsState.CA));
            watch.poll();
            watch.poll();
            assertThat(updates(client)).isEmpty();

            clock.advance(Duration.ofMinutes(15));
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> updates(client)
                    .equals(List.of(ALERTS_OF_CALIFORNIA)));

            send(client, "resources/unsubscribe", ALERTS_OF_CALIFORNIA);
            assertThat(subscriptions.states()).isEmpty();
        }
    }

    @Test
    void onlySubscribedStatesAreAskedForAndOnlyAsLongAsTheSessionLives() {
        try (var client = McpAssured.newStreamableClient()
                .setOpenSubsidiarySse(true)
                .build()
                .connect()) {
            assertThat(subscriptions.states()).isEmpty();
            send(client, "resources/subscribe", "weather://alerts/TX");
            send(client, "resources/subscribe", "weather://alerts/NY");
            assertThat(subscriptions.states()).extracting(Enum::name).containsExactlyInAnyOrder("TX", "NY");
            client.terminateSession();
            Awaitility.await().until(() -> subscriptions.states().isEmpty());
        }
    }

    @Test
    void aSubscriptionToWhatDoesNotExistIsRefused() {
        try (var client = McpAssured.newConnectedStreamableClient()) {
            JsonObject answer = send(client, "resources/subscribe", "weather://alerts/XX");
            assertThat(answer.getJsonObject("error").getInteger("code")).isEqualTo(-32002);
            assertThat(subscriptions.states()).isEmpty();
        }
    }

    private static JsonObject send(McpTestClient<?, ?> client, String method, String uri) {
        JsonObject request = client.newRequest(method).put("params", new JsonObject().put("uri", uri));
        client.sendAndForget(request);
        return client.waitForResponse(request);
    }

    private static List<String> updates(McpTestClient<?, ?> client) {
        return client.snapshot().notifications().stream()
                .filter(n -> "notifications/resources/updated".equals(n.getString("method")))
                .map(n -> n.getJsonObject("params").getString("uri"))
                .toList();
    }

    private static JsonObject json(String text) {
        return new JsonObject(text);
    }
}
