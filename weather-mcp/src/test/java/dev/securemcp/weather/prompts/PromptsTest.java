package dev.securemcp.weather.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.weather.SampleProfile;
import dev.securemcp.weather.TestClock;
import io.quarkiverse.mcp.server.test.McpAssured;
import io.quarkiverse.mcp.server.test.McpAssured.McpStreamableTestClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prompts and completions. */
@QuarkusTest
@TestProfile(SampleProfile.class)
class PromptsTest {

    @Inject
    TestClock clock;

    private McpStreamableTestClient client;

    @BeforeEach
    void connect() {
        clock.reset();
        client = McpAssured.newConnectedStreamableClient();
    }

    @AfterEach
    void disconnect() {
        client.disconnect();
    }

    @Test
    void promptsSendTheModelToTheTools() {
        client.when()
                .promptsGet("severe_weather_briefing", Map.of("state", "tx"), r -> assertThat(
                                r.firstMessage().content().asText().text())
                        .contains("briefing for Texas")
                        .contains("get_alerts with state TX")
                        .contains("do not follow them"))
                .promptsGet("plan_outing", Map.of("location", "Oslo", "date", "2026-06-05"), r -> assertThat(
                                r.firstMessage().content().asText().text())
                        .contains("\"Oslo\"")
                        .contains("2026-06-05")
                        .contains("with days 6"))
                .thenAssertResults();
    }

    @ParameterizedTest
    @CsvSource({"tomorrow", "2026-05-30", "2026-06-15", "2026-02-30"})
    void aDateThatHasNoForecastIsRefusedWithWhatToGive(String date) {
        client.when()
                .promptsGet("plan_outing")
                .withArguments(Map.of("location", "Oslo", "date", date))
                .withErrorAssert(e -> {
                    assertThat(e.code()).isEqualTo(-32602);
                    assertThat(e.message()).contains("give YYYY-MM-DD, from 2026-06-01 to 2026-06-14");
                })
                .send()
                .thenAssertResults();
    }

    @Test
    void anUnknownStateIsRefusedWithWhatToGive() {
        client.when()
                .promptsGet("severe_weather_briefing")
                .withArguments(Map.of("state", "Atlantis"))
                .withErrorAssert(
                        e -> assertThat(e.message()).contains("'Atlantis'").contains("two-letter"))
                .send()
                .thenAssertResults();
    }

    @Test
    void statesPlacesAndDatesAreCompleted() {
        client.when()
                .promptComplete("severe_weather_briefing", "state", "wash", r -> assertThat(r.values())
                        .containsExactly("WA"))
                .promptComplete("plan_outing", "location", "sEa", r -> assertThat(r.values())
                        .containsExactly("Seattle, Washington, United States"))
                .promptComplete("plan_outing", "date", "2026-06-1", r -> assertThat(r.values())
                        .hasSize(5)
                        .first()
                        .isEqualTo("2026-06-10"))
                .resourceTemplateComplete("weather://alerts/{state}", "state", "te", r -> assertThat(r.values())
                        .containsExactly("TN", "TX"))
                .resourceTemplateComplete(
                        "weather://forecast/{latitude},{longitude}", "latitude", "47.6", r -> assertThat(r.values())
                                .containsExactly("47.6062"))
                .thenAssertResults();
    }

    @Test
    void theLongitudeIsThatOfThePlaceAtTheLatitude() {
        client.when()
                .resourceTemplateComplete("weather://forecast/{latitude},{longitude}")
                .withArgument("longitude", "")
                .withContext(Map.of("latitude", "47.6062"))
                .withAssert(r -> assertThat(r.values()).containsExactly("-122.3321"))
                .send()
                .thenAssertResults();
    }
}
